import { journey, site } from "../support/journey.js";
import { assertNoSidewaysScroll } from "../support/checks.js";
import { LANGUAGES, addresses, open } from "../support/pages.js";

const WINDOWS = [
  { what: "320 pixels wide", width: 320, height: 640 },
  // 1280 by 1024 pixels, everything four times as large.
  { what: "at 400 % zoom", width: 320, height: 256 },
  { what: "on a tablet", width: 768, height: 1024 },
  { what: "on a wide screen", width: 1920, height: 1080 },
];

for (const { what, width, height } of WINDOWS) {
  journey(`no page scrolls sideways ${what}`, { width, height, problems: true }, async ({ page }) => {
    for (const language of LANGUAGES) {
      for (const entry of await addresses(site(), language)) {
        await open(page, entry);
        await assertNoSidewaysScroll(page, `${entry.name} in ${language} ${what}`);
      }
    }
  });
}
