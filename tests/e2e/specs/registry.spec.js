// @ts-check
// The workspace on the Models tab: models registered, promoted and rolled back; runs renamed, tagged, compared
// and deleted; the log; the workspace taken away as a zip file and brought back; all of it there after a reload.
import { expect, test } from "../support/fixtures.js";
import { demo, download, expectAccessible, picture } from "../support/page.js";

/** @typedef {import("@playwright/test").Page} Page */

const registry = (/** @type {Page} */ page) => page.getByRole("region", { name: "Registry", exact: true });
const versions = (/** @type {Page} */ page) => page.getByRole("table", { name: "Versions" });
const version = (/** @type {Page} */ page, /** @type {number} */ number) =>
  versions(page).getByRole("row").filter({ has: page.getByRole("rowheader", { name: String(number), exact: true }) });
const runs = (/** @type {Page} */ page) => page.getByRole("table", { name: "Runs" });
const dialog = (/** @type {Page} */ page) => page.getByRole("dialog");

/** Goes to a part of the Models tab. */
async function part(/** @type {Page} */ page, /** @type {string} */ name) {
  await page.getByRole("link", { name: "Models", exact: true }).click();
  await page.getByRole("navigation", { name: "What is shown" }).getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}

/** Trains a model on the demo's reference; its run is then kept. */
async function trained(/** @type {Page} */ page, /** @type {string} */ algorithm) {
  if (!page.url().includes("#/")) {
    await page.goto("./#/data");
    await page.locator('input[type="file"]').first().setInputFiles([demo.reference, demo.current]);
    await expect(page.locator(".columns-panel")).toBeVisible();
    // The workspace is read before the first training ends.
    await part(page, "Registry");
    await expect(page.getByRole("heading", { name: "Workspace" })).toBeVisible();
  }
  await page.getByRole("link", { name: "Retrain" }).click();
  const another = page.getByRole("button", { name: "Train another" });
  if (await another.isVisible()) await another.click();
  await page.getByRole("combobox", { name: "Algorithm" }).selectOption(algorithm);
  await page.getByRole("button", { name: "Train", exact: true }).click();
  const card = page.getByRole("region", { name: new RegExp(`^${algorithm} \\d+ is trained`) });
  await expect(card).toBeVisible({ timeout: 60_000 });
  await part(page, "Runs");
  await expect(runs(page).getByRole("button", { name: new RegExp(`^${algorithm} \\d+$`) })).toBeVisible({ timeout: 30_000 });
}

/** Registers a model at hand. */
async function registered(/** @type {Page} */ page, /** @type {string} */ name, /** @type {boolean} */ isChampion) {
  await part(page, "Registry");
  await page.getByRole("navigation", { name: "What is shown" }).getByRole("link", { name: "At hand" }).click();
  await page.getByRole("navigation", { name: "Models" }).getByRole("button", { name: new RegExp(`^${name}`) }).click();
  await page.getByRole("button", { name: "Register…" }).click();
  const form = dialog(page);
  const typed = form.getByRole("textbox", { name: "Name of the new model" });
  if (await typed.isVisible()) await typed.fill("loan");
  await form.getByRole("checkbox", { name: "Make it the champion" }).setChecked(isChampion);
  await expectAccessible(page);
  await form.getByRole("button", { name: "Register", exact: true }).click();
  await expect(registry(page).getByRole("heading", { name: "loan", level: 2 })).toBeVisible({ timeout: 30_000 });
}

/** Two versions of `loan`: a tree, which is the champion, and a logistic regression. */
async function twoVersions(/** @type {Page} */ page) {
  await trained(page, "tree");
  await registered(page, "tree 1", true);
  await trained(page, "logistic");
  await registered(page, "logistic 1", false);
  await expect(version(page, 2)).toBeVisible();
}

/** Both themes. */
async function accessibleInBothThemes(/** @type {Page} */ page, /** @type {string} */ name) {
  await expectAccessible(page);
  await picture(page, name);
  await page.getByRole("button", { name: /^Switch to the/ }).click();
  await expectAccessible(page);
  await picture(page, `${name}-dark`);
  await page.getByRole("button", { name: /^Switch to the/ }).click();
}

test("an empty workspace says what to do next", { tag: "@narrow" }, async ({ page }) => {
  await page.goto("./#/models?view=registry");
  await expect(page.getByText(/^No model is registered yet/)).toBeVisible();
  await expectAccessible(page);
  await page.goto("./#/models?view=runs");
  await expect(page.getByText(/^There is no run yet/)).toBeVisible();
  await page.goto("./#/models?view=log");
  await expect(page.getByText(/^Nothing was decided yet/)).toBeVisible();
  await expectAccessible(page);
});

test("a model is registered, another promoted, rolled back, and all is there after a reload", { tag: "@narrow" }, async ({ page }) => {
  test.setTimeout(180_000);
  await twoVersions(page);
  await expect(version(page, 1)).toContainText("champion");
  await expect(version(page, 2)).toContainText("logistic regression");
  await version(page, 2).getByRole("button", { name: "Promote version 2" }).click();
  await expect(version(page, 2)).toContainText("champion");
  await expect(version(page, 1)).not.toContainText("champion");
  await accessibleInBothThemes(page, "registry");
  await version(page, 2).getByRole("button", { name: "Roll back to version 1" }).click();
  await expect(version(page, 1)).toContainText("champion");
  await expect(registry(page).getByText(/^Version 1 is the champion: decision tree/)).toBeVisible();
  await page.reload();
  await expect(version(page, 1)).toContainText("champion");
  await version(page, 2).getByRole("button", { name: "Promote version 2" }).click();
  await version(page, 1).getByRole("button", { name: "Roll back to version 1" }).click();
  await expect(version(page, 1)).toContainText("champion");
  await part(page, "Log");
  const log = page.getByRole("table", { name: "Audit log" });
  await expect(log.getByRole("row").nth(1)).toContainText("champion");
  const rows = await log.getByRole("row").count();
  await page.getByRole("searchbox", { name: "Search the log" }).fill("registered-nowhere");
  await expect(log.getByRole("row")).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Search the log" }).fill("");
  await expect(log.getByRole("row")).toHaveCount(rows);
  await accessibleInBothThemes(page, "workspace-log");
});

test("description, tags and aliases are changed", async ({ page }) => {
  await trained(page, "tree");
  await registered(page, "tree 1", true);
  await page.getByRole("textbox", { name: "Description of the model" }).fill("Who pays back");
  await page.getByRole("button", { name: "Save the description" }).click();
  await expect(registry(page).getByText("Who pays back", { exact: true })).toBeVisible();
  await page.getByRole("textbox", { name: "Name of the tag" }).fill("team");
  await page.getByRole("textbox", { name: "Value of the tag" }).fill("risk");
  await page.getByRole("button", { name: "Set the tag" }).click();
  await expect(page.getByRole("list", { name: "Tags" })).toContainText("team = risk");
  await page.getByRole("textbox", { name: "Name of the alias" }).fill("staging");
  await page.getByRole("textbox", { name: "Version of the alias" }).fill("1");
  await page.getByRole("button", { name: "Set the alias" }).click();
  await expect(version(page, 1)).toContainText("staging");
  await page.getByRole("button", { name: "Remove the tag team" }).click();
  await expect(page.getByRole("list", { name: "Tags" })).not.toContainText("team");
  await page.getByRole("textbox", { name: "Name of the alias" }).fill("other");
  await page.getByRole("textbox", { name: "Version of the alias" }).fill("first");
  await page.getByRole("button", { name: "Set the alias" }).click();
  await expect(page.getByText(/^An alias names a version by its number/)).toBeVisible();
});

test("a version is opened at hand, and what is deleted is asked for first", async ({ page }) => {
  test.setTimeout(180_000);
  await twoVersions(page);
  await version(page, 2).getByRole("button", { name: "Open version 2" }).click();
  await expect(page.getByRole("heading", { name: "loan version 2", level: 1 })).toBeVisible({ timeout: 30_000 });
  await part(page, "Registry");
  const file = await download(page, () => version(page, 1).getByRole("button", { name: "Download version 1" }).click());
  expect(file.name).toBe("loan_1.json");
  expect(JSON.parse(file.bytes.toString()).format_version).toBeDefined();
  await expect(version(page, 1).getByRole("button", { name: "Delete version 1" })).toHaveCount(0);
  await version(page, 2).getByRole("button", { name: "Delete version 2" }).click();
  await expect(dialog(page)).toContainText("can then neither be promoted nor rolled back to");
  await expectAccessible(page);
  await dialog(page).getByRole("button", { name: "Keep it" }).click();
  await expect(version(page, 2)).toBeVisible();
  await version(page, 2).getByRole("button", { name: "Delete version 2" }).click();
  await dialog(page).getByRole("button", { name: "Delete the version" }).click();
  await expect(version(page, 2)).toHaveCount(0);
  await page.getByRole("button", { name: "Delete the model…" }).click();
  await dialog(page).getByRole("button", { name: "Delete the model", exact: true }).click();
  await expect(page.getByText(/^No model is registered yet/)).toBeVisible();
});

test("runs are found, sorted, renamed, tagged, compared and deleted", { tag: "@narrow" }, async ({ page }) => {
  test.setTimeout(180_000);
  await trained(page, "tree");
  await trained(page, "logistic");
  await expect(runs(page).getByRole("row")).toHaveCount(3);
  const search = page.getByRole("searchbox", { name: /^Search name, tag/ });
  await search.fill("algorithm=tree");
  await expect(runs(page).getByRole("row")).toHaveCount(2);
  await search.fill("");
  await runs(page).getByRole("button", { name: "algorithm" }).click();
  await expect(runs(page).getByRole("columnheader", { name: "algorithm" })).toHaveAttribute("aria-sort", "ascending");
  await expect(runs(page).getByRole("row").nth(1)).toContainText("decision tree");

  await runs(page).getByRole("button", { name: "tree 1" }).click();
  await expect(page.getByRole("heading", { name: "tree 1", level: 2 })).toBeVisible();
  await expect(page.getByRole("table", { name: "Parameters" })).toContainText("max_depth");
  await expect(page.getByRole("table", { name: "Data" })).toContainText("reference.csv");
  const name = page.getByRole("textbox", { name: "Name of the run" });
  await name.fill("a first tree");
  await name.press("Enter");
  await expect(runs(page).getByRole("button", { name: "a first tree" })).toBeVisible();
  await page.getByRole("textbox", { name: "Name of the tag" }).fill("team");
  await page.getByRole("textbox", { name: "Value of the tag" }).fill("risk");
  await page.getByRole("button", { name: "Set the tag" }).click();
  await expect(page.getByRole("list", { name: "Tags" })).toContainText("team = risk");
  await accessibleInBothThemes(page, "run");
  const file = await download(page, () => page.getByRole("button", { name: "Download model.json" }).click());
  expect(file.name).toBe("model.json");

  for (const box of await runs(page).getByRole("checkbox").all()) await box.check();
  await page.getByRole("button", { name: "Compare 2 runs" }).click();
  const table = page.getByRole("table", { name: "Runs side by side" });
  await expect(table.getByRole("row", { name: /^algorithm/ })).toContainText("≠ differs");
  await expect(table).toContainText("★ best");
  await page.getByRole("combobox", { name: "Metric as bars" }).selectOption("test_log_loss");
  await expect(page.getByRole("table", { name: "Metric over the runs" })).toContainText("Log loss, test");
  await accessibleInBothThemes(page, "compare-runs");

  await page.reload();
  await expect(runs(page).getByRole("button", { name: "a first tree" })).toBeVisible();
  await runs(page).getByRole("button", { name: "a first tree" }).click();
  await expect(page.getByRole("list", { name: "Tags" })).toContainText("team = risk");
  await page.getByRole("button", { name: "Delete the run…" }).click();
  await expect(dialog(page)).toContainText("is lost with its parameters, metrics, tags");
  await dialog(page).getByRole("button", { name: "Delete the run", exact: true }).click();
  await expect(runs(page).getByRole("row")).toHaveCount(2);
});

test("the workspace is taken away as a zip file, cleared, and brought back", async ({ page }) => {
  await trained(page, "tree");
  await registered(page, "tree 1", true);
  const zip = await download(page, () => page.getByRole("button", { name: "Export (zip)" }).click());
  expect(zip.name).toMatch(/\.zip$/);
  expect(zip.bytes.subarray(0, 2).toString()).toBe("PK");
  const mlflow = await download(page, () => page.getByRole("button", { name: "Export for MLflow (zip)" }).click());
  expect(mlflow.bytes.subarray(0, 2).toString()).toBe("PK");
  await page.getByRole("button", { name: "Clear…" }).click();
  await expect(dialog(page)).toContainText("1 registered model");
  await dialog(page).getByRole("button", { name: "Clear it" }).click();
  await expect(page.getByText(/^No model is registered yet/)).toBeVisible();
  const file = { name: zip.name, mimeType: "application/zip", buffer: zip.bytes };
  await page.getByLabel("Import a workspace").setInputFiles(file);
  await expect(version(page, 1)).toContainText("champion", { timeout: 30_000 });
  await expect(page.getByText(/1.registered model, 1.version, 1.run/)).toBeVisible();
});
