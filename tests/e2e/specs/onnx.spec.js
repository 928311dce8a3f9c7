// Every algorithm with every calibration, written as ONNX and scored by onnxruntime-web in a
// process of its own: labels are ours, probabilities within 1e-5. Needs no page.

import { expect, test } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { table } from "../../onnx/score.mjs";

const COMMAND = process.env.EVENKEEL_COMMAND;
const SCORE = fileURLToPath(new URL("../../onnx/score.mjs", import.meta.url));
const ALGORITHMS = ["logistic", "naive_bayes", "ftrl", "tree", "forest", "boosting"];
const CALIBRATIONS = ["none", "platt", "isotonic"];

/** Numbers in [0, 1) that are the same in every run: mulberry32. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Rows with missing cells in every column; `colours` decides which categories occur. */
function rows(count, seed, colours) {
  const random = generator(seed);
  const lines = ["age,dose,colour,smoker,two,three"];
  for (let row = 0; row < count; row += 1) {
    const [age, dose] = [20 + 60 * random(), -3 * Math.log(1 - random())];
    const colour = colours[Math.floor(random() * colours.length)];
    const smoker = random() < 0.4;
    const score = (age - 50) / 15 + (colour === "red" ? 1.5 : 0) - 0.4 * dose + (smoker ? 0.8 : 0) + random() - 0.5;
    const two = score > 0 ? "yes" : "no";
    const three = score > 0.7 ? "high" : score > -0.7 ? "middle" : "low";
    const cells = [age.toFixed(2), dose.toFixed(3), colour, seed === 1 ? String(smoker) : String(smoker).toUpperCase()];
    lines.push([...cells.map((cell) => (random() < 0.08 ? "" : cell)), two, three].join(","));
  }
  return `${lines.join("\n")}\n`;
}

test.describe("ONNX in onnxruntime", () => {
  let folder;
  test.beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "evenkeel-onnx-"));
    writeFileSync(join(folder, "training.csv"), rows(900, 1, ["red", "green", "blue"]));
    writeFileSync(join(folder, "new.csv"), rows(300, 2, ["red", "green", "blue", "violet"]));
  });
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const target of ["two", "three"]) {
    for (const algorithm of ALGORITHMS) {
      for (const calibration of CALIBRATIONS) {
        test(`${algorithm}, calibration ${calibration}, target ${target}`, () => {
          const path = (name) => join(folder, name);
          const name = `${target}-${algorithm}-${calibration}`;
          const other = target === "two" ? "three" : "two";
          const calibrate = calibration === "none" ? [] : ["--calibration", calibration];
          execFileSync(COMMAND, [
            "train", "--data", path("training.csv"), "--target", target, "--exclude", other, "--algorithm", algorithm,
            ...calibrate, "--seed", "1", "--model", path(`${name}.json`), "--onnx", path(`${name}.onnx`),
          ]);
          execFileSync(COMMAND, [
            "predict", "--model", path(`${name}.json`), "--data", path("new.csv"), "--out", path(`${name}.csv`),
          ]);
          execFileSync("node", [SCORE, path(`${name}.onnx`), path("new.csv"), path(`${name}.scores.json`)]);

          const ours = table(readFileSync(path(`${name}.csv`), "utf8"));
          const theirs = JSON.parse(readFileSync(path(`${name}.scores.json`), "utf8"));
          expect(theirs.label).toHaveLength(300);
          expect(ours.column("prediction")).toEqual(theirs.label);
          const classes = target === "two" ? ["no", "yes"] : ["high", "low", "middle"];
          classes.forEach((label, at) => {
            const probabilities = ours.column(`probability_${label}`).map(Number);
            const most = Math.max(...probabilities.map((p, row) => Math.abs(p - theirs.probabilities[row][at])));
            expect(most).toBeLessThanOrEqual(1e-5);
          });
        });
      }
    }
  }
});
