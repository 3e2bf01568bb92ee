// One journey: a browser window of its own, walked through by a person of ours. Whatever the journey looks at, it also
// fails when the page reported an error or asked another host for something.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "./browser.js";
import { useDraft } from "./draft.js";

/** Longest time of a journey: a hung browser fails and says so. */
const JOURNEY_MILLISECONDS = 120_000;
/** Longest time of one step. */
const STEP_MILLISECONDS = 15_000;

const RESULTS = fileURLToPath(new URL("../results", import.meta.url));

let browser;
after(async () => (await browser)?.close());

/** The address of the running country, as `run.js` gives it. */
export function site() {
  const address = process.env.VIGIE_SITE;
  if (!address) throw new Error("VIGIE_SITE is not set: start the journeys with `node e2e/run.js`");
  return address;
}

/** The address of the service that lets people sign in, as `run.js` gives it. */
export function provider() {
  const address = process.env.VIGIE_PROVIDER;
  if (!address) throw new Error("VIGIE_PROVIDER is not set: this journey needs the country that `run.js` starts");
  return address;
}

/**
 * Declares a journey.
 *
 * @param {string} name a sentence that says what somebody reaches
 * @param {object} options `script: false` for a browser without script, `width` and `height` in CSS pixels, `scheme`
 *   (`light` or `dark`), `language` (of the browser), `problems: true` when a page of the journey is a problem page, `hosts` (other hosts that the journey goes to)
 * @param {(walk: {page, context, site: string}) => Promise<void>} walk
 */
export function journey(name, options, walk) {
  test(name, { timeout: JOURNEY_MILLISECONDS }, async () => {
    browser ??= launch();
    const context = await (await browser).newContext(contextOptions(options));
    await useDraft(context);
    context.setDefaultTimeout(STEP_MILLISECONDS);
    const page = await context.newPage();
    const faults = listen(context, options);
    try {
      await walk({ page, context, site: site() });
      assert.deepEqual(faults, [], "errors of pages, and requests to other hosts");
    } catch (error) {
      await picture(page, name, error);
      throw error;
    } finally {
      await context.close();
    }
  });
}

function contextOptions({ script = true, width = 1280, height = 900, scheme = "light", language = "fr-FR" }) {
  return {
    baseURL: site(),
    javaScriptEnabled: script,
    viewport: { width, height },
    colorScheme: scheme,
    locale: language,
    reducedMotion: "reduce",
  };
}

/** What goes wrong in any page of a window, as it happens. */
function listen(context, { problems = false, hosts = [] }) {
  const faults = [];
  const ours = [site(), ...hosts].map((host) => `${host}/`);
  const isForeign = (address) =>
    !ours.some((host) => address.startsWith(host)) && !/^(data|blob|about):/.test(address);
  context.on("console", (message) => {
    // A browser reports the status of a problem page as an error.
    const isStatus = /Failed to load resource.*status of 4\d\d/.test(message.text());
    if (message.type() === "error" && !(problems && isStatus)) faults.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => faults.push(`script: ${error.error().message}`));
  context.on("request", (request) => {
    if (isForeign(request.url())) faults.push(`request to ${request.url()}`);
  });
  return faults;
}

/** Keeps what was seen when a journey failed, and says where. */
async function picture(page, name, error) {
  mkdirSync(RESULTS, { recursive: true });
  const file = `${RESULTS}/${name.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 80)}.png`;
  const where = await Promise.race([
    page.screenshot({ path: file, timeout: 10_000 }).then(() => file, () => "none could be made"),
    new Promise((resolve) => setTimeout(resolve, 12_000, "the browser does not answer").unref()),
  ]);
  error.message += `\n  at ${page.url()}\n  picture: ${where}`;
}
