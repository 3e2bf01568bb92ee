import assert from "node:assert/strict";
import { journey } from "../support/journey.js";

const cost = (page) => page.getByRole("row", { name: /Contributions sur le chiffre d’affaires/ }).getByRole("cell").last();

for (const script of [true, false]) {
  const how = script ? "with script" : "without script";
  journey(`an economist opens a claim, moves a lever and hands the scenario on, ${how}`, { script }, async ({ page, site }) => {
    await page.goto("/fr/");
    await page.getByRole("link", { name: "Laboratoire", exact: true }).click();
    const claim = page.getByRole("row", { name: /Exclure les médicaments matures/ });
    await claim.getByRole("link", { name: /Ouvrir/ }).click();
    await page.waitForURL("**/fr/laboratory/prices?threshold=5");
    const five = await cost(page).textContent();
    assert.match(five, /^−[\d,\u202f]+\u00a0M€$/u, "a threshold costs millions");

    await page.getByLabel("Seuil d’exonération, euros par boîte").fill("2");
    if (!script) await page.getByRole("button", { name: "Calculer" }).click();
    await page.waitForURL(/threshold=2(&|$)/);
    const two = cost(page);
    await page.waitForFunction((before) => !document.body.textContent.includes(before), five);
    assert.notEqual(await two.textContent(), five);

    const file = await page.getByRole("link", { name: "Fichier du scénario (TOML)" }).getAttribute("href");
    const text = await (await fetch(`${site}${file}`)).text();
    assert.match(text, /key = "exemption.price_threshold"\nvalue = "2"/);
  });
}

journey("a slider stands beside each number and changes the results while it moves", {}, async ({ page }) => {
  await page.goto("/fr/laboratory/prices");
  const slider = page.locator("#threshold + input[type=range]");
  await slider.fill("4");
  await page.waitForURL(/threshold=4(&|$)/);
  assert.equal(await page.locator("#threshold").inputValue(), "4");
  await page.getByText("sous le seuil").first().waitFor();
});

journey("the best use of the same money loses less than two months for all", {}, async ({ page }) => {
  await page.goto("/en/laboratory");
  await page.getByRole("row", { name: /Pragmatic stocks/ }).getByRole("link").click();
  const best = page.getByRole("row", { name: /Best use of the same money/ }).getByRole("cell").last();
  assert.match(await best.textContent(), /^−\d/u);
  const rules = page.getByRole("row", { name: /4 months for all/ });
  assert.equal(await rules.count(), 1);
});

journey("two claims stand side by side, and one of them becomes a note to print", { script: false }, async ({ page }) => {
  await page.goto("/fr/laboratory/prices?threshold=5");
  await page.getByRole("link", { name: "Comparer avec d’autres scénarios" }).click();
  await page.getByRole("link", { name: /Abattement pour les médicaments fabriqués en Europe/ }).click();
  const costs = page.getByRole("row", { name: /Contributions sur le chiffre d’affaires/ }).getByRole("cell");
  assert.equal(await costs.count(), 2);
  for (const text of await costs.allTextContents()) assert.match(text, /−[\d,\u202f]+\u00a0M€/u);
  await page.getByRole("link", { name: "Régler A" }).click();
  assert.equal(await page.getByLabel("Seuil d’exonération, euros par boîte").inputValue(), "5");
  await page.getByRole("link", { name: "Note à imprimer (deux pages)" }).click();
  await page.getByRole("heading", { name: "Note de scénario" }).waitFor();
  assert.match(await page.locator("main").textContent(), /exemption\.price_threshold/);
});
