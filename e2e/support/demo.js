// A small country in the built program: started on a free port, stopped at the end.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Enough sites for departments that may be shown, few enough to load in seconds. No new day arrives. */
const COUNTRY = ["--sites", "400", "--days", "45", "--start", "2025-11-01", "--speed", "0", "--seed", "1"];

/** Longest time that loading the country may take. */
const LOADING_MILLISECONDS = 240_000;

function program() {
  const folder = process.env.CARGO_TARGET_DIR ?? "target";
  const file = path.resolve(ROOT, folder, "release/vigie");
  if (!existsSync(file)) throw new Error(`${file} is not there: cargo build --release -p vigie`);
  return file;
}

/** Starts the country, with a file that names services by which people sign in. Gives its address and what stops it. */
export async function startDemo(signIn) {
  const services = signIn ? ["--sign-in", signIn] : [];
  const child = spawn(program(), ["demo", "--listen", "127.0.0.1:0", ...services, ...COUNTRY], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LANG: "C.UTF-8", NO_COLOR: "1" },
  });
  const stop = () => stopped(child);
  let said = "";
  const address = new Promise((resolve, reject) => {
    const listen = (chunk) => {
      said += chunk;
      const found = /^pages\s+(http:\/\/\S+?)\/?$/m.exec(said);
      if (found) resolve(found[1]);
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", listen);
    child.on("exit", (code) => reject(new Error(`vigie demo ended with ${code}:\n${said}`)));
    child.on("error", reject);
    setTimeout(() => reject(new Error(`vigie demo did not start in time:\n${said}`)), LOADING_MILLISECONDS).unref();
  });
  try {
    return { address: await address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function stopped(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const hard = setTimeout(() => child.kill("SIGKILL"), 20_000);
  await ended;
  clearTimeout(hard);
}
