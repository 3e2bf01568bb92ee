// Islands that no page of the country shows yet, or that need what a test cannot have (a camera, a scanner), on small
// pages of their own.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { journey } from "../support/journey.js";

const MANIFEST = fileURLToPath(new URL("../../web/dist/built/.vite/manifest.json", import.meta.url));

/** Opens a page that holds `body` and the script of one island, at an address of the site. */
async function open(page, island, body) {
  assert.ok(existsSync(MANIFEST), "web was not built: tools/web.sh build");
  const { file } = JSON.parse(readFileSync(MANIFEST, "utf8"))[`islands/${island}.ts`];
  const script = await page.request.get(`/assets/${file}`);
  assert.equal(script.status(), 200, `the program embeds another build of web than ${file}: cargo build --release -p vigie`);
  const html = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>${island}</title>${body}<script type="module" src="/assets/${file}"></script>`;
  await page.route("**/fixture", (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
  await page.goto("/fixture");
  await page.waitForFunction((name) => customElements.get(name) !== undefined, `vigie-${island}`);
}

const AREAS = [
  ["59", "Nord", "60,0 30,0 30,20 60,20"],
  ["75", "Paris", "30,40 60,40 60,60 30,60"],
  ["29", "Finistère", "0,40 20,40 20,60 0,60"],
];
const MAP = `<vigie-map data-values-url="/values/{day}" data-first-day="2026-11-01" data-last-day="2026-11-20" data-day-label="Jour">
  <svg class="map" viewBox="0 0 100 100" width="300">${AREAS.map(
    ([code, name, points]) =>
      `<a href="#area-${code}" tabindex="-1"><path class="area area-watch" data-department="${code}" d="M${points.replaceAll(" ", "L")}Z"><title>${name} : 20 jours</title></path></a>`,
  ).join("")}</svg></vigie-map>
  <table>${AREAS.map(([code, name]) => `<tr id="area-${code}"><th>${name}</th></tr>`).join("")}</table>`;

journey("a map is read by arrow keys, and the list beside it follows", {}, async ({ page }) => {
  await open(page, "map", MAP);
  const readout = page.locator(".map-readout");
  await page.keyboard.press("Tab");
  assert.equal(await readout.textContent(), "Nord : 20 jours");
  await page.keyboard.press("ArrowDown");
  assert.equal(await readout.textContent(), "Paris : 20 jours");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await readout.textContent(), "Finistère : 20 jours");
  assert.deepEqual(await page.locator("tr.pointed").evaluateAll((rows) => rows.map((row) => row.id)), ["area-29"]);
  await page.keyboard.press("Tab");
  assert.equal(await readout.textContent(), "", "one stop of the Tab key for the whole map");
});

journey("a map moves through time", {}, async ({ page }) => {
  const asked = [];
  await page.route("**/values/*", (route) => {
    asked.push(route.request().url().split("/").pop());
    return route.fulfill({ json: { day: asked.at(-1), values: { 75: { class: "insufficient", text: "3,1 jours" } } } });
  });
  await open(page, "map", MAP);
  const slider = page.getByRole("slider", { name: /Jour/ });
  assert.equal(await slider.getAttribute("aria-valuetext"), "20 novembre 2026");
  await slider.focus();
  for (let day = 0; day < 5; day += 1) await page.keyboard.press("ArrowLeft");
  const paris = page.locator("[data-department='75']");
  await page.locator(".area-insufficient").waitFor();
  assert.equal(await paris.locator("title").textContent(), "Paris : 3,1 jours");
  assert.equal(await page.locator("[data-department='29']").getAttribute("class"), "area", "no value, no class");
  assert.deepEqual(asked, ["2026-11-15"], "one question for five quick steps");
});

const SCAN = `<form action="/fixture"><vigie-scan camera="Lire avec la caméra" close="Fermer"><label>Code <input name="code"></label></vigie-scan></form>`;
const DATAMATRIX = "]d20103400935955838172803001012345\u001d21ABC";

journey("a scanner that types puts the whole code in the field", {}, async ({ page }) => {
  await open(page, "scan", SCAN);
  const field = page.getByLabel("Code");
  await field.focus();
  for (const character of DATAMATRIX) {
    if (character === "\u001d") await page.keyboard.press("Control+BracketRight");
    else await page.keyboard.type(character);
  }
  assert.equal(await field.inputValue(), DATAMATRIX);
  assert.equal(await page.getByRole("button").count(), 0, "no button where the browser reads no barcodes");
});

journey("a pasted code keeps its separators, an ordinary text is pasted as ever", {}, async ({ page }) => {
  await open(page, "scan", SCAN);
  const field = page.getByLabel("Code");
  const paste = (text) =>
    field.evaluate((input, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", pasted);
      return input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  assert.equal(await paste(`${DATAMATRIX.replace("\u001d", "<GS>")}\r\n`), false, "the island took it");
  assert.equal(await field.inputValue(), DATAMATRIX);
  assert.equal(await paste("doliprane"), true, "the browser pastes it");
});

const UPLOAD = `<vigie-upload drop="ou déposez le fichier ici" progress="Envoi : {percent} %" cancel="Annuler" cancelled="Envoi annulé." failed="Rien n’est arrivé.">
  <form action="/send" method="post" enctype="multipart/form-data"><label>Fichier <input type="file" name="file" required></label><button>Envoyer</button></form></vigie-upload>`;
const FILE = { name: "stock.csv", mimeType: "text/csv", buffer: Buffer.from("cip13;stock\n3400935955838;3\n") };

journey("an upload that is refused says why in place, with the focus on the words", { problems: true }, async ({ page }) => {
  await page.route("**/send", (route) => route.fulfill({ status: 422, contentType: "text/html; charset=utf-8", body: "<p role=alert>Aucune colonne de codes.</p>" }));
  await open(page, "upload", UPLOAD);
  await page.getByLabel("Fichier").setInputFiles(FILE);
  await page.getByRole("button", { name: "Envoyer" }).click();
  const words = page.getByRole("alert").filter({ hasText: "Aucune colonne de codes." });
  await words.waitFor();
  assert.equal(await words.evaluate((element) => element === document.activeElement), true);
});

journey("an upload can be cancelled, and sent again", {}, async ({ page }) => {
  let calls = 0;
  await page.route("**/send", (route) => {
    calls += 1;
    // The first is never answered; the second is redirected to its result by the server, which the browser follows.
    return calls === 1 ? undefined : route.fulfill({ status: 302, headers: { location: "/en/definitions" } });
  });
  await open(page, "upload", UPLOAD);
  await page.getByLabel("Fichier").setInputFiles(FILE);
  await page.getByRole("button", { name: "Envoyer" }).click();
  await page.getByRole("button", { name: "Annuler" }).click();
  await page.getByRole("alert").filter({ hasText: "Envoi annulé." }).waitFor();
  await page.getByRole("button", { name: "Envoyer" }).click();
  await page.waitForURL("**/en/definitions");
});

journey("a file can be dropped on the form", {}, async ({ page }) => {
  await open(page, "upload", UPLOAD);
  await page.locator("vigie-upload").evaluate((element) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["x"], "stock.csv"));
    element.dispatchEvent(new DragEvent("dragover", { dataTransfer, bubbles: true, cancelable: true }));
    if (!element.classList.contains("dropping")) throw new Error("nothing is seen while dragging");
    element.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  assert.equal(await page.getByLabel("Fichier").evaluate((input) => input.files[0].name), "stock.csv");
});
