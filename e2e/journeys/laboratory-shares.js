import assert from "node:assert/strict";
import { journey } from "../support/journey.js";

for (const script of [true, false]) {
  const how = script ? "with script" : "without script";
  journey(`an agency shares 200 boxes as the Talmud does and takes the file along, ${how}`, { script }, async ({ page, site }) => {
    await page.goto("/fr/laboratory");
    await page.getByRole("link", { name: "Partage équitable" }).click();
    await page.getByText("Exemple inventé").waitFor();
    await page.getByLabel("Demandes, une par ligne").fill("A;100\nB;200\nC;300");
    await page.getByLabel("Boîtes à partager").fill("200");
    await page.getByLabel("Règle", { exact: true }).selectOption("talmud");
    await page.getByRole("button", { name: "Calculer" }).click();
    await page.waitForURL(/rule=talmud/);
    await page.getByRole("heading", { name: /^Talmud/ }).waitFor();
    const chosen = page.getByRole("table", { name: "Chaque part et sa raison" });
    for (const [name, share] of [["A", "50"], ["B", "75"], ["C", "75"]]) {
      const row = chosen.getByRole("row", { name: new RegExp(`^${name} `) });
      assert.equal(await row.getByRole("cell").nth(3).textContent(), share);
    }
    assert.equal(await page.getByText("Exemple inventé").count(), 0);

    const file = await page.getByRole("link", { name: "Parts selon toutes les règles (CSV)" }).getAttribute("href");
    const text = await (await fetch(`${site}${file}`)).text();
    assert.match(text, /^A;100;100\.00;.*;50;/m);
  });
}
