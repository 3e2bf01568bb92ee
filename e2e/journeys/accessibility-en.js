import { everyPageIsAccessible } from "../support/accessible.js";
import { assertAccessible } from "../support/checks.js";
import { journey } from "../support/journey.js";

everyPageIsAccessible("en");

journey("the open suggestions break no rule of accessibility", {}, async ({ page }) => {
  await page.goto("/en/");
  await page.getByRole("combobox").first().fill("amox");
  await page.getByRole("listbox").waitFor();
  await page.keyboard.press("ArrowDown");
  await assertAccessible(page, "open suggestions");
});
