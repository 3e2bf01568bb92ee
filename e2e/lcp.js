// Largest Contentful Paint of the main pages on a slow phone: slow 4G (1.6 Mbit/s down, 750 kbit/s up, 150 ms), processor
// four times slower, nothing kept from before. A measurement, not a test: times depend on the machine.
import { launch } from "./support/browser.js";
import { startDemo } from "./support/demo.js";
import { addresses, open } from "./support/pages.js";

const RUNS = 5;
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const MAIN = ["home", "search", "medicine", "observatory", "rankings", "definitions", "api", "own-site", "company", "work-list"];

const demo = process.env.VIGIE_SITE ? undefined : await startDemo();
const site = process.env.VIGIE_SITE ?? demo.address;
const browser = await launch();
try {
  console.log("page           median LCP  worst  first paint  (ms, target 1,500)");
  for (const entry of await addresses(site, "fr")) {
    const { name } = entry;
    if (!MAIN.includes(name)) continue;
    // The first asker of a day may wait for files: that is the server's time, measured elsewhere.
    const first = await browser.newPage();
    await open(first, entry);
    await first.context().close();
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await measure(entry));
    const sorted = (key) => runs.map((run) => run[key]).sort((left, right) => left - right);
    const [lcp, fcp] = [sorted("lcp"), sorted("fcp")];
    const middle = Math.floor(RUNS / 2);
    console.log([name.padEnd(14), lcp[middle], lcp[RUNS - 1], fcp[middle]].map((cell) => String(Math.round(cell) || cell).padStart(9)).join("  "));
  }
} finally {
  await browser.close();
  await demo?.stop();
}

async function measure(entry) {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, deviceScaleFactor: 2.6 });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", SLOW_4G);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await open(page, entry, { waitUntil: "networkidle" });
  const times = await page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => {
          const [fcp] = performance.getEntriesByName("first-contentful-paint");
          resolve({ lcp: list.getEntries().at(-1).startTime, fcp: fcp.startTime });
        }).observe({ type: "largest-contentful-paint", buffered: true });
      }),
  );
  await context.close();
  return times;
}
