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

const sessions = new Map();

/** The cookie of a person who has signed in, once for all pages of a process. */
export async function sessionOf(role, site) {
  if (!sessions.has(role)) sessions.set(role, await signedIn(role, site));
  return sessions.get(role);
}

async function signedIn(role, site) {
  const body = new URLSearchParams({ email: `${role}@vigie.example`, password: PASSWORD });
  const answer = await fetch(`${site}/fr/sign-in`, { method: "POST", body, redirect: "manual" });
  const cookie = /^([^=]+)=([^;]+)/.exec(answer.headers.get("set-cookie") ?? "");
  if (!cookie) throw new Error(`${role} could not sign in: ${answer.status}`);
  return { name: cookie[1], value: cookie[2] };
}
