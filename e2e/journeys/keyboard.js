import assert from "node:assert/strict";
import { journey } from "../support/journey.js";

/** Presses Tab until the focus is on what is looked for. */
async function tabTo(page, target, most = 40) {
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail(`${target} is not reached with ${most} presses of Tab`);
}

async function assertFocusIsSeen(page) {
  const outline = await page.evaluate(() => {
    const style = getComputedStyle(document.activeElement);
    return { width: Number.parseFloat(style.outlineWidth), style: style.outlineStyle };
  });
  assert.ok(outline.width >= 2 && outline.style !== "none", `the focus is not seen: ${JSON.stringify(outline)}`);
}

for (const script of [true, false]) {
  journey(`from the first page to a sorted table by keyboard only, ${script ? "with" : "without"} script`, { script }, async ({ page }) => {
    await page.goto("/fr/");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#main", "the first stop skips the header");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");

    await page.goto("/fr/");
    await tabTo(page, page.locator("input[name=q]").first());
    await assertFocusIsSeen(page);
    await page.keyboard.type("doliprane 1000");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/fr\/search/);
    await tabTo(page, page.getByRole("rowheader").first().getByRole("link").first());
    await assertFocusIsSeen(page);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/fr\/medicines\//);

    const summary = page.locator("#departments ~ details summary").first();
    await tabTo(page, summary, 80);
    await page.keyboard.press("Enter");
    await tabTo(page, page.locator("#sort-name"));
    await assertFocusIsSeen(page);
    await page.keyboard.press("Enter");
    await page.waitForURL(/sort=name/);
  });
}
