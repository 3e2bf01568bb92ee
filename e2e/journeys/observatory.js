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

journey("the slider moves the map to another day, whose values the page of that day has too", {}, async ({ page }) => {
  await page.goto("/fr/observatory?of=N02BE01");
  const slider = page.getByRole("slider");
  const before = await page.locator("svg.map a title").allTextContents();
  const answered = page.waitForResponse(/observatory\/values/);
  await slider.fill(String(Number(await slider.getAttribute("max")) - 10));
  const { day, values } = await (await answered).json();
  await page.waitForFunction((old) => [...document.querySelectorAll("svg.map a title")].some((title, place) => title.textContent !== old[place]), before);
  const paris = await page.locator("[data-department='75'] title").first().textContent();
  assert.ok(paris.endsWith(values["75"].text), paris);
  await page.goto(`/fr/observatory?of=N02BE01&day=${day}`);
  assert.equal(await page.locator("[data-department='75'] title").first().textContent(), paris);
});

journey("another day and another month are reached without script", { script: false }, async ({ page }) => {
  await page.goto("/en/observatory?of=N02BE01");
  await page.getByLabel("Day", { exact: true }).fill("2025-12-05");
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/day=2025-12-05/);
  await page.getByText("5\u00a0December 2025").first().waitFor();
  await page.locator(".map-time [rel=prev]").click();
  await page.waitForURL(/day=2025-11-05/);
});
