// @ts-check
// Models in the page: how good they are, beside one another, taken away and brought back; and the
// predictions that stand in a file.
import { expect, test } from "../support/fixtures.js";
import { demo, download, expectAccessible, madeUp, picture } from "../support/page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** Trains a model on the demo's reference and opens it. */
async function trained(/** @type {Page} */ page, /** @type {string} */ algorithm = "logistic") {
  if (!page.url().includes("#/")) {
    await page.goto("./#/data");
    await page.locator('input[type="file"]').first().setInputFiles([demo.reference, demo.current]);
    await expect(page.locator(".columns-panel")).toBeVisible();
  }
  await page.getByRole("link", { name: "Retrain" }).click();
  await page.getByRole("combobox", { name: "Algorithm" }).selectOption(algorithm);
  await page.getByRole("button", { name: "Train", exact: true }).click();
  const card = page.getByRole("region", { name: new RegExp(`^${algorithm} \\d+ is trained`) });
  await card.getByRole("button", { name: "Open in Models" }).click({ timeout: 60_000 });
}

/** Goes to a side of the open model. */
async function side(/** @type {Page} */ page, /** @type {string} */ name) {
  await page.getByRole("navigation", { name: "Sides of the model" }).getByRole("link", { name }).click();
}

test("without a model the tab says where one comes from", { tag: "@narrow" }, async ({ page }) => {
  await page.goto("./#/models");
  await expect(page.getByRole("heading", { name: /Train a model, load one/ })).toBeVisible();
  await expectAccessible(page);
});

test("the evaluation has metrics, curves and a threshold that follows the costs", { tag: "@narrow" }, async ({ page }) => {
  await trained(page);
  const metrics = page.getByRole("table", { name: "Metrics" });
  await expect(metrics.getByRole("row", { name: /ROC AUC/ })).toContainText("to");
  await expect(page.getByRole("table", { name: "Confusion matrix" })).toBeVisible();
  for (const name of [/^ROC curve/, /^Precision-recall curve/, /^Calibration curve/, /^Score histogram/]) {
    await expect(page.getByRole("img", { name }).locator("canvas")).toBeVisible();
  }
  const slider = page.getByRole("slider", { name: "Threshold" });
  await slider.fill("0.9");
  await expect(page.locator("output")).toHaveText("0.90");
  // The model tells all rows apart, so one half is free of errors; at these costs it is still cheapest to see a
  // case everywhere.
  const cheapest = page.getByText(/^The cheapest threshold is/);
  await expect(cheapest).toContainText("is 0.50");
  await page.getByRole("textbox", { name: "False negative costs" }).fill("100000");
  await page.getByRole("textbox", { name: "True negative gains" }).fill("-5");
  await expect(cheapest).toContainText(/is 0\.0/);
  await page.getByRole("button", { name: "Use the cheapest" }).click();
  await expect(page.locator("output")).toHaveText(/^0\.0/);
  await expectAccessible(page);
  await picture(page, "models-evaluation");
});

test("a model is evaluated on another data set", async ({ page }) => {
  await trained(page);
  await page.getByRole("combobox", { name: "Rows" }).selectOption({ label: "current.csv" });
  await page.getByRole("button", { name: "Evaluate on current.csv" }).click();
  await expect(page.getByText(/^Measured on/)).toBeVisible();
});

test("the address names the model and its side", async ({ page }) => {
  await trained(page);
  await side(page, "Overview");
  await expect(page).toHaveURL(/#\/models\?model=1$/);
  await side(page, "Compare");
  await expect(page).toHaveURL(/view=compare/);
  await page.goBack();
  await expect(page.getByRole("button", { name: "Download JSON" })).toBeVisible();
});

test("a model is taken away as JSON and ONNX, and brought back", async ({ page }) => {
  await trained(page);
  await side(page, "Overview");
  await expectAccessible(page);
  const json = await download(page, () => page.getByRole("button", { name: "Download JSON" }).click());
  expect(json.name).toBe("logistic_1.json");
  expect(JSON.parse(json.bytes.toString()).format_version).toBeDefined();
  const onnx = await download(page, () => page.getByRole("button", { name: "Download ONNX" }).click());
  expect(onnx.name).toBe("logistic_1.onnx");
  const input = page.getByRole("navigation", { name: "Models" }).locator('input[type="file"]');
  await input.setInputFiles({ name: "mine.onnx", mimeType: "application/octet-stream", buffer: onnx.bytes });
  await expect(page.getByRole("heading", { name: "mine", level: 1 })).toBeVisible();
  await input.setInputFiles({ name: "again.json", mimeType: "application/json", buffer: json.bytes });
  await expect(page.getByRole("heading", { name: "again", level: 1 })).toBeVisible();
});

test("a file that is no model is refused with a sentence", async ({ page }) => {
  await page.goto("./#/models");
  const input = page.getByRole("navigation", { name: "Models" }).locator('input[type="file"]');
  await input.setInputFiles(madeUp("broken.json", "{}"));
  await expect(page.getByRole("navigation", { name: "Models" }).locator(".card-error")).toContainText("broken.json");
});

test("two models are held beside each other", async ({ page }) => {
  await trained(page, "tree");
  await trained(page, "logistic");
  await side(page, "Compare");
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  const metrics = page.getByRole("table", { name: "Metrics of both" });
  await expect(metrics.getByRole("row", { name: /Accuracy/ }).first()).toBeVisible();
  await expect(metrics).toContainText("tree 1");
  await expectAccessible(page);
  await picture(page, "models-compare");
});

test("predictions of a file are evaluated without a model", { tag: "@narrow" }, async ({ page }) => {
  const rows = Array.from({ length: 80 }, (_, i) => {
    const score = ((i * 37) % 100) / 100;
    return `${i % 9},${i % 4 === 0 ? 1 - Number(score > 0.5) : Number(score > 0.5)},${Number(score > 0.5)},${score}\n`;
  });
  await page.goto("./#/data");
  const csv = "x,target,prediction,prediction_proba\n" + rows.join("");
  await page.locator('input[type="file"]').first().setInputFiles(madeUp("scored.csv", csv));
  await expect(page.locator(".columns-panel")).toBeVisible();
  await page.goto("./#/models?model=columns");
  await expect(page.getByRole("combobox", { name: "True labels" })).toHaveValue("target");
  await expect(page.getByRole("combobox", { name: "Prediction" })).toHaveValue("prediction");
  await expect(page.getByRole("checkbox", { name: "prediction_proba" })).toBeChecked();
  await page.getByRole("button", { name: "Evaluate on scored.csv" }).click();
  // Every fourth row is wrong by construction.
  const accuracy = page.getByRole("table", { name: "Metrics" }).getByRole("row", { name: /^Accuracy/ });
  await expect(accuracy).toContainText("0.75");
  await expectAccessible(page);
  await picture(page, "models-columns");
});
