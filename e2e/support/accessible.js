import assert from "node:assert/strict";
import { brokenRules } from "./checks.js";
import { journey, site } from "./journey.js";
import { PAGES, addresses, open } from "./pages.js";

/** Declares the journeys that look at every page in one language, light and dark. */
export function everyPageIsAccessible(language) {
  for (const scheme of ["light", "dark"]) {
    journey(`no page in ${language}, ${scheme}, breaks a rule of accessibility`, { scheme, problems: true }, async ({ page }) => {
      const all = await addresses(site(), language);
      assert.equal(all.length, PAGES.length);
      const broken = [];
      for (const entry of all) {
        const { name, address, status } = entry;
        const answer = await open(page, entry);
        assert.equal(answer.status(), status, address);
        // What is folded is looked at as well.
        await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
        for (const rule of await brokenRules(page)) broken.push(`${name}:\n${rule}`);
      }
      assert.equal(broken.length, 0, `in ${language}, ${scheme}:\n${broken.join("\n")}`);
    });
  }
}
