// What holds on every page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** No rule of WCAG 2.2 AA that axe can check is broken, contrast included; nor one of its advice on good practice. */
export async function assertAccessible(page, where) {
  const broken = await brokenRules(page);
  assert.equal(broken.length, 0, `${where} breaks rules of accessibility:\n${broken.join("\n")}`);
}

/** Rules that a page breaks, each with the first elements that do. */
export async function brokenRules(page) {
  // Through the debugger, which a content security policy does not concern.
  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ["violations"], runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } }),
  );
  assert.ok(passes.length > 10, `axe looked at too little of ${page.url()}`);
  return violations.map((rule) => {
    const nodes = rule.nodes.slice(0, 3).map((node) => `      ${node.html.slice(0, 160)}\n        ${node.failureSummary?.replaceAll("\n", "\n        ")}`);
    return `  ${rule.id}: ${rule.help} (${rule.nodes.length})\n${nodes.join("\n")}`;
  });
}

/** The page is not wider than its window: nothing but a table or a code sample scrolls sideways. */
export async function assertNoSidewaysScroll(page, where) {
  const found = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (element) => element.closest("body *") && ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX);
    const wide = [...document.querySelectorAll("body *")].filter((element) => {
      if (element.getBoundingClientRect().right <= width + 1) return false;
      for (let parent = element.parentElement; parent; parent = parent.parentElement) if (scrolls(parent)) return false;
      return true;
    });
    const name = (element) => `<${element.localName} class="${element.getAttribute("class") ?? ""}">`;
    return { page: document.documentElement.scrollWidth, width, wide: wide.slice(0, 5).map(name) };
  });
  assert.ok(found.page <= found.width, `${where} is ${found.page} px wide in a window of ${found.width}: ${found.wide.join(", ")}`);
}

/** The element that has the focus, in words: role and name. */
export function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    return `${element?.localName ?? ""} ${element?.id ? `#${element.id} ` : ""}${(element?.ariaLabel ?? element?.textContent ?? "").trim().slice(0, 60)}`;
  });
}
