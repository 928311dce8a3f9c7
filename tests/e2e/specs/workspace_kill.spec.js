// @ts-check
// Whatever happens to a tab or the browser while the workspace is changed, it is then as it was before or
// after the change: tabs closed and browsers killed at points that a seed decides, two tabs at once, no room.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "../support/fixtures.js";
import { startBrowser } from "../support/browser_process.js";
import { expectWhole, kept, seeded, zips } from "../support/workspace.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").BrowserContext} Context */

// How a person changes the workspace; everything else here knows nothing of the page's looks.
const PLACE = "./#/models?view=registry";
const registry = (/** @type {Page} */ page) => page.getByRole("region", { name: "Registry" });
const modelLink = (/** @type {Page} */ page, /** @type {string} */ name) =>
  registry(page).getByRole("button", { name, exact: true });
const zipInput = (/** @type {Page} */ page) => page.getByLabel("Import a workspace");
const description = (/** @type {Page} */ page) => page.getByRole("textbox", { name: "Description of the model" });
const saveDescription = (/** @type {Page} */ page) => page.getByRole("button", { name: "Save the description" });
const notices = (/** @type {Page} */ page) => page.locator(".notices");

const MODEL = "loan";
const CLOSED_TABS = 16;
const KILLED_BROWSERS = 5;
const MEBIBYTE = 1 << 20;

test.describe.configure({ timeout: 300_000 });

/** The registry is open and read. */
async function opened(/** @type {Context} */ context, place = PLACE) {
  const page = await context.newPage();
  await page.goto(place);
  await expect(registry(page)).toBeVisible();
  return page;
}

/** A model is chosen, and its description can be edited. */
async function chosen(/** @type {Page} */ page) {
  await modelLink(page, MODEL).click();
  await expect(description(page)).toBeVisible();
  return page;
}

/** Begins to change the description; what comes of it is not waited for. */
async function describe(/** @type {Page} */ page, /** @type {string} */ words) {
  await description(page).fill(words);
  await saveDescription(page).click();
}

/** Waits until the page shows that a description is kept. */
const shown = (/** @type {Page} */ page, /** @type {string} */ words) =>
  expect(registry(page).getByText(words, { exact: true })).toBeVisible();

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

test("a tab that is closed in mid-change leaves what was there, or all of the change", async ({ context }) => {
  const random = seeded(20260131);
  const [zip] = zips([MODEL]);
  let page = await opened(context);
  await zipInput(page).setInputFiles(zip);
  await expect(modelLink(page, MODEL)).toBeVisible();
  const first = expectWhole(await kept(page));
  await chosen(page);
  let told = 0;
  let taken = 0;
  for (let kill = 1; kill <= CLOSED_TABS; kill += 1) {
    told += 1;
    await describe(page, `note ${told}`);
    await shown(page, `note ${told}`);
    await describe(page, `note ${told + 1}`);
    await pause(random() * 600);
    await page.close({ runBeforeUnload: false });

    page = await chosen(await opened(context));
    const state = expectWhole(await kept(page));
    const note = state.models[0].description;
    expect([`note ${told}`, `note ${told + 1}`], `kill ${kill}`).toContain(note);
    if (note === `note ${told + 1}`) {
      told += 1;
      taken += 1;
    }
    expect(state.audit.length, "one entry a change").toBe(first.audit.length + told);
    expect(state.revision, "one revision a change").toBe(first.revision + told);
    await expect(description(page)).toHaveValue(note);
  }
  test.info().annotations.push({ type: "changes that were kept although the tab was closed", description: `${taken} of ${CLOSED_TABS}` });
});

test("a browser that is killed while large files are imported leaves nothing by halves", async ({ baseURL }) => {
  const random = seeded(7);
  const profile = mkdtempSync(path.join(tmpdir(), "evenkeel-profile-"));
  const names = Array.from({ length: KILLED_BROWSERS }, (_, at) => `model-${at}`);
  const files = zips(names, 12 * MEBIBYTE);
  const place = new URL(PLACE, baseURL).href;
  const there = new Set();
  for (const [at, name] of names.entries()) {
    const browser = await startBrowser(profile);
    const page = await opened(browser.context, place);
    await zipInput(page).setInputFiles(files[at]);
    await pause(random() * 2500);
    await browser.kill();

    const again = await startBrowser(profile);
    const after = await opened(again.context, place);
    const state = expectWhole(await kept(after));
    const found = state.models.map((model) => model.name);
    for (const before of there) expect(found, `killed at ${name}`).toContain(before);
    // What was cut off can be done again, and takes nothing from what was kept.
    if (!found.includes(name)) {
      await zipInput(after).setInputFiles(files[at]);
      await expect(modelLink(after, name)).toBeVisible({ timeout: 60_000 });
    }
    there.add(name);
    const whole = expectWhole(await kept(after));
    expect(new Set(whole.models.map((model) => model.name))).toEqual(there);
    expect(whole.files.length, "no file of a killed browser is left").toBe(there.size);
    await again.kill();
  }
});

test("two tabs that change the workspace at once lose nothing, and show the same", async ({ context }) => {
  const CHANGES = 8;
  const [zip] = zips([MODEL]);
  const one = await opened(context);
  await zipInput(one).setInputFiles(zip);
  await expect(modelLink(one, MODEL)).toBeVisible();
  const first = expectWhole(await kept(one));
  await chosen(one);
  const other = await chosen(await opened(context));
  const changes = async (/** @type {Page} */ page, /** @type {string} */ who) => {
    for (let change = 1; change <= CHANGES; change += 1) {
      const before = (await kept(page)).revision;
      await describe(page, `${who} ${change}`);
      // The other tab may write over it at once: what counts is that it was kept.
      await expect.poll(async () => (await kept(page)).revision).toBeGreaterThan(before);
    }
  };
  await Promise.all([changes(one, "one"), changes(other, "other")]);
  await expect.poll(async () => (await kept(one)).revision).toBe(first.revision + 2 * CHANGES);
  const state = expectWhole(await kept(one));
  expect(state.audit.length).toBe(first.audit.length + 2 * CHANGES);
  const last = state.models[0].description;
  for (const page of [one, other]) await expect(description(page)).toHaveValue(last);
});

test("where there is no room the page says so, and what was kept stays", async ({ context, baseURL }) => {
  const [small, large] = zips([MODEL, "large"], 8 * MEBIBYTE);
  const page = await opened(context);
  await zipInput(page).setInputFiles(small);
  await expect(modelLink(page, MODEL)).toBeVisible();
  const before = expectWhole(await kept(page));
  const session = await context.newCDPSession(page);
  const { origin } = new URL(baseURL ?? "");
  const { usage } = await session.send("Storage.getUsageAndQuota", { origin });
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: usage + MEBIBYTE });
  await zipInput(page).setInputFiles(large);
  await expect(notices(page)).toContainText("no more room", { timeout: 60_000 });
  const after = expectWhole(await kept(page));
  expect(after).toEqual(before);
  // With room again the same can be done.
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  await zipInput(page).setInputFiles(large);
  await expect(modelLink(page, "large")).toBeVisible({ timeout: 60_000 });
  expect(expectWhole(await kept(page)).models.length).toBe(2);
});
