// Models: what the command predicts, from files of ours and from ONNX.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { Model, check } from "evenkeel";

import { evenkeel } from "../../tests/e2e/support/command.js";
import { bytes, demo, errorOf, file, folder, records, rowsOf, withoutCommand } from "./support.mjs";

const current = bytes(demo.current);

/** What `evenkeel predict` says of each row, as `Model.predict` gives it. */
function commandsPredictions(model, data) {
  const words = ["predict", "--model", model, "--data", data, "--out", "-", "--quiet"];
  const [names, ...rows] = records(evenkeel(words));
  const at = names.indexOf("prediction");
  const classes = names.slice(at + 1).map((name) => name.replace("probability_", ""));
  const probabilities = (row) => Object.fromEntries(classes.map((name, place) => [name, Number(row[at + 1 + place])]));
  return rows.map((row) => ({ prediction: row[at], probabilities: probabilities(row) }));
}

/** Labels have to agree, and probabilities within 10⁻⁹: native and wasm differ in the last bits. */
function assertAgree(found, expected) {
  assert.equal(found.length, expected.length);
  for (const [row, { prediction, probabilities }] of expected.entries()) {
    assert.equal(found[row].prediction, prediction, `row ${row}`);
    assert.deepEqual(Object.keys(found[row].probabilities), Object.keys(probabilities));
    for (const [name, value] of Object.entries(probabilities)) {
      const ours = found[row].probabilities[name];
      assert.ok(Math.abs(ours - value) <= 1e-9, `row ${row}, class ${name}: ${ours} and ${value}`);
    }
  }
}

for (const algorithm of ["logistic", "naive_bayes", "forest", "boosting"]) {
  test(`${algorithm} predicts what the command predicts, as JSON and as ONNX`, { skip: withoutCommand }, () => {
    const [json, onnx] = ["model.json", "model.onnx"].map((name) => join(folder(), name));
    const words = ["train", "--data", file(demo.reference), "--target", "target", "--algorithm", algorithm, "--quiet"];
    evenkeel([...words, "--model", json, "--onnx", onnx]);
    for (const path of [json, onnx]) {
      const model = Model.read(readFileSync(path));
      const expected = commandsPredictions(path, file(demo.current));
      assert.deepEqual(model.classes, ["0", "1"]);
      assert.ok(model.inputs.length > 0 && model.inputs.every((input) => input.kind === "numeric"));
      assertAgree(model.predict(current), expected);
      assertAgree(model.predict(rowsOf(current.toString())), expected);
      model.free();
    }
  });
}

test("a model's file is a reference of a check", { skip: withoutCommand }, () => {
  const path = join(folder(), "model.json");
  evenkeel([
    "train",
    "--data",
    file(demo.reference),
    "--target",
    "target",
    "--algorithm",
    "tree",
    "--model",
    path,
    "--quiet",
  ]);
  const found = check(readFileSync(path), current);
  assert.equal(found.columns.find((column) => column.name === "mean radius").verdict.drifted, true);
  const asObject = Model.read(JSON.parse(readFileSync(path, "utf8")));
  assert.equal(asObject.format, "evenkeel");
  assert.equal(asObject.target, "target");
});

for (const name of ["logistic_columns", "forest_columns"]) {
  test(`${name}.onnx says what onnxruntime says`, () => {
    const expected = JSON.parse(bytes(`tests/onnx/${name}.json`).toString());
    const model = Model.read(bytes(`tests/onnx/${name}.onnx`));
    const data = bytes(`tests/onnx/${expected.data}`);
    assert.equal(model.format, "onnx");
    for (const found of [model.predict(data), model.predict(rowsOf(data.toString()))]) {
      assert.deepEqual(
        found.map((row) => row.prediction),
        expected.label,
      );
      for (const [row, values] of expected.probabilities.entries()) {
        const ours = model.classes.map((label) => found[row].probabilities[label]);
        // onnxruntime computes with 32-bit floats; `tests/onnx.rs` allows as much.
        ours.forEach((value, at) => assert.ok(Math.abs(value - values[at]) <= 1e-5, `row ${row}`));
      }
    }
  });
}

test("an ONNX model without names of columns takes them from an option", () => {
  const expected = JSON.parse(bytes("tests/onnx/boosting.json").toString());
  const file = bytes("tests/onnx/boosting.onnx");
  const data = bytes(`tests/onnx/${expected.data}`);
  const model = Model.read(file, { columns: expected.columns });
  assert.equal(model.unnamedInputs, expected.columns.length);
  assert.deepEqual(
    model.predict(data).map((row) => row.prediction),
    expected.label,
  );
  const swapped = Model.read(file, { columns: [...expected.columns].reverse() });
  assert.notDeepEqual(swapped.predict(data), model.predict(data));
  assert.match(errorOf(() => Model.read(file, { columns: ["age"] }).predict(data)).message, /takes 3 numbers a row/);
});

test("rows that do not fit are refused with the command's sentence", { skip: withoutCommand }, () => {
  const path = join(folder(), "model.json");
  evenkeel([
    "train",
    "--data",
    file(demo.reference),
    "--target",
    "target",
    "--algorithm",
    "tree",
    "--model",
    path,
    "--quiet",
  ]);
  const model = Model.read(readFileSync(path));
  const rows = rowsOf(current.toString());
  const without = rows.map(({ "mean radius": _, ...row }) => row);
  const missing = errorOf(() => model.predict(without));
  assert.equal(
    missing.message,
    "the model needs the column `mean radius`, which `rows` does not have: rename or add it",
  );
  assert.equal(missing.code, "model");
  const text = errorOf(() =>
    model.predict(rows.map((row, at) => (at === 2 ? { ...row, "mean radius": "wide" } : row))),
  );
  assert.match(text.message, /`mean radius`.*`wide`/);
  assert.match(text.message, /row 3/);
  const more = rows.map((row) => ({ ...row, unknown: "ignored" }));
  assert.deepEqual(model.predict(more), model.predict(rows));
  const gap = model.predict(rows.map((row) => ({ ...row, "mean radius": null })));
  assert.equal(gap.length, rows.length);
});

test("what is no model is refused, and a freed one says so", () => {
  const onnx = bytes("tests/onnx/boosting.onnx");
  const wrong = [
    [() => Model.read("a,b\n1,2\n"), "model", /is not a model that can be read/],
    [() => Model.read(new Uint8Array()), "model", /is not a model that can be read/],
    [() => Model.read(onnx.subarray(0, onnx.length - 5)), "model", /`model` is not a model that can be read/],
    [() => Model.read('{"format":"evenkeel.model"}', { name: "m.json" }), "file", /^m\.json is not a usable model/],
    [() => Model.read(undefined), "file", /a model is read from/],
    [() => Model.read(onnx, { columns: "age" }), "option", /^columns: an array of names/],
    [() => Model.read(onnx, { colums: [] }), "option", /unknown field `colums`/],
    [() => new Model(), "option", /made by `Model.read/],
    [() => Model.read(onnx).predict({ age: 1 }), "data", /is not data/],
    [() => Model.read(onnx).predict("age\n"), "data", /no rows/],
  ];
  for (const [work, code, sentence] of wrong) {
    const error = errorOf(work);
    assert.match(error.message, sentence);
    assert.equal(error.code, code, error.message);
  }
  const model = Model.read(onnx);
  assert.deepEqual(model.predict([]), []);
  model.free();
  model.free();
  assert.match(errorOf(() => model.predict("a\n1\n")).message, /this model was freed/);
});

test("bytes in any disorder end with an error of ours or an answer", () => {
  // A fixed generator (Numerical Recipes' constants), so that a failure can be repeated.
  let state = 1;
  const next = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
  const seeds = [
    bytes("tests/onnx/boosting.onnx"),
    bytes("tests/onnx/logistic_columns.onnx"),
    Buffer.from('a,b\n1,"x\ny"\n;\t|\r\n'),
  ];
  let refused = 0;
  for (let round = 0; round < 300; round += 1) {
    const seed = new Uint8Array(seeds[round % seeds.length]);
    for (let change = 0; change < 1 + next(8); change += 1) seed[next(seed.length)] = next(256);
    for (const work of [() => Model.read(seed).free(), () => check(seed, current)]) {
      try {
        work();
      } catch (error) {
        assert.equal(error.name, "EvenkeelError", `${error?.stack}`);
        assert.notEqual(error.code, "internal", error.message);
        refused += 1;
      }
    }
  }
  assert.ok(refused > 100, `${refused} of 600 were refused`);
});
