// People of the demonstration: one for each role, all with a password that everybody knows.

export const PASSWORD = "demonstration vigie";

/** Signs in as the person of a role, on the page of signing in, as she would. */
export async function signIn(page, role, language = "fr") {
  await page.goto(`/${language}/sign-in`);
  await page.locator("input[name=email]").fill(`${role}@vigie.example`);
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.locator("main form:has(input[name=password]) button[type=submit]").click();
  await page.locator("a.visitor[href$='/account']").waitFor();
}
