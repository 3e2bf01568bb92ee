import assert from "node:assert/strict";
import { journey } from "../support/journey.js";
import { signIn } from "../support/people.js";

const LIST = "CIP;Nom\n3400935955838;Doliprane\n;amoxicilline 500\n9257172;\n;qqqq zzzz";

for (const script of [true, false]) {
  const how = script ? "with script" : "without script";
  journey(`a pharmacist pastes a formulary, settles a line and keeps the link, ${how}`, { script }, async ({ page }) => {
    await page.goto("/fr/");
    await page.getByRole("link", { name: "Ma liste", exact: true }).click();
    await page.getByLabel("Un médicament par ligne").fill(LIST);
    await page.getByRole("button", { name: "Lire la liste" }).click();
    await page.getByRole("heading", { name: /À préciser/ }).waitFor();
    const rows = page.getByRole("table").getByRole("rowheader");
    assert.equal(await rows.count(), 1, "one line was understood");
    await page.getByText("C’est un code UCD").waitFor();

    const answer = page.locator(".questions select").first();
    const chosen = await answer.locator("option").nth(1).textContent();
    await answer.selectOption({ index: 1 });
    await page.getByRole("button", { name: "Retenir ces réponses" }).click();
    await page.getByRole("rowheader", { name: chosen }).waitFor();
    assert.equal(await rows.count(), 2);

    await page.getByRole("link", { name: "Lien de cette liste" }).click();
    await page.waitForURL(/my-list\?items=/);
    assert.equal(await rows.count(), 2, "the link shows the same list");
  });
}

journey("a list from a file is saved, renamed and removed by who is signed in", {}, async ({ page }) => {
  await signIn(page, "pharmacy", "en");
  await page.goto("/en/my-list");
  await page.locator("input[type=file]").setInputFiles({
    name: "livret.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("code,name\n3400935955838,DOLIPRANE\n"),
  });
  await page.getByRole("button", { name: "Read the list" }).click();
  await page.getByText("1 line read: 1 entry.").first().waitFor();
  await page.getByLabel("Name", { exact: true }).fill("Ward 7");
  await page.getByRole("button", { name: "Save under this name" }).click();
  await page.getByRole("heading", { level: 1, name: "Ward 7" }).waitFor();
  await page.getByLabel("Name", { exact: true }).fill("Ward 8");
  await page.getByRole("button", { name: "Rename" }).click();
  await page.getByRole("heading", { level: 1, name: "Ward 8" }).waitFor();
  const feed = await page.getByRole("link", { name: "Atom feed of changes" }).getAttribute("href");
  const answer = await page.request.get(feed);
  assert.match(answer.headers()["content-type"], /atom\+xml/);
  await page.getByRole("button", { name: "Remove the list" }).click();
  await page.waitForURL(/\/en\/my-list$/);
  assert.equal(await page.getByRole("link", { name: "Ward 8" }).count(), 0);
});

journey("what was typed in vain is said in a sentence", { problems: true }, async ({ page }) => {
  await page.goto("/fr/my-list");
  await page.getByRole("button", { name: "Lire la liste" }).click();
  await page.getByRole("alert").filter({ hasText: "Rien n’a été saisi" }).waitFor();
});
