import assert from "node:assert/strict";
import { journey } from "../support/journey.js";
import { PASSWORD, signIn } from "../support/people.js";

for (const script of [true, false]) {
  const how = script ? "with script" : "without script";
  journey(`a pharmacist signs in, sees her name on every page and signs out, ${how}`, { script }, async ({ page }) => {
    await signIn(page, "pharmacy");
    await page.goto("/fr/observatory/rankings");
    await page.getByRole("link", { name: "Maxime Officine" }).click();
    await page.waitForURL(/\/fr\/account/);
    await page.getByRole("button", { name: "Se déconnecter", exact: true }).click();
    await page.getByRole("link", { name: "Se connecter" }).first().waitFor();
    await page.goto("/fr/account");
    assert.match(page.url(), /sign-in/, "the account is closed to strangers");
  });
}

journey("a wrong password and an unknown account are told the same", { problems: true }, async ({ page }) => {
  const said = [];
  for (const [email, password] of [
    ["pharmacy@vigie.example", "not the password"],
    ["nobody@vigie.example", PASSWORD],
  ]) {
    await page.goto("/en/sign-in");
    await page.locator("input[name=email]").fill(email);
    await page.locator("input[name=password]").fill(password);
    await page.locator("main form:has(input[name=password]) button[type=submit]").click();
    said.push(await page.locator("main .alert").first().textContent());
  }
  assert.equal(said[0], said[1]);
});

journey("an operator reads who did what, a pharmacist finds nothing there", { problems: true }, async ({ page, context }) => {
  await signIn(page, "operator");
  await page.goto("/fr/audit");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.getByRole("table").first().waitFor();
  await context.clearCookies();
  await signIn(page, "pharmacy");
  const answer = await page.goto("/fr/audit");
  assert.ok([403, 404].includes(answer.status()), `status ${answer.status()}`);
});
