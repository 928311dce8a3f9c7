// Every algorithm with every calibration, written as ONNX and scored by onnxruntime-web in a
// process of its own: labels are ours, probabilities within 1e-5. Needs no page.

import { expect, test } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { table } from "../../onnx/score.mjs";
import { evenkeel } from "../support/command.js";

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
    test(`every algorithm and calibration, target ${target}`, () => {
      const path = (name) => join(folder, name);
      const other = target === "two" ? "three" : "two";
      const classes = target === "two" ? ["no", "yes"] : ["high", "low", "middle"];
      const cases = ALGORITHMS.flatMap((algorithm) => CALIBRATIONS.map((calibration) => ({ algorithm, calibration })));
      for (const each of cases) {
        const { algorithm, calibration } = each;
        each.name = `${algorithm}, calibration ${calibration}, target ${target}`;
        each.file = `${target}-${algorithm}-${calibration}`;
        evenkeel([
          "train", "--quiet", "--data", path("training.csv"), "--target", target, "--exclude", other,
          "--algorithm", algorithm, "--calibration", calibration, "--seed", "1", "--resamples", "0",
          "--model", path(`${each.file}.json`), "--onnx", path(`${each.file}.onnx`),
        ]);
        evenkeel([
          "predict", "--quiet", "--model", path(`${each.file}.json`), "--data", path("new.csv"),
          "--out", path(`${each.file}.csv`),
        ]);
      }
      // One process for all: it is onnxruntime's start that takes long.
      const triples = cases.flatMap(({ file }) => [`${file}.onnx`, "new.csv", `${file}.scores.json`]);
      execFileSync("node", [SCORE, ...triples.map(path)]);
      for (const { name, file } of cases) {
        const ours = table(readFileSync(path(`${file}.csv`), "utf8"));
        const theirs = JSON.parse(readFileSync(path(`${file}.scores.json`), "utf8"));
        expect.soft(theirs.error, `${name}: onnxruntime`).toBeUndefined();
        if (theirs.error) continue;
        expect.soft(theirs.label, `${name}: rows`).toHaveLength(300);
        expect.soft(ours.column("prediction"), `${name}: labels`).toEqual(theirs.label);
        const gaps = classes.flatMap((label, at) =>
          ours.column(`probability_${label}`).map((p, row) => Math.abs(Number(p) - theirs.probabilities[row][at])),
        );
        const most = gaps.every(Number.isFinite) ? Math.max(...gaps) : Infinity;
        expect.soft(most, `${name}: largest gap of probabilities`).toBeLessThanOrEqual(1e-5);
      }
    });
  }
});
