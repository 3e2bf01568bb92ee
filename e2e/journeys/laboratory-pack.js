import assert from "node:assert/strict";
import { journey } from "../support/journey.js";

for (const script of [true, false]) {
  const how = script ? "with script" : "without script";
  journey(`a company finds its pack, types its cost and reads its break-even price, ${how}`, { script }, async ({ page }) => {
    await page.goto("/en/laboratory");
    await page.getByRole("link", { name: "Price and viability of a pack" }).click();
    await page.getByLabel("Pack", { exact: true }).fill("3400935955838");
    await page.getByRole("button", { name: "Compute" }).click();
    const row = page.getByRole("row", { name: /^Break-even price/ });
    assert.equal(await row.getByRole("cell").count(), 3, "low, middle and high costs");
    const assumed = await row.getByRole("cell").nth(1).textContent();

    await page.getByLabel("Cost of goods, euros a box").fill("0,70");
    await page.getByRole("button", { name: "Compute" }).click();
    await page.waitForURL(/cost=0%2C70/);
    await page.waitForFunction((before) => !document.body.textContent.includes(before), assumed);
    assert.match(await row.getByRole("cell").nth(1).textContent(), /^€0\.\d{4}$/);
    assert.equal(await page.getByText("would cost the health insurance").count(), 1, "the price must rise");
  });
}
