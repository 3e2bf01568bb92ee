// The browser: Debian's Chromium, or the one that CHROMIUM names.
import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Small shared memory of containers makes pages crash.
  "--disable-dev-shm-usage",
];

function executable() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of NAMES) {
    try {
      return execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    } catch {
      // The next name.
    }
  }
  throw new Error(`no browser: install Chromium, or name one in CHROMIUM (looked for ${NAMES.join(", ")})`);
}

/** A running browser. Close it at the end. */
export async function launch() {
  const executablePath = executable();
  try {
    return await chromium.launch({ executablePath, args: FLAGS, timeout: 60_000 });
  } catch (error) {
    // The whole message repeats a hundred flags, several times.
    const [reason] = error.message.split("\n");
    const said = error.message.match(/\[err\].*/g)?.slice(0, 5).join("\n") ?? "";
    throw new Error(`${executablePath} does not start: ${reason}\n${said}`);
  }
}
