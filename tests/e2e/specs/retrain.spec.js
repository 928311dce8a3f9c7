// @ts-check
// A classifier is trained in the page: what is proposed, what is refused, what comes of it.
import { expect, test } from "../support/fixtures.js";
import { demo, expectAccessible, madeUp, picture } from "../support/page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** The demo pair is loaded and the Retrain tab open. */
async function retrain(/** @type {Page} */ page) {
  await page.goto("./#/data");
  await page.locator('input[type="file"]').first().setInputFiles([demo.reference, demo.current]);
  await expect(page.locator(".columns-panel")).toBeVisible();
  await page.getByRole("link", { name: "Retrain" }).click();
  await expect(page.getByRole("combobox", { name: "Target", exact: true })).toBeVisible();
}

const train = (/** @type {Page} */ page) => page.getByRole("button", { name: "Train", exact: true });

test("without data the tab says what to do", { tag: "@narrow" }, async ({ page }) => {
  await page.goto("./#/retrain");
  await expect(page.getByText("Drop a CSV with a column of true labels")).toBeVisible();
  await expectAccessible(page);
});

test("target and columns are proposed, and what is left out says why", { tag: "@narrow" }, async ({ page }) => {
  await retrain(page);
  await expect(page.getByRole("combobox", { name: "Target", exact: true })).toHaveValue("target");
  const columns = page.getByRole("group", { name: "Columns to learn from" });
  await expect(columns.getByRole("checkbox", { name: "mean radius" })).toBeChecked();
  await expect(columns.getByRole("checkbox", { name: "target" })).toHaveCount(0);
  await expectAccessible(page);
  await picture(page, "retrain");
});

test("a column of row names and one of predictions are not learned from", async ({ page }) => {
  const rows = Array.from({ length: 60 }, (_, i) => `r-${i},${i % 7},${i % 2},${i % 2},${(i % 10) / 10}\n`);
  const csv = "id,x,target,prediction,prediction_proba\n" + rows.join("");
  await page.goto("./#/data");
  await page.locator('input[type="file"]').first().setInputFiles(madeUp("scored.csv", csv));
  await expect(page.locator(".columns-panel")).toBeVisible();
  await page.getByRole("link", { name: "Retrain" }).click();
  const columns = page.getByRole("group", { name: "Columns to learn from" });
  await expect(columns.getByRole("checkbox", { name: "x", exact: true })).toBeChecked();
  for (const name of ["id", "prediction", "prediction_proba"]) {
    await expect(columns.getByRole("checkbox", { name, exact: true })).not.toBeChecked();
  }
  await expect(columns).toContainText("names rows");
  await expect(columns).toContainText("is a model’s prediction");
});

test("a number that is not allowed is refused with a sentence, and training waits", async ({ page }) => {
  await retrain(page);
  await page.getByRole("combobox", { name: "Algorithm" }).selectOption("boosting");
  const rate = page.getByRole("textbox", { name: "Learning rate" });
  await rate.fill("7");
  await expect(page.getByText("7 is not allowed: write a number above 0 and at most 1.")).toBeVisible();
  await expect(train(page)).toBeDisabled();
  await rate.fill("0.2");
  await expect(train(page)).toBeEnabled();
  await page.getByRole("button", { name: "None" }).click();
  await expect(page.getByText("Choose at least one column to learn from.")).toBeVisible();
  await expect(train(page)).toBeDisabled();
});

test("a model is trained, tells how good it is and opens in Models", { tag: "@narrow" }, async ({ page }) => {
  await retrain(page);
  await page.getByRole("combobox", { name: "Algorithm" }).selectOption("logistic");
  await train(page).click();
  const card = page.getByRole("region", { name: "logistic 1 is trained" });
  await expect(card).toContainText("ROC AUC, test part", { timeout: 60_000 });
  await expect(card).toContainText("Log loss, test part");
  await expect(card).toContainText("to learn from");
  await expectAccessible(page);
  await picture(page, "retrain-result");
  await card.getByRole("button", { name: "Open in Models" }).click();
  await expect(page.getByRole("heading", { name: "logistic 1", level: 1 })).toBeVisible();
  expect(page.url()).toContain("view=evaluation");
});

test("cancel ends the training, and another can be started", async ({ page }) => {
  // Enough rows that trying all algorithms takes many seconds: none is done before it is cancelled.
  const rows = Array.from({ length: 20_000 }, (_, i) => `${(i * 37) % 1009},${(i * 91) % 787},${(i * 53) % 97},${i % 3 > 0 ? "yes" : "no"}\n`);
  await page.goto("./#/data");
  await page.locator('input[type="file"]').first().setInputFiles(madeUp("many.csv", "x,y,z,target\n" + rows.join("")));
  await expect(page.locator(".columns-panel")).toBeVisible();
  await page.getByRole("link", { name: "Retrain" }).click();
  await page.getByRole("combobox", { name: "Algorithm" }).selectOption("auto");
  await train(page).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(train(page)).toBeEnabled();
  await expect(page.getByRole("region", { name: /is trained/ })).toHaveCount(0);
  await page.getByRole("combobox", { name: "Algorithm" }).selectOption("naive_bayes");
  await train(page).click();
  await expect(page.getByRole("region", { name: /^naive bayes 1 is trained/ })).toBeVisible({ timeout: 30_000 });
});

test("a target of one class is a sentence, not a crash", async ({ page }) => {
  const rows = Array.from({ length: 60 }, (_, i) => `${i % 7},${i % 3},always\n`);
  await page.goto("./#/data");
  await page.locator('input[type="file"]').first().setInputFiles(madeUp("one.csv", "x,z,target\n" + rows.join("")));
  await expect(page.locator(".columns-panel")).toBeVisible();
  await page.getByRole("link", { name: "Retrain" }).click();
  await train(page).click();
  await expect(page.getByText(/a classifier needs two classes or more/).first()).toBeVisible();
});
