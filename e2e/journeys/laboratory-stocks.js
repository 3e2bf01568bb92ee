import assert from "node:assert/strict";
import { journey } from "../support/journey.js";

const lack = async (page, rule) => {
  const row = page.getByRole("table", { name: /Manque attendu, valeur/ }).getByRole("row", { name: rule });
  return row.getByRole("cell").nth(1).textContent();
};

for (const script of [true, false]) {
  const how = script ? "with script" : "without script";
  journey(`an economist sees what less room in the warehouse costs, ${how}`, { script }, async ({ page, site }) => {
    await page.goto("/fr/laboratory");
    await page.getByRole("link", { name: "Stocks : argent, place et froid" }).click();
    const within = /Meilleur usage de l’argent et de la place/;
    const before = await lack(page, within);
    assert.match(before, /^−\d/u, "the best use of money and room loses less than the uniform rule");
    assert.match(await lack(page, /Meilleur usage du même argent/), /^−\d/u);

    await page.getByLabel("Place disponible, %").fill("75");
    if (!script) await page.getByRole("button", { name: "Calculer" }).click();
    await page.waitForURL(/room=75/);
    const row = page.getByRole("table", { name: /Manque attendu, valeur/ }).getByRole("row", { name: within });
    await row.getByRole("cell").nth(1).filter({ hasNotText: before }).waitFor();

    const file = await page.getByRole("link", { name: "Tous les médicaments (CSV)" }).getAttribute("href");
    assert.match(file, /room=75/);
    const text = await (await fetch(`${site}${file}`)).text();
    assert.match(text, /^cis;medicine;months_within;/);
    assert.ok(text.split("\n").length > 1_000);
  });

  journey(`a list of critical medicines is pasted and compared row by row, ${how}`, { script }, async ({ page }) => {
    await page.goto("/fr/laboratory");
    await page.getByRole("link", { name: "Comparer une liste" }).click();
    await page.getByLabel("Ou la liste elle-même").fill("atc;dci\nJ01CA04;amoxicilline\n;inconnuline\nquoi;\n");
    await page.getByRole("button", { name: "Comparer", exact: true }).click();
    const rows = page.getByRole("table", { name: /Chaque ligne de la liste/ });
    await rows.getByRole("row", { name: /amoxicilline.*sûr.*même classe/ }).waitFor();
    await rows.getByRole("row", { name: /inconnuline.*rien de commercialisé/ }).waitFor();
    await page.getByText("Non lues : 1.").waitFor();
    await page.getByText("n’est pas un code ATC").waitFor();
  });
}
