import assert from "node:assert/strict";
import { journey } from "../support/journey.js";
import { signIn } from "../support/people.js";

const CSV = (boxes) => ({ name: "stock.csv", mimeType: "text/csv", buffer: Buffer.from(`code;stock\n3400935955838;${boxes}\n3400935955839;4\n`) });

for (const script of [true, false]) {
  const how = script ? "with script" : "without script";

  journey(`a pharmacist finds what runs out, sends a stock and reads what was set aside, ${how}`, { script, width: 390, height: 844 }, async ({ page }) => {
    await signIn(page, "pharmacy");
    await page.getByRole("link", { name: "Mes stocks" }).click();
    await page.getByRole("heading", { level: 2, name: "Ce que vous avez" }).waitFor();
    await page.getByRole("link", { name: /^Tout/ }).click();
    // The list is changed in place, or the page is loaded again: what is typed before would be lost.
    await page.waitForURL(/show=all/);
    await page.locator("nav a[aria-current]", { hasText: /^Tout/ }).waitFor();
    const day = await page.getByLabel("Jour du stock").last().inputValue();
    await page.getByLabel("Fichier", { exact: true }).setInputFiles(CSV(script ? 12 : 13));
    await page.getByLabel("Jour du stock").first().fill(day);
    await page.getByLabel("Le fichier contient").selectOption("changes");
    await page.getByRole("button", { name: "Envoyer", exact: true }).click();
    await page.waitForURL(/\/receipts\//);
    await page.getByText("1 ligne retenue, 1 mise de côté").first().waitFor();
    await page.getByRole("cell", { name: "3400935955839" }).first().waitFor();
    await page.getByRole("link", { name: "Retour au site" }).click();
    await page.waitForURL(/\/fr\/reporting\/\d+$/);
  });

  journey(`a file that is no stock is refused where it was chosen, ${how}`, { script, problems: true }, async ({ page }) => {
    await signIn(page, "pharmacy");
    await page.goto("/fr/reporting");
    const page_of_error = { name: "stock.csv", mimeType: "text/csv", buffer: Buffer.from("<html><body>503</body></html>") };
    await page.getByLabel("Fichier", { exact: true }).setInputFiles(page_of_error);
    await page.getByLabel("Jour du stock").first().fill("2025-12-14");
    await page.getByRole("button", { name: "Envoyer", exact: true }).click();
    const said = page.getByRole("alert").filter({ hasText: /\S/ }).first();
    await said.waitFor();
    assert.match(await said.textContent(), /Rien n’a été enregistré/);
  });

  journey(`one line is corrected with a scanned code, a wrong one is shown again, ${how}`, { script, problems: true }, async ({ page }) => {
    await signIn(page, "pharmacy");
    await page.goto("/fr/reporting");
    const code = page.getByLabel("Code de la présentation");
    await code.fill("3400935955839");
    await page.getByLabel("Boîtes en stock").fill("7");
    await page.getByRole("button", { name: "Corriger", exact: true }).click();
    await page.getByText("Ce code n’est celui d’aucune présentation").first().waitFor();
    assert.equal(await page.getByLabel("Boîtes en stock").inputValue(), "7", "what was typed is kept");
    await page.getByLabel("Code de la présentation").fill("0103400935955838172712311042");
    await page.getByRole("button", { name: "Corriger", exact: true }).click();
    await page.waitForURL(/\/receipts\//);
    await page.getByText("1 ligne retenue").first().waitFor();
  });
}

journey("an assessor goes from the work list to who holds a pack and to the stock of a site", {}, async ({ page }) => {
  await signIn(page, "assessor");
  await page.getByRole("link", { name: "Liste de travail" }).first().click();
  await page.getByRole("table", { name: /par gravité/ }).getByRole("rowheader").first().getByRole("link").click();
  await page.getByRole("heading", { name: "En amont des patients" }).waitFor();
  await page.getByRole("table", { name: /Laboratoires, dépositaires/ }).getByRole("rowheader").first().getByRole("link").click();
  await page.getByRole("heading", { level: 2, name: "Réceptions" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Envoyer", exact: true }).count(), 0, "an assessor sends nothing for others");
});

journey("a company sees its stock against the legal minimum, by keyboard only", {}, async ({ page }) => {
  await signIn(page, "company");
  await page.goto("/fr/reporting");
  await page.getByRole("columnheader", { name: /Minimum légal/ }).waitFor();
  const filter = page.getByRole("link", { name: /^À zéro/ });
  await filter.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/show=zero/);
  await page.getByRole("table", { name: /Présentations du site/ }).waitFor();
});

journey("an assessor sees which boxes of a pack could move between pharmacies, and within a region only", { script: false }, async ({ page }) => {
  await signIn(page, "assessor");
  await page.getByRole("link", { name: "Liste de travail" }).first().click();
  await page.getByRole("table", { name: /par gravité/ }).getByRole("rowheader").first().getByRole("link").click();
  await page.getByRole("link", { name: "Boîtes à déplacer" }).click();
  await page.getByLabel("Niveau de la chaîne").selectOption("pharmacy");
  await page.getByLabel("Jours gardés par qui donne").fill("1");
  await page.getByLabel("Jours voulus par qui manque").fill("30");
  await page.getByLabel("Jusqu’où").selectOption("department");
  await page.getByRole("button", { name: "Calculer" }).click();
  await page.waitForURL(/within=department/);
  await page.getByText(/boîtes qui manquent pourraient venir d’autres sites/).waitFor();
  await page.getByText(/0 dans la région, 0 plus loin/).waitFor();
  await page.getByRole("heading", { name: "Besoins qui restent" }).waitFor();
});
