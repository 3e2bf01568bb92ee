import assert from "node:assert/strict";
import { assertAccessible } from "../support/checks.js";
import { journey, site } from "../support/journey.js";
import { LANGUAGES, PAGES, addresses } from "../support/pages.js";

for (const language of LANGUAGES) {
  for (const scheme of ["light", "dark"]) {
    journey(`no page in ${language}, ${scheme}, breaks a rule of accessibility`, { scheme, problems: true }, async ({ page }) => {
      const all = await addresses(site(), language);
      assert.equal(all.length, PAGES.length);
      for (const { name, address, status } of all) {
        const answer = await page.goto(address);
        assert.equal(answer.status(), status, address);
        // What is folded is looked at as well.
        await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
        await assertAccessible(page, `${name} in ${language}, ${scheme}`);
      }
    });
  }
}

journey("the open suggestions break no rule of accessibility", {}, async ({ page }) => {
  await page.goto("/fr/");
  await page.getByRole("combobox").first().fill("amox");
  await page.getByRole("listbox").waitFor();
  await page.keyboard.press("ArrowDown");
  await assertAccessible(page, "open suggestions");
});
