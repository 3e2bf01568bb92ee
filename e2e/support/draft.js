// DRAFT=1: pages are seen with the style sheets of web/styles as they are now, without building the program again.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const STYLES = fileURLToPath(new URL("../../web/styles/", import.meta.url));

/** Replaces the style sheet of a window when a draft is asked for. */
export async function useDraft(context) {
  if (!process.env.DRAFT) return;
  await context.route("**/assets/vigie.*.css", (route) => route.fulfill({ contentType: "text/css", body: styleSheet() }));
}

function styleSheet() {
  const names = readFileSync(`${STYLES}vigie.css`, "utf8").matchAll(/@import "\.\/(.+)";/g);
  return [...names].map(([, name]) => readFileSync(STYLES + name, "utf8")).join("\n");
}
