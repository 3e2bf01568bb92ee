import assert from "node:assert/strict";
import { journey } from "../support/journey.js";

journey("the map is reached with one press of Tab and read with the arrow keys; its row follows", {}, async ({ page }) => {
  await page.goto("/fr/observatory?of=N02BE01");
  const readout = page.locator(".map-readout");
  await page.locator("svg.map a").first().focus();
  const first = await readout.textContent();
  assert.match(first, /\d/, "name and value");
  await page.keyboard.press("ArrowDown");
  const second = await readout.textContent();
  assert.notEqual(second, first);
  const marked = page.locator("tr.pointed");
  assert.equal(await marked.count(), 1);
  const name = (await marked.locator("th [lang=fr]").first().textContent()).trim();
  assert.ok(second.startsWith(name), `${second} is not ${name}`);
});

journey("what the map shows stands in the list without script", { script: false }, async ({ page }) => {
  await page.goto("/en/observatory?of=N02BE01");
  const rows = await page.locator("tr[id^=area-]").count();
  assert.ok(rows > 90, `${rows} departments`);
});
