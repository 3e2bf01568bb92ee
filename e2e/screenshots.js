// Pictures of every page: both schemes, phone and desktop, and on paper. `node e2e/screenshots.js FOLDER [name of a page]`
import { mkdirSync } from "node:fs";
import path from "node:path";
import { launch } from "./support/browser.js";
import { startDemo } from "./support/demo.js";
import { useDraft } from "./support/draft.js";
import { addresses, open } from "./support/pages.js";

const WINDOWS = { phone: { width: 375, height: 812 }, desktop: { width: 1280, height: 900 } };
const SCHEMES = ["light", "dark"];

const folder = path.resolve(process.argv[2] ?? "var/screenshots");
const only = process.argv[3];
mkdirSync(folder, { recursive: true });

const demo = process.env.VIGIE_SITE ? undefined : await startDemo();
const site = process.env.VIGIE_SITE ?? demo.address;
const browser = await launch();
try {
  for (const language of ["fr", "en"]) {
    const pages = (await addresses(site, language)).filter(({ name }) => !only || name === only);
    for (const [kind, viewport] of Object.entries(WINDOWS)) {
      for (const colorScheme of SCHEMES) await take(pages, `${language}-${kind}-${colorScheme}`, { viewport, colorScheme });
    }
    await print(pages, `${language}-print`);
  }
  console.log(folder);
} finally {
  await browser.close();
  await demo?.stop();
}

async function take(pages, name, options) {
  const page = await window(options);
  for (const entry of pages) {
    await open(page, entry, { waitUntil: "networkidle" });
    await page.screenshot({ path: path.join(folder, `${entry.name}-${name}.png`), fullPage: true });
  }
  await page.context().close();
}

async function print(pages, name) {
  const page = await window({});
  for (const entry of pages) {
    await open(page, entry, { waitUntil: "networkidle" });
    await page.pdf({ path: path.join(folder, `${entry.name}-${name}.pdf`), format: "A4", margin: { top: "12mm", bottom: "12mm", left: "12mm", right: "12mm" } });
  }
  await page.context().close();
}

async function window(options) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  await useDraft(context);
  return context.newPage();
}
