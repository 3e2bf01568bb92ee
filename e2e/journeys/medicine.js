import assert from "node:assert/strict";
import { journey } from "../support/journey.js";
import { medicineCode } from "../support/pages.js";

/** Codes of departments from top to bottom. */
function codes(page) {
  return page.locator("#departments-region tbody td.code").allTextContents();
}

const openDepartments = (page) => page.locator("summary").filter({ hasText: "départements" }).click();

for (const script of [true, false]) {
  const how = script ? "in place" : "without script";
  journey(`departments are sorted ${how}`, { script }, async ({ page, site }) => {
    await page.goto(`/fr/medicines/${await medicineCode(site)}`);
    await openDepartments(page);
    const before = await codes(page);
    assert.ok(before.length > 90, `${before.length} departments`);

    await page.getByRole("link", { name: /^Code/ }).click();
    await page.waitForURL(/sort=code/);
    const header = page.getByRole("columnheader", { name: /^Code/ });
    await header.and(page.locator("[aria-sort=ascending]")).waitFor();
    const ascending = await codes(page);
    assert.deepEqual(ascending, [...before].sort());

    await page.getByRole("link", { name: /^Code/ }).click();
    await page.waitForURL(/sort=-code/);
    await header.and(page.locator("[aria-sort=descending]")).waitFor();
    assert.deepEqual(await codes(page), [...before].sort().reverse());
    await page.goBack();
    await header.and(page.locator("[aria-sort=ascending]")).waitFor();
  });
}

journey("a sort in place keeps the focus and is said", {}, async ({ page, site }) => {
  await page.goto(`/en/medicines/${await medicineCode(site)}`);
  await page.evaluate(() => (window.isSamePage = true));
  await page.locator("summary").filter({ hasText: "departments" }).click();
  await page.getByRole("link", { name: /^Stock/ }).and(page.locator(".sort")).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/sort=stock/);
  await page.locator("#live").filter({ hasText: "Sorted by stock, smallest first" }).waitFor({ state: "attached" });
  assert.equal(await page.evaluate(() => document.activeElement.id), "sort-stock");
  assert.equal(await page.evaluate(() => window.isSamePage), true, "the page was not loaded again");
});

journey("coming back from another page shows the whole page as it was sorted, not the region alone", {}, async ({ page, site }) => {
  await page.goto(`/fr/medicines/${await medicineCode(site)}`);
  await openDepartments(page);
  await page.locator("#sort-name").click();
  await page.waitForURL(/sort=name/);
  await page.getByRole("link", { name: "Observatoire", exact: true }).first().click();
  await page.waitForURL(/observatory/);
  await page.goBack();
  await page.waitForURL(/sort=name/);
  await page.getByRole("banner").waitFor();
  await page.getByRole("columnheader", { name: /^Département/ }).and(page.locator("[aria-sort=ascending]")).waitFor();
});

journey("a year is read day by day with the arrow keys and with the pointer", {}, async ({ page, site }) => {
  await page.goto(`/fr/medicines/${await medicineCode(site)}`);
  const day = page.getByRole("slider", { name: "Jour lu sur le graphique" });
  const newest = await day.getAttribute("aria-valuetext");
  assert.match(newest, /Couverture.*Stock.*Ventes/);
  await day.focus();
  await page.keyboard.press("ArrowLeft");
  const before = await day.getAttribute("aria-valuetext");
  assert.notEqual(before, newest);
  await page.keyboard.press("End");
  assert.equal(await day.getAttribute("aria-valuetext"), newest);

  const chart = page.locator("svg.time");
  const box = await chart.boundingBox();
  await chart.hover({ position: { x: box.width / 2, y: 80 } });
  assert.notEqual(await day.getAttribute("aria-valuetext"), newest);
  const row = page.locator("vigie-chart tbody tr").first();
  await page.locator("vigie-chart summary").click();
  assert.ok(newest.startsWith(await row.locator("th").textContent()), "the table says the same day");
});
