// Every page of the site. A new page is a line here: axe, widths, weights and screenshots then look at it too.

import { sessionOf } from "./people.js";

/**
 * Paths without language. `status` is what the page answers; 200 where it says nothing. `role`: who reads it, signed in;
 * pages of one role stand together. `changes`: other journeys change its structure.
 */
export const PAGES = [
  { name: "home", path: "/" },
  { name: "observatory", path: "/observatory?of=N02BE01" },
  { name: "rankings", path: "/observatory/rankings" },
  { name: "years", path: "/observatory/years" },
  { name: "observatory-past", path: "/observatory?of=N02BE01&day=2025-12-01" },
  { name: "my-list-empty", path: "/my-list" },
  { name: "my-list", path: "/my-list?items={list}" },
  { name: "laboratory", path: "/laboratory" },
  { name: "laboratory-prices", path: "/laboratory/prices?threshold=5" },
  { name: "laboratory-wrong", path: "/laboratory/prices?threshold=-5", status: 400 },
  { name: "laboratory-compare", path: "/laboratory/compare?scenario=threshold%3D5&scenario=abatement%3D30%26european%3D50" },
  { name: "laboratory-compare-empty", path: "/laboratory/compare" },
  { name: "laboratory-relief", path: "/laboratory/relief" },
  { name: "laboratory-list", path: "/laboratory/list" },
  { name: "laboratory-room", path: "/laboratory/room" },
  { name: "laboratory-note", path: "/laboratory/prices/note?threshold=5" },
  { name: "laboratory-critical", path: "/laboratory/critical-list" },
  { name: "laboratory-stock", path: "/laboratory/safety-stock" },
  { name: "laboratory-pack", path: "/laboratory/pack?pack={pack}" },
  { name: "laboratory-pack-empty", path: "/laboratory/pack" },
  { name: "laboratory-pack-choices", path: "/laboratory/pack?pack=amoxicilline" },
  { name: "laboratory-pack-unknown", path: "/laboratory/pack?pack=zzzzqqqq", status: 404 },
  { name: "laboratory-shares", path: "/laboratory/shares" },
  { name: "laboratory-shares-wrong", path: "/laboratory/shares?claims=A", status: 400 },
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
  { name: "own-site", path: "/reporting", role: "pharmacy" },
  { name: "own-stock", path: "/reporting/{site}?show=all", role: "pharmacy" },
  { name: "receipt", path: "/reporting/{site}/receipts/{receipt}", role: "pharmacy", changes: true },
  { name: "account", path: "/account", role: "pharmacy", changes: true },
  { name: "company", path: "/reporting", role: "company" },
  { name: "own-sites", path: "/reporting", role: "wholesaler" },
  { name: "organisation", path: "/reporting/organisations/{organisation}?show=all", role: "wholesaler" },
  { name: "work-list", path: "/work-list", role: "assessor" },
  { name: "work-list-region", path: "/work-list?territory=region:84&show=unlisted", role: "assessor" },
  { name: "who-holds", path: "/work-list/packs/{pack}?department=69", role: "assessor" },
  { name: "redistribution", path: "/work-list/packs/{pack}/redistribution?tier=pharmacy", role: "assessor" },
  { name: "all-sites", path: "/reporting?name=pharmacie", role: "assessor" },
  { name: "people", path: "/people", role: "operator" },
  { name: "organisations", path: "/organisations", role: "operator" },
  { name: "sites", path: "/sites", role: "operator" },
  { name: "tokens", path: "/tokens", role: "operator" },
  { name: "installation", path: "/installation", role: "operator" },
  { name: "audit", path: "/audit", role: "auditor", changes: true },
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

/** Most sold pack of that medicine. */
async function packCode(site, medicine) {
  const answer = await fetch(`${site}/api/v1/medicines/${medicine}`);
  return (await answer.json()).packs[0].cip13;
}

/** The site of the pharmacist of the demonstration, and the name of its last receipt. */
async function ownSite(site) {
  const { name, value } = await sessionOf("pharmacy", site);
  const answer = await fetch(`${site}/fr/reporting`, { headers: { cookie: `${name}=${value}` } });
  const [, code, receipt] = /reporting\/([^/"]+)\/receipts\/([^"]+)"/.exec(await answer.text());
  return { code, receipt };
}

/** Code of the organisation of the wholesaler of the demonstration, which has several depots. */
async function ownOrganisation(site) {
  const { name, value } = await sessionOf("wholesaler", site);
  const answer = await fetch(`${site}/fr/reporting`, { headers: { cookie: `${name}=${value}` } });
  return /reporting\/organisations\/([^/"]+)"/.exec(await answer.text())[1];
}

/** The part of an address that holds a list of that medicine and of others, as the page of lists gives it. */
export async function listCode(site) {
  const text = `${await medicineCode(site)}\n3400936384712\n3400949497294\n60002283`;
  const answer = await fetch(`${site}/fr/my-list`, { method: "POST", body: new URLSearchParams({ text }) });
  return /my-list\?items=([\w-]+)/.exec(await answer.text())[1];
}

/** Pages with their addresses in one language. */
export async function addresses(site, language) {
  const medicine = await medicineCode(site);
  const pack = await packCode(site, medicine);
  const own = await ownSite(site);
  const organisation = await ownOrganisation(site);
  const known = { medicine, pack, site: own.code, receipt: own.receipt, organisation, list: await listCode(site) };
  const written = (path) => path.replace(/\{(\w+)\}/g, (_, name) => known[name]);
  return PAGES.map((page) => ({ status: 200, ...page, address: `${site}/${language}${written(page.path)}` }));
}

/** Opens a page as the one who reads it. */
export async function open(page, { address, role }, options = {}) {
  const context = page.context();
  await context.clearCookies();
  if (role) await context.addCookies([{ ...(await sessionOf(role, new URL(address).origin)), url: address }]);
  return page.goto(address, options);
}
