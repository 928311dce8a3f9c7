// @ts-check
// A model at work: what it relies on, which drift hurts it, its predictions and their log.
import { writeFileSync } from "node:fs";
import { expect, test } from "../support/fixtures.js";
import { evenkeel } from "../support/command.js";
import { download, expectAccessible, madeUp, picture } from "../support/page.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").TestInfo} TestInfo */

/** A pair in which the answer follows age, and age moved; city is told but does not matter. */
function people() {
  const line = (/** @type {number} */ i, /** @type {boolean} */ now) => {
    const age = 20 + ((i * 37) % 41);
    const city = ["Bern", "Basel", "Geneva"][(i * 7) % 3];
    return `${now ? age + 15 : age},${city},${(i * 13) % 97},${age > 40 ? "yes" : "no"}\n`;
  };
  const csv = (/** @type {boolean} */ now) =>
    "age,city,noise,bought\n" + Array.from({ length: 600 }, (_, i) => line(i, now)).join("");
  return { reference: csv(false), current: csv(true) };
}

/** Trains with the command, drops the pair on the page and the model on the Models tab. */
async function openModel(/** @type {Page} */ page, /** @type {TestInfo} */ info, /** @type {string} */ view) {
  const { reference, current } = people();
  const [data, model] = [info.outputPath("reference.csv"), info.outputPath("tree.json")];
  writeFileSync(data, reference);
  evenkeel(["train", "--data", data, "--target", "bought", "--algorithm", "tree", "--model", model]);
  await page.goto("./#/data");
  const files = [madeUp("reference.csv", reference), madeUp("current.csv", current)];
  await page.locator('input[type="file"]').first().setInputFiles(files);
  await expect(page.locator(".card-size")).toHaveCount(2);
  await page.goto("./#/models");
  await page.locator('input[type="file"][accept*=".onnx"]').setInputFiles(model);
  await show(page, view);
}

/** Opens one side of the model that is shown; the first, the overview, needs no name in the address. */
const show = (/** @type {Page} */ page, /** @type {string} */ view) => {
  const sides = page.locator(".model-tab");
  return (view === "overview" ? sides.first() : page.locator(`.model-tab[href*="${view}"]`)).click();
};

const log = (/** @type {Page} */ page) => page.getByRole("region", { name: "Prediction log" });

/** Fills the form by its button, then sets the age, and predicts. */
async function predict(/** @type {Page} */ page, /** @type {string} */ age) {
  await page.getByRole("button", { name: "Fill with typical values" }).click();
  await page.getByLabel("age", { exact: true }).fill(age);
  await page.getByLabel("age", { exact: true }).press("Enter");
}

test("shuffling finds the column that the answer follows", { tag: "@narrow" }, async ({ page }, info) => {
  await openModel(page, info, "explain");
  await page.getByRole("button", { name: "Measure importance" }).click();
  const ranked = page.getByRole("table", { name: "Columns by importance" }).locator("tbody tr");
  await expect(ranked.first()).toContainText("age");
  await expect(ranked).toHaveCount(3);
  await page.getByRole("button", { name: "Draw" }).click();
  const chart = page.locator("figure.chart");
  await expect(chart.locator("figcaption")).toContainText("mean probability of yes");
  await chart.getByText("Show as table").click();
  await expect(chart.getByRole("columnheader", { name: "probability of yes" })).toBeVisible();
  // A click on a name draws that column.
  await ranked.getByRole("button", { name: "city" }).click();
  await expect(chart.locator("figcaption")).toContainText("city");
  await expectAccessible(page);
  await picture(page, "explain");
});

test("the column that drifted is the one that hurts", { tag: "@narrow" }, async ({ page }, info) => {
  await openModel(page, info, "harm");
  await page.getByRole("button", { name: "Measure harm" }).click();
  const table = page.getByRole("region", { name: "Columns by harm" });
  const first = table.locator("tbody tr").first();
  await expect(first).toContainText("age");
  await expect(first.locator(".badge")).toHaveText(/critical|drifted/);
  await expect(page.locator(".harm-said li").first()).toContainText(/Swapping age back .* lowers the log loss by/);
  await expectAccessible(page);
  await picture(page, "harm");
  await first.getByRole("button", { name: "age" }).click();
  await expect(page.locator("#drift-detail")).toContainText("age");
});

test("a row is answered with its reason, and logged", { tag: "@narrow" }, async ({ page }, info) => {
  await openModel(page, info, "predict");
  await predict(page, "55");
  await expect(page.locator(".answer-label")).toHaveText(/^yes, /);
  await expect(page.getByRole("region", { name: "What drove the answer" }).locator("tbody tr").first()).toContainText("age");
  await predict(page, "25");
  await expect(page.locator(".answer-label")).toHaveText(/^no, /);
  await page.getByLabel("age", { exact: true }).fill("400");
  await expect(page.getByText("outside of the training range")).toBeVisible();
  await expect(log(page)).toContainText(/2\spredictions/);
  await log(page).getByText("Newest predictions").click();
  await expect(log(page).locator(".log-table tbody tr").first()).toContainText("no");
  await expectAccessible(page);
  await picture(page, "predict");
});

test("a file is scored, and the log serves as current data until it is cleared", async ({ page }, info) => {
  await openModel(page, info, "predict");
  await page.getByRole("button", { name: "Score this file" }).click();
  const offered = page.getByRole("button", { name: /^Download .*csv/ });
  const scored = await download(page, () => offered.click());
  const lines = scored.bytes.toString("utf8").trim().split("\n");
  expect(lines).toHaveLength(601);
  expect(lines[0].trim()).toBe("age,city,noise,bought,prediction,probability_no,probability_yes");
  await expect(log(page)).toContainText(/600\spredictions/);

  const exported = await download(page, () => log(page).getByRole("button", { name: /^Export predictions/ }).click());
  const records = exported.bytes.toString("utf8").trim().split("\n");
  expect(records).toHaveLength(601);
  expect(records[0]).toContain("model_version,age,city,noise,prediction");

  // Model and log outlive the page.
  await page.reload();
  await show(page, "predict");
  await expect(log(page)).toContainText(/600\spredictions/);
  await log(page).getByRole("button", { name: /^Use predictions/ }).click();
  await expect(page.locator('.slot[data-side="current"]')).toContainText("predictions_");

  await page.goto("./#/models?view=predict");
  await log(page).getByRole("button", { name: "Clear the log" }).click();
  await log(page).getByRole("button", { name: "Forget them" }).click();
  await expect(log(page)).toContainText("There is none yet");
  await page.reload();
  await expect(log(page)).toContainText("There is none yet");
});

test("a removed model is gone after a reload, unless that is undone", async ({ page }, info) => {
  await openModel(page, info, "overview");
  const line = page.locator(".model-list .model-line").filter({ hasText: "tree" });
  const remove = async () => {
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByRole("button", { name: "Remove it" }).click();
    await expect(line).toHaveCount(0);
  };
  await remove();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(line).toHaveCount(1);
  await page.reload();
  await expect(line).toHaveCount(1);
  await line.click();
  await remove();
  await page.reload();
  await expect(page.locator(".model-list")).toBeVisible();
  await expect(line).toHaveCount(0);
});
