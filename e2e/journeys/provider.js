import assert from "node:assert/strict";
import { journey, provider } from "../support/journey.js";

/** Signs in at the service as somebody. */
async function enterAs(page, name) {
  await page.waitForURL((address) => address.href.startsWith(provider()));
  await page.getByLabel("Nom").fill(name);
  await page.getByRole("button", { name: "Entrer" }).click();
}

for (const script of [true, false]) {
  const how = script ? "with script" : "without script";
  const options = { script, hosts: [provider()] };
  journey(`a pharmacist signs in by a service, lands where she wanted to go and leaves both, ${how}`, options, async (walk) => {
    const { page } = walk;
    await page.goto("/fr/tokens");
    await page.getByRole("button", { name: "Continuer avec Santé Connect" }).click();
    await enterAs(page, "pharmacist");
    await page.waitForURL(/\/fr\/tokens$/);
    await page.getByRole("link", { name: "Maxime Officine" }).click();
    await page.getByRole("rowheader", { name: "Santé Connect" }).waitFor();
    await page.getByRole("button", { name: "Se déconnecter", exact: true }).click();
    await page.getByRole("button", { name: "Oui, me déconnecter" }).click();
    await page.waitForURL(/127\.0\.0\.1:\d+\/fr\/$/);
    await page.getByRole("link", { name: "Se connecter" }).first().waitFor();
    await page.goto("/fr/account");
    assert.match(page.url(), /sign-in/, "the account is closed to strangers");
    await page.getByRole("button", { name: "Continuer avec Santé Connect" }).click();
    await page.getByLabel("Nom").waitFor();
  });
}

const strangers = { hosts: [provider()], problems: true };

journey("a stranger reads what the service says of her, in the language she began in", strangers, async ({ page }) => {
  for (const [language, button, said, name] of [
    ["en", "Continue with Santé Connect", "Vigie does not know you yet", "stranger"],
    ["fr", "Continuer avec Pro Connect", "Vigie ne vous connaît pas encore", "agent"],
  ]) {
    await page.context().clearCookies();
    await page.goto(`/${language}/sign-in`);
    await page.getByRole("button", { name: button }).click();
    await enterAs(page, name);
    await page.getByRole("heading", { level: 1, name: said }).waitFor();
    const told = name === "agent" ? "26010004500012" : "99700218896";
    await page.getByText(told).waitFor();
    assert.equal(await page.locator("main b").count(), 0, "what a service says is text");
    assert.equal(page.url().includes("/sign-in/return/"), true);
    await page.locator("input[name=password]").waitFor();
  }
});

journey("who turns back at the service may sign in another way", strangers, async ({ page }) => {
  await page.goto("/fr/sign-in?next=/fr/account");
  await page.getByRole("button", { name: "Continuer avec Santé Connect" }).click();
  await page.getByRole("button", { name: "Renoncer" }).click();
  await page.getByRole("heading", { level: 1, name: /pas allé au bout/ }).waitFor();
  await page.locator("input[name=email]").fill("hospital@vigie.example");
  await page.locator("input[name=password]").fill("demonstration vigie");
  await page.locator("form:has(input[name=password]) button[type=submit]").click();
  await page.waitForURL(/\/fr\/account$/);
});

journey("a person signed in links her identity and takes it away", { hosts: [provider()] }, async ({ page }) => {
  await page.goto("/en/sign-in?next=/en/account");
  await page.locator("input[name=email]").fill("wholesaler@vigie.example");
  await page.locator("input[name=password]").fill("demonstration vigie");
  await page.locator("form:has(input[name=password]) button[type=submit]").click();
  await page.getByRole("button", { name: "Link my Pro Connect identity" }).click();
  await enterAs(page, "agent");
  await page.waitForURL(/\/en\/account\?saved=yes$/);
  await page.getByRole("button", { name: /^Unlink/ }).click();
  await page.getByText("No service is linked to this account.").waitFor();
});
