import assert from "node:assert/strict";
import { journey } from "../support/journey.js";
import { medicineCode } from "../support/pages.js";

for (const script of [true, false]) {
  journey(`the language switch keeps the page and its query ${script ? "with" : "without"} script`, { script }, async ({ page, site }) => {
    const path = `/medicines/${await medicineCode(site)}?sort=-stock`;
    await page.goto(`/fr${path}`);
    await page.getByRole("link", { name: "English" }).click();
    await page.waitForURL(`**/en${path}`);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    await page.getByRole("link", { name: "Français" }).click();
    await page.waitForURL(`**/fr${path}`);
  });
}

journey("a browser that speaks English is led to the English pages", { language: "en-GB" }, async ({ page }) => {
  await page.goto("/");
  await page.waitForURL("**/en/");
});
