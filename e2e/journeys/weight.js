import assert from "node:assert/strict";
import http from "node:http";
import { journey, site } from "../support/journey.js";
import { addresses, open } from "../support/pages.js";

/** Most bytes of a page with all that it loads, gzip; and of its scripts alone. A page with a map may weigh more. */
const ALL = 60_000;
const SCRIPT = 40_000;
const ALL_WITH_MAP = 350_000;

/** Bytes on the wire of what stands at an address, headers left out. */
function weight(address, cookie = "") {
  return new Promise((resolve, reject) => {
    const request = http.get(address, { headers: { "accept-encoding": "gzip", cookie } }, (answer) => {
      let bytes = 0;
      answer.on("data", (chunk) => (bytes += chunk.length));
      answer.on("end", () => resolve(bytes));
    });
    request.on("error", reject);
  });
}

journey("every page is light", { problems: true }, async ({ page }) => {
  const lines = [];
  for (const entry of await addresses(site(), "fr")) {
    const { name, address } = entry;
    const loaded = new Set();
    const scripts = new Set();
    const note = (request) => {
      loaded.add(request.url());
      if (request.resourceType() === "script") scripts.add(request.url());
    };
    page.on("request", note);
    await open(page, entry, { waitUntil: "networkidle" });
    const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    page.off("request", note);
    const sum = async (all) => (await Promise.all([...all].map((each) => weight(each, cookies)))).reduce((left, right) => left + right, 0);
    const [all, script, html] = [await sum(loaded), await sum(scripts), await weight(address, cookies)];
    lines.push([name, loaded.size, html, script, all]);
    const hasMap = (await page.locator("svg.map").count()) > 0;
    assert.ok(all <= (hasMap ? ALL_WITH_MAP : ALL), `${name} weighs ${all} bytes`);
    assert.ok(script <= SCRIPT, `the scripts of ${name} weigh ${script} bytes`);
  }
  console.log("page              files    html  script     all   (bytes, gzip)");
  for (const [name, ...numbers] of lines) console.log(name.padEnd(16) + numbers.map((number) => String(number).padStart(7)).join(" "));
});
