// @ts-check
// What is trained in the page is taken away: as ONNX, which a process of its own scores with by
// onnxruntime-web; as JSON, by which the command predicts as the page does; and the command that
// trains with the same settings gets the same model.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { table } from "../../onnx/score.mjs";
import { evenkeel } from "../support/command.js";
import { expect, test } from "../support/fixtures.js";
import { download, madeUp } from "../support/page.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {{ label: string[], probabilities: number[][] }} Predictions */

const SCORE = fileURLToPath(new URL("../../onnx/score.mjs", import.meta.url));
/** Targets of the made-up file and their classes in order. */
const TARGETS = { two: ["no", "yes"], three: ["high", "low", "middle"] };
/** Algorithm and target of each model. The other three classes are those of onnx.spec.js. @type {[string, "two" | "three"][]} */
const MODELS = [
  ["logistic", "two"],
  ["logistic", "three"],
  ["naive_bayes", "two"],
  ["ftrl", "two"],
  ["tree", "two"],
  ["forest", "two"],
  ["boosting", "two"],
  ["boosting", "three"],
];
/** Of each target the one that is not learned from. @type {Record<string, string>} */
const OTHER = { two: "three", three: "two" };

/** Numbers in [0, 1) that are the same in every run: mulberry32. */
function generator(/** @type {number} */ seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Rows of numbers, categories and truths with missing cells in every input. */
function rows(/** @type {number} */ count, /** @type {number} */ seed, /** @type {string[]} */ places) {
  const random = generator(seed);
  const lines = ["age,dose,rooms,place,member,two,three"];
  for (let row = 0; row < count; row += 1) {
    const [age, dose] = [20 + 60 * random(), -3 * Math.log(1 - random())];
    const [rooms, place] = [1 + Math.floor(5 * random()), places[Math.floor(random() * places.length)]];
    const member = random() < 0.4;
    const score = (age - 50) / 15 + (place === "Bern" ? 1.5 : 0) - 0.4 * dose + 0.3 * (rooms - 3) + (member ? 0.8 : 0);
    const noisy = score + 2 * (random() - 0.5);
    const cells = [age.toFixed(2), dose.toFixed(3), String(rooms), /[, ]/.test(place) ? `"${place}"` : place, String(member)];
    const [two, three] = [noisy > 0 ? "yes" : "no", noisy > 0.8 ? "high" : noisy > -0.8 ? "middle" : "low"];
    lines.push([...cells.map((cell) => (random() < 0.08 ? "" : cell)), two, three].join(","));
  }
  return `${lines.join("\n")}\n`;
}

const TRAINING = rows(400, 1, ["Bern", "Zürich", "La Chaux, Fonds"]);
const NEW = rows(250, 2, ["Bern", "Zürich", "La Chaux, Fonds", "Genève", "Chur"]);

/** Predictions in a scored CSV. */
function predictions(/** @type {string} */ csv, /** @type {string[]} */ classes) {
  const scored = table(csv);
  const columns = classes.map((label) => scored.column(`probability_${label}`).map(Number));
  const probabilities = scored.column("prediction").map((_, row) => columns.map((column) => column[row]));
  return { label: scored.column("prediction"), probabilities };
}

/** Labels are equal, probabilities within `allowed`. */
function expectSame(
  /** @type {Predictions} */ one,
  /** @type {Predictions} */ other,
  /** @type {number} */ allowed,
  /** @type {string} */ what,
) {
  expect.soft(one.label, `rows, ${what}`).toHaveLength(250);
  expect.soft(one.label, `labels, ${what}`).toEqual(other.label);
  const gaps = one.probabilities.flatMap((row, at) => row.map((p, of) => Math.abs(p - other.probabilities[at][of])));
  // Not a number is no small difference.
  const most = gaps.every(Number.isFinite) ? Math.max(...gaps) : Infinity;
  if (process.env.EVENKEEL_GAPS) console.log(`${what}: ${most}`);
  expect.soft(most, `largest gap of probabilities, ${what}`).toBeLessThanOrEqual(allowed);
}

/** Trains in the page with all that it proposes, but for target, algorithm and the other target. */
async function train(/** @type {Page} */ page, /** @type {string} */ algorithm, /** @type {string} */ target) {
  await page.getByRole("link", { name: "Retrain" }).click();
  await page.getByRole("combobox", { name: "Target", exact: true }).selectOption(target);
  const columns = page.getByRole("group", { name: "Columns to learn from" });
  await columns.getByRole("checkbox", { name: OTHER[target], exact: true }).uncheck();
  await page.getByRole("combobox", { name: "Algorithm" }).selectOption(algorithm);
  await page.getByRole("textbox", { name: "Resamples" }).fill("0");
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await expect(page.getByRole("region", { name: /is trained$/ })).toBeVisible({ timeout: 60_000 });
}

// A trace of so many steps costs more than the steps.
test.use({ trace: "off" });

test("every algorithm is the same in the page, by the command and in onnxruntime", async ({ page }, info) => {
  // One page and one file for all models.
  test.setTimeout(600_000);
  const path = (/** @type {string} */ name) => info.outputPath(name);
  writeFileSync(path("training.csv"), TRAINING);
  writeFileSync(path("new.csv"), NEW);
  /** What the command predicts for the new rows. */
  const predict = (/** @type {string} */ model, /** @type {string[]} */ classes) => {
    evenkeel(["predict", "--quiet", "--model", path(model), "--data", path("new.csv"), "--out", path("scored.csv")]);
    return predictions(readFileSync(path("scored.csv"), "utf8"), classes);
  };
  const button = (/** @type {string} */ name) => () => page.getByRole("button", { name, exact: true }).click();
  /** @type {{ name: string, ofPage: Predictions }[]} */
  const models = [];

  await page.goto("./#/data");
  await page.locator('input[type="file"]').first().setInputFiles(path("training.csv"));
  await expect(page.locator(".columns-panel")).toBeVisible();
  for (const [algorithm, target] of MODELS) {
    const [name, classes] = [`${algorithm}-${target}`, TARGETS[target]];
    await test.step(name, async () => {
      await train(page, algorithm, target);
      // By its address: the button on the card would draw the evaluation first.
      await page.goto(`./#/models?model=${models.length + 1}`);
      writeFileSync(path(`${name}.json`), (await download(page, button("Download JSON"))).bytes);
      writeFileSync(path(`${name}.onnx`), (await download(page, button("Download ONNX"))).bytes);
      const ofPage = predict(`${name}.json`, classes);
      models.push({ name, ofPage });

      await page.getByRole("link", { name: "Predict", exact: true }).click();
      await page.locator('.drop-zone input[accept*=".csv"]').setInputFiles(madeUp("new.csv", NEW));
      const scored = await download(page, button("Download new.scored.csv"));
      const inPage = predictions(scored.bytes.toString("utf8"), classes);
      expectSame(inPage, ofPage, 1e-9, `${name}: scored in the page, and by the command`);

      evenkeel([
        "train", "--quiet", "--data", path("training.csv"), "--target", target, "--exclude", OTHER[target],
        "--algorithm", algorithm, "--seed", "1", "--resamples", "0", "--model", path("command.json"),
      ]);
      const ofCommand = predict("command.json", classes);
      expectSame(ofPage, ofCommand, 1e-9, `${name}: trained in the page, and by the command`);
    });
  }

  const triples = models.flatMap(({ name }) => [`${name}.onnx`, "new.csv", `${name}.scores.json`]);
  execFileSync("node", [SCORE, ...triples.map(path)]);
  for (const { name, ofPage } of models) {
    const theirs = JSON.parse(readFileSync(path(`${name}.scores.json`), "utf8"));
    expect.soft(theirs.error, `${name}: onnxruntime`).toBeUndefined();
    if (!theirs.error) expectSame(theirs, ofPage, 1e-5, `${name}: onnxruntime, and the command`);
  }
});
