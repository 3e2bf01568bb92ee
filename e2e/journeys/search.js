import assert from "node:assert/strict";
import { journey } from "../support/journey.js";

journey("a typing error still leads to the medicine: a suggestion is chosen with the keyboard", {}, async ({ page }) => {
  await page.goto("/fr/");
  const field = page.getByRole("combobox", { name: "Chercher un médicament" }).first();
  await field.fill("amoxiciline 500");
  await page.getByRole("listbox").waitFor();
  assert.equal(await field.getAttribute("aria-expanded"), "true");
  assert.equal(await field.getAttribute("aria-activedescendant"), null, "nothing is chosen before an arrow key");
  await page.getByRole("status").filter({ hasText: "médicaments trouvés" }).first().waitFor({ state: "attached" });

  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const chosen = page.getByRole("option", { selected: true });
  const name = (await chosen.textContent()).trim();
  assert.equal(await field.getAttribute("aria-activedescendant"), await chosen.getAttribute("id"));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/fr\/medicines\/\d{8}$/);
  const heading = await page.getByRole("heading", { level: 1 }).textContent();
  assert.ok(heading.startsWith(name.replace(" non commercialisé", "")), `${heading} is not ${name}`);
});

journey("Enter without a choice lists the results, Escape closes the suggestions", {}, async ({ page }) => {
  await page.goto("/en/definitions");
  const field = page.getByRole("combobox").first();
  await field.fill("doliprane");
  await page.getByRole("listbox").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("listbox").waitFor({ state: "hidden" });
  assert.equal(await field.inputValue(), "doliprane");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/en\/search\?q=doliprane$/);
  await page.getByRole("heading", { level: 1, name: /medicines found for “doliprane”/ }).waitFor();
});

journey("a suggestion is chosen with the pointer", {}, async ({ page }) => {
  await page.goto("/en/");
  await page.getByRole("combobox").first().fill("paracet");
  await page.getByRole("option").nth(1).click();
  await page.waitForURL(/\/en\/medicines\/\d{8}$/);
});

journey("a new search on the results page changes the results, and back brings the old ones", {}, async ({ page }) => {
  await page.goto("/fr/search?q=ibuprofene");
  await page.evaluate(() => (window.isSamePage = true));
  const field = page.getByRole("combobox").first();
  await field.fill("amoxicilline");
  await field.press("Enter");
  await page.getByRole("heading", { level: 1, name: /« amoxicilline »/ }).waitFor();
  assert.match(page.url(), /q=amoxicilline$/);
  assert.match(await page.title(), /amoxicilline/);
  await page.locator("#live").filter({ hasText: "médicaments trouvés pour « amoxicilline »" }).waitFor({ state: "attached" });

  await page.getByRole("link", { name: "Résultats suivants" }).click();
  await page.waitForURL(/page=2/);
  await page.goBack();
  await page.waitForURL(/q=amoxicilline$/);
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: /« ibuprofene »/ }).waitFor();
  assert.equal(await page.evaluate(() => window.isSamePage), true, "the page was not loaded again");
});

journey("without script a typing error leads to the medicine through the results", { script: false }, async ({ page }) => {
  await page.goto("/fr/");
  await page.getByRole("searchbox").first().fill("dolipranne 1000");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/fr\/search\?q=/);
  await page.getByRole("rowheader", { name: /DOLIPRANE 1000/i }).first().getByRole("link").first().click();
  await page.waitForURL(/\/fr\/medicines\/\d{8}$/);
  await page.getByRole("heading", { level: 1, name: /DOLIPRANE 1000/i }).waitFor();
});
