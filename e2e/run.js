// Starts a small country in the built program, walks every journey through it, stops it.
// `node e2e/run.js [part of a file name]...` walks some of them.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch } from "./support/browser.js";
import { startDemo } from "./support/demo.js";
import { startProvider } from "./support/provider.js";

const FOLDER = fileURLToPath(new URL("journeys/", import.meta.url));
/** Longest time of all journeys of one file. */
const FILE_MILLISECONDS = 240_000;

const chosen = process.argv.slice(2);
const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".js"))
  .filter((name) => chosen.length === 0 || chosen.some((part) => name.includes(part)))
  .map((name) => FOLDER + name);
if (files.length === 0) throw new Error(`no journey is called ${chosen.join(" or ")}`);

// Before the country is loaded: without a browser there is nothing to walk.
await (await launch()).close();

// What runs elsewhere has services of its own.
const provider = process.env.VIGIE_SITE ? undefined : await startProvider();
const demo = process.env.VIGIE_SITE ? undefined : await startDemo(provider.file);
const stop = async () => {
  await demo?.stop();
  provider?.stop();
};
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => void stop().then(() => process.exit(1)));
try {
  provider?.serve(demo.address);
  process.exitCode = await walk(process.env.VIGIE_SITE ?? demo.address);
} finally {
  await stop();
}

function walk(site) {
  const flags = ["--test", "--test-reporter=spec", "--test-concurrency=2", `--test-timeout=${FILE_MILLISECONDS}`];
  const child = spawn(process.execPath, [...flags, ...files], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, VIGIE_SITE: site, VIGIE_PROVIDER: provider?.issuer ?? process.env.VIGIE_PROVIDER ?? "" },
  });
  return new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
}
