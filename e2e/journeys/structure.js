// What a screen reader finds on the main pages: landmarks, headings, controls, names of tables. Compared with the files in
// `e2e/structure`; UPDATE=1 writes them.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { journey, site } from "../support/journey.js";
import { LANGUAGES, addresses, open } from "../support/pages.js";

const FOLDER = fileURLToPath(new URL("../structure/", import.meta.url));
const KEPT = /^\s*- (banner|navigation|main|contentinfo|region|search|form|heading|combobox|searchbox|textbox|button|slider|table|columnheader|status)\b/;

/** Lines of structure only; numbers change with the country, and what medicines are called is data. */
function structure(snapshot) {
  const lines = snapshot.split("\n").filter((line) => KEPT.test(line));
  const withoutNumbers = (line) => line.replace(/(?<!level=)\d[\d\s\u202f\u00a0.,]*/g, "0 ").replace(/:\s*$/, "");
  return `${lines.map(withoutNumbers).join("\n")}\n`;
}

/** Lines that only one of two texts has. */
function difference(expected, found) {
  const [before, now] = [expected.split("\n"), found.split("\n")];
  const only = (mark, lines, others) => lines.filter((line) => !others.includes(line)).map((line) => `${mark} ${line}`);
  const changes = [...only("-", before, now), ...only("+", now, before)];
  return changes.length === 0 && expected !== found ? ["the same lines in another order or number"] : changes;
}

for (const language of LANGUAGES) {
  journey(`the structure of the main pages in ${language} is the one that is written down`, { problems: true }, async ({ page }) => {
    for (const entry of (await addresses(site(), language)).filter(({ changes }) => !changes)) {
      await open(page, entry);
      const found = structure(await page.locator("body").ariaSnapshot());
      const file = `${FOLDER}${entry.name}.${language}.yml`;
      if (process.env.UPDATE) {
        mkdirSync(FOLDER, { recursive: true });
        writeFileSync(file, found);
      }
      const expected = existsSync(file) ? readFileSync(file, "utf8") : "";
      const changes = difference(expected, found);
      assert.ok(changes.length === 0, `${file} says otherwise. If the change is meant: UPDATE=1 node e2e/run.js structure\n${changes.join("\n")}`);
    }
  });
}
