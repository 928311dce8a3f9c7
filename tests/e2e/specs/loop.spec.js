// @ts-check
// The whole loop: quiet, an alert, too few labels, a challenger that passes, one that does not, and the way back.
import { expect, test } from "../support/fixtures.js";
import { CONCEPT, COVARIATE, csv, labelsCsv, loans, QUIET } from "../support/history.js";
import { download, expectAccessible, madeUp, picture } from "../support/page.js";

/** @typedef {import("@playwright/test").Page} Page */

const ROWS = 500;
const REFERENCE = loans(1, 0, 3_000, QUIET);
/** Windows 1 and 2 quiet, 3 and 4 with other loans, 5 to 7 with other outcomes. */
const WINDOWS = [QUIET, QUIET, COVARIATE, COVARIATE, CONCEPT, CONCEPT, CONCEPT].map((planted, place) =>
  loans(10 + place, 3_000 + place * ROWS, ROWS, planted),
);

const decision = (/** @type {Page} */ page) => page.getByRole("region", { name: "Decision", exact: true });
const evidence = (/** @type {Page} */ page) => page.getByRole("region", { name: "Before and after" });

/** Drops the reference, with labels, and windows from `from` to `to`, counted from 1, without. */
async function load(/** @type {Page} */ page, /** @type {number} */ from, /** @type {number} */ to) {
  await page.getByRole("link", { name: "Data", exact: true }).click();
  const files = WINDOWS.slice(from - 1, to).map((rows, at) => madeUp(`window${from + at}.csv`, csv(rows, false)));
  if (from === 1) files.unshift(madeUp("reference.csv", csv(REFERENCE, true)));
  const place = from === 1 ? page : page.locator("label").filter({ hasText: "Add another batch" });
  await place.locator('input[type="file"]').first().setInputFiles(files);
  await expect(page.locator(".card-size")).toHaveCount(to + 1);
}

/** Opens the loop. */
async function open(/** @type {Page} */ page) {
  await page.getByRole("link", { name: "Retrain", exact: true }).click();
  await page.getByRole("link", { name: "Loop", exact: true }).click();
  await expect(page.getByRole("button", { name: "Check now" })).toBeEnabled({ timeout: 30_000 });
}

/** Labels of so many rows of windows, counted from 1, the last rows of each. */
async function label(/** @type {Page} */ page, /** @type {number[]} */ windows, rows = ROWS) {
  const known = windows.flatMap((window) => WINDOWS[window - 1]?.slice(-rows) ?? []);
  await page.getByLabel("File of labels").setInputFiles(madeUp("labels.csv", labelsCsv(known)));
}

/** Sets fields of the policy by their labels. */
async function policy(/** @type {Page} */ page, /** @type {Record<string, string>} */ fields) {
  const form = page.locator("details.loop-policy");
  if (!(await form.getAttribute("open"))) await form.locator("summary").first().click();
  for (const [name, value] of Object.entries(fields)) {
    const field = form.getByLabel(name, { exact: true });
    const isMenu = (await field.first().evaluate((element) => element.tagName)) === "SELECT";
    if (isMenu) await field.first().selectOption(value);
    else {
      await field.first().fill(value);
      await field.first().press("Tab");
    }
  }
}

/** Makes a turn and waits for its answer. */
async function turn(/** @type {Page} */ page, button = "Check now") {
  await page.getByRole("button", { name: button }).click();
  await expect(page.getByRole("button", { name: "Check now" })).toBeEnabled({ timeout: 120_000 });
  await expect(decision(page)).toBeVisible({ timeout: 30_000 });
}

/** The scored CSV of the data that is proposed, by the model at hand of that name. */
async function scored(/** @type {Page} */ page, /** @type {string} */ model) {
  await page.getByRole("link", { name: "Models", exact: true }).click();
  await page.getByRole("navigation", { name: "What is shown" }).getByRole("link", { name: "At hand" }).click();
  await page.getByRole("navigation", { name: "Models" }).getByRole("button", { name: new RegExp(`^${model}`) }).first().click();
  await page.getByRole("link", { name: "Predict" }).click();
  await page.getByRole("button", { name: "Score this file" }).click();
  const offered = page.getByRole("button", { name: /^Download .*scored\.csv/ });
  await expect(offered).toBeVisible({ timeout: 30_000 });
  const file = await download(page, () => offered.click());
  return file.bytes.toString("utf8");
}

/** Opens the registry, and gives the file of version 1. */
async function firstVersion(/** @type {Page} */ page) {
  await page.goto("./#/models?view=registry&item=loan");
  const save = page.getByRole("button", { name: "Download version 1" });
  return (await download(page, () => save.click())).bytes.toString("utf8");
}

test("quiet, an alert, deferred, promoted, rejected, and rolled back", { tag: "@narrow" }, async ({ page }) => {
  test.setTimeout(400_000);
  await page.goto("./#/data");
  await load(page, 1, 2);
  await open(page);
  await page.getByLabel("Registered model").fill("loan");
  await page.getByLabel("Registered model").press("Tab");
  await policy(page, {
    "Labelled rows": "500",
    "Labelled rows a class": "50",
    Rows: "new",
    "One that passes": "auto",
  });

  // The first turn has no champion: it trains one on the reference.
  await turn(page);
  await expect(page.getByText("Champion: version 1.")).toBeVisible();

  const kept = await firstVersion(page);
  const before = await scored(page, "loan version 1");
  await open(page);

  await turn(page);
  await expect(decision(page).getByRole("heading")).toContainText("No retraining");
  await expect(decision(page)).not.toContainText("alert");
  await expectAccessible(page);

  // Other loans: what goes in has moved, and nothing says that the model is wrong.
  await load(page, 3, 4);
  await open(page);
  await turn(page);
  await expect(decision(page).getByRole("heading")).toContainText("No retraining");
  await expect(decision(page)).toContainText(/alerts? open/);

  // Other outcomes, and few labels that show them.
  await load(page, 5, 6);
  await open(page);
  await label(page, [6], 143);
  await turn(page);
  await expect(decision(page).getByRole("heading")).toContainText("Deferred");
  await expect(decision(page).getByRole("heading")).toContainText(/143 of 500/);
  await picture(page, "loop-deferred");
  const file = await download(page, () => page.getByRole("button", { name: "Download the rows to label" }).click());
  const rows = file.bytes.toString("utf8").trim().split("\n");
  expect(rows.length).toBe(1 + 357);
  expect(rows[0]).toContain("uncertainty");

  // With labels: retrained, held against the champion, promoted.
  await label(page, [5, 6]);
  await turn(page);
  await expect(decision(page).getByRole("heading")).toContainText("Retrained");
  await expect(evidence(page)).toContainText("Version 2 passed the gate and is the champion now.");
  await expect(page.getByText("Champion: version 2.")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "loop-promoted");

  // A challenger that is worse: one small tree.
  await load(page, 7, 7);
  await open(page);
  await label(page, [5, 6, 7]);
  await policy(page, { Algorithm: "naive_bayes", Rows: "merge", "Worse by at most": "0" });
  await turn(page, "Retrain now");
  await expect(evidence(page)).toContainText("Version 3 did not pass the gate");
  await expect(page.getByText("Champion: version 2.")).toBeVisible();
  await picture(page, "loop-rejected");

  // Back to version 1: file and predictions are what they were, byte for byte.
  await page.goto("./#/models?view=registry&item=loan");
  await page.getByRole("button", { name: "Roll back to version 1" }).first().click();
  expect(await firstVersion(page)).toBe(kept);
  expect(await scored(page, "loan version 1")).toBe(before);
  await open(page);
  await expect(page.getByText("Champion: version 1.")).toBeVisible();

  // A reload: all is still there.
  await page.reload();
  await page.goto("./#/retrain?side=loop");
  await expect(page.getByText("Champion: version 1.")).toBeVisible({ timeout: 30_000 });
  const past = page.getByRole("region", { name: "Decisions" }).locator(":scope > ul > li");
  await expect(past).toHaveCount(6);
  await expect(past.first()).toContainText("Retrained");
  await expect(past.last()).toContainText("Retrained");
  await page.goto("./#/models?view=registry&item=loan");
  await expect(page.getByRole("table", { name: "Versions" }).getByRole("row")).toHaveCount(4);
});

test("a policy that is not allowed is refused in a sentence, and a schedule says when it turns next", async ({ page }) => {
  await page.goto("./#/retrain?side=loop");
  await policy(page, { "So many open alerts": "0" });
  await expect(page.getByText(/`?alerts`? is 0, allowed is 1 or more/)).toBeVisible();
  await page.getByText("Schedule (off)").click();
  await page.getByLabel("Turns by itself").selectOption("daily");
  await page.getByLabel("Minutes, or time of day").fill("25:00");
  await page.getByLabel("Minutes, or time of day").press("Tab");
  await expect(page.getByText("is no time of day")).toBeVisible();
  await page.getByLabel("Minutes, or time of day").fill("06:30");
  await page.getByLabel("Minutes, or time of day").press("Tab");
  await expect(page.getByText(/Next turn: \d{4}-\d{2}-\d{2}/)).toBeVisible();
  await expectAccessible(page);
});

test("a learner goes on learning beside the frozen champion, and a snapshot becomes a version", { tag: "@narrow" }, async ({ page }) => {
  await page.goto("./#/data");
  const current = WINDOWS.map((rows, at) => madeUp(`window${at + 1}.csv`, csv(rows, true)));
  await page.locator('input[type="file"]').first().setInputFiles([madeUp("reference.csv", csv(REFERENCE, true)), ...current]);
  await expect(page.locator(".card-size")).toHaveCount(WINDOWS.length + 1);
  await page.getByRole("link", { name: "Retrain", exact: true }).click();
  await page.getByRole("combobox", { name: "Algorithm" }).selectOption("logistic");
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await expect(page.getByRole("region", { name: "logistic 1 is trained" })).toBeVisible({ timeout: 60_000 });
  await page.getByRole("link", { name: "Performance", exact: true }).click();
  await page.getByRole("combobox", { name: "Predictions" }).selectOption({ label: "model logistic 1" });
  await page.getByRole("button", { name: "Watch", exact: true }).click();
  await expect(page.getByRole("region", { name: "Health" })).toBeVisible({ timeout: 60_000 });
  await page.getByRole("link", { name: "Monitor", exact: true }).click();

  const panel = page.getByRole("region", { name: "Learning online" });
  await panel.getByRole("button", { name: "Learn online" }).click();
  const told = panel.getByText(/^The learner, on/);
  await expect(told).toBeVisible({ timeout: 60_000 });
  // Both are measured on every labelled row; the last three windows have other outcomes, which only one of them learns.
  await expect(told).toContainText(/3,500\slabelled rows/);
  const accuracy = [...(await told.innerText()).matchAll(/accuracy ([\d.]+)/g)].map((found) => Number(found[1]));
  expect(accuracy).toHaveLength(2);
  expect(accuracy[0]).toBeGreaterThan((accuracy[1] ?? 100) + 5);
  await expect(told).toContainText(/began again \d+\stime/);
  await expectAccessible(page);
  await picture(page, "online");

  await panel.getByLabel("Registered model").fill("loan");
  await panel.getByLabel("Registered model").press("Tab");
  await panel.getByRole("button", { name: "Keep a snapshot as a version" }).click();
  await page.goto("./#/models?view=registry&item=loan");
  await expect(page.getByRole("table", { name: "Versions" }).getByRole("row")).toHaveCount(2, { timeout: 60_000 });
  await expect(page.getByRole("table", { name: "Versions" })).toContainText("FTRL");
});
