// Every page of the site. A new page is a line here: axe, widths, weights and screenshots then look at it too.

/** Paths without language. `status` is what the page answers; 200 where it says nothing. */
export const PAGES = [
  { name: "home", path: "/" },
  { name: "observatory", path: "/observatory?of=N02BE01" },
  { name: "rankings", path: "/observatory/rankings" },
  { name: "years", path: "/observatory/years" },
  { name: "observatory-past", path: "/observatory?of=N02BE01&day=2025-12-01" },
  { name: "my-list-empty", path: "/my-list" },
  { name: "my-list", path: "/my-list?items={list}" },
  { name: "data", path: "/data" },
  { name: "sign-in", path: "/sign-in" },
  { name: "search", path: "/search?q=amoxicilline" },
  { name: "search-none", path: "/search?q=zzzzqqqq" },
  { name: "search-empty", path: "/search" },
  { name: "medicine", path: "/medicines/{medicine}" },
  { name: "definitions", path: "/definitions" },
  { name: "about", path: "/about" },
  { name: "about-methods", path: "/about/methods" },
  { name: "about-confidentiality", path: "/about/confidentiality" },
  { name: "about-accessibility", path: "/about/accessibility" },
  { name: "about-legal", path: "/about/legal" },
  { name: "api", path: "/api" },
  { name: "not-found", path: "/nothing-here", status: 404 },
  { name: "bad-parameter", path: "/search?q=a&page=two", status: 400 },
];

export const LANGUAGES = ["fr", "en"];

/** A medicine that the country sells everywhere, so that its departments may be shown. */
export const MEDICINE = "doliprane 1000 comprimé";

/** The CIS code of that medicine. */
export async function medicineCode(site) {
  const answer = await fetch(`${site}/api/v1/medicines?limit=1&q=${encodeURIComponent(MEDICINE)}`);
  const { medicines } = await answer.json();
  return medicines[0].cis;
}

/** The part of an address that holds a list of that medicine and of others, as the page of lists gives it. */
export async function listCode(site) {
  const text = `${await medicineCode(site)}\n3400936384712\n3400949497294\n60002283`;
  const answer = await fetch(`${site}/fr/my-list`, { method: "POST", body: new URLSearchParams({ text }) });
  return /my-list\?items=([\w-]+)/.exec(await answer.text())[1];
}

/** Pages with their addresses in one language. */
export async function addresses(site, language) {
  const code = await medicineCode(site);
  const list = await listCode(site);
  return PAGES.map((page) => ({
    status: 200,
    ...page,
    address: `${site}/${language}${page.path.replace("{medicine}", code).replace("{list}", list)}`,
  }));
}
