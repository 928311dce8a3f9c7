// A check is what the command writes; options mean what its options mean.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { check, profile } from "evenkeel";

import { differences, evenkeel } from "../../tests/e2e/support/command.js";
import { bytes, demo, errorOf, file, folder, rowsOf, withoutCommand } from "./support.mjs";

const names = { reference: "reference.csv", current: "current.csv" };
const reference = bytes(demo.reference);
const current = bytes(demo.current);

function commandsCheck(...options) {
  const sides = ["--reference", file(demo.reference), "--current", file(demo.current)];
  return JSON.parse(evenkeel(["check", ...sides, "--json", "-", "--quiet", ...options]));
}

test("the demo pair is judged as the command judges it", { skip: withoutCommand }, () => {
  assert.deepEqual(differences(check(reference, current, { names }), commandsCheck()), []);
});

test("options mean what the command's options mean", { skip: withoutCommand }, () => {
  const options = {
    preset: "evidently",
    correction: "holm",
    threshold: 0.01,
    columns: {
      target: { role: "target" },
      "mean texture": { method: "psi", threshold: 0.3 },
      "mean area": { kind: "categorical" },
    },
    kinds: { numeric: { minEffect: 0.2 } },
    tests: ["ks", "psi"],
    names,
  };
  const words = ["--preset", "evidently", "--correction", "holm", "--threshold", "0.01", "--role", "target=target"];
  words.push("--method", "mean texture=psi", "--threshold", "mean texture=0.3", "--kind", "mean area=categorical");
  words.push("--min-effect", "kind:numeric=0.2", "--methods", "ks,psi");
  assert.deepEqual(differences(check(reference, current, options), commandsCheck(...words)), []);
});

test("the text of a policy file is taken, and options go before it", { skip: withoutCommand }, () => {
  const policy = 'preset = "nannyml"\nshare_threshold = 0.01\n\n[column."mean radius"]\nrole = "id"\n';
  const path = join(folder(), "evenkeel.toml");
  writeFileSync(path, policy);
  const found = check(reference, current, { policy, names });
  assert.deepEqual(differences(found, commandsCheck("--policy", path)), []);
  assert.equal(found.policy.roles["mean radius"], "id");
  assert.equal(check(reference, current, { policy, preset: "robust" }).policy.preset, "robust");
});

test("whole rows are compared where that is asked for", { skip: withoutCommand }, () => {
  const found = check(reference, current, { multivariate: true, names });
  assert.deepEqual(differences(found, commandsCheck("--multivariate")), []);
});

test("text, bytes, buffers and views are read alike", () => {
  const expected = check(reference, current);
  const buffer = new Uint8Array([...reference]).buffer;
  const padded = new Uint8Array(current.length + 3);
  padded.set(current, 2);
  const shared = new Uint8Array(new SharedArrayBuffer(reference.length));
  shared.set(reference);
  assert.deepEqual(check(reference.toString(), current.toString()), expected);
  assert.deepEqual(check(buffer, new DataView(padded.buffer, 2, current.length)), expected);
  assert.deepEqual(check(shared.buffer, padded.subarray(2, 2 + current.length)), expected);
});

test("rows are read as the CSV that they make", () => {
  const [first, second] = [rowsOf(reference.toString()), rowsOf(current.toString())];
  assert.deepEqual(check(first, second), check(reference, current));
});

test("a profile takes the place of its data, but for what whole rows tell", () => {
  const whole = check(reference, current);
  const kept = profile(reference, { name: "reference" });
  assert.deepEqual(check(kept, current), whole);
  const saved = kept.toBytes();
  const found = check(saved, current);
  assert.equal(found.relations, null);
  const withoutRows = (all) => ({ ...all, relations: null, findings: [] });
  assert.deepEqual(withoutRows(found), withoutRows(whole));
  assert.equal(check(saved, current, { names: { reference: "kept" } }).reference.name, "kept");
});

test("reading options are those of the command", () => {
  const text = "x;y\n1.000,5;?\n2.500,25;b\n";
  const { columns } = profile(text, {
    reading: { delimiter: ";", decimalComma: true, thousands: ".", missing: ["?"] },
  });
  assert.deepEqual([columns[0].numbers, columns[1].missing, columns[1].texts], [2, 1, 1]);
  const utf16 = new Uint8Array(new Uint16Array([..."a,b\n1,é\n"].map((it) => it.charCodeAt(0))).buffer);
  assert.equal(profile(utf16, { reading: { encoding: "utf-16le" } }).columns[1].texts, 1);
});

test("wrong options and data end with one sentence that names them", () => {
  const wrong = [
    [() => check(reference, current, { presett: "robust" }), "option", /^options: unknown field `presett`/],
    [() => check(reference, current, { preset: "bold" }), "option", /^preset: .*robust/],
    [() => check(reference, current, { threshold: Number.NaN }), "option", /^threshold: NaN is not a number/],
    [() => check(reference, current, { threshold: 3, method: "ks" }), "drift", /threshold/],
    [() => check(reference, current, { policy: "preset = 3" }), "file", /^policy, line 1: /],
    [() => check(reference, current, { policy: "unknown = 3" }), "file", /^policy, line 1: /],
    [
      () => check(reference, current, { columns: { nowhere: { role: "id" } } }),
      "drift",
      /there is no column `nowhere`/,
    ],
    [() => check(reference, current, { reading: { delimiter: ",," } }), "option", /`,,` is not one ASCII character/],
    [() => check(reference, current, { reading: { quote: "'" } }), "option", /unknown field `quote`/],
    [() => check(reference, current, { names: { left: "x" } }), "option", /unknown field `left`/],
    [() => check(reference, current, "robust"), "option", /an object is needed/],
    [() => check(reference), "data", /^the current data is not data/],
    [() => check(reference, 7), "data", /^the current data is not data/],
    [() => check(reference, ""), "data", /^current is empty/],
    [() => check([], current), "data", /^reference is empty/],
    [() => check(reference, "a,b\n"), "data", /^current has a header but no rows/],
    [() => check('a,b\n1,"x\n', current), "data", /^reference.*line 2.*never closed/],
    [() => profile(bytes("docs/screenshot.png")), "data", /not a CSV file but a PNG image/],
  ];
  for (const [work, code, sentence] of wrong) {
    const error = errorOf(work);
    assert.match(error.message, sentence);
    assert.equal(error.code, code, error.message);
    assert.equal(error.name, "EvenkeelError");
  }
});

test("an error says what the command says", { skip: withoutCommand }, () => {
  const path = join(folder(), "broken.csv");
  writeFileSync(path, 'a,b\n1,2\n"3,4\n');
  const ours = errorOf(() => check(readFileSync(path), current, { names: { reference: "broken.csv" } })).message;
  assert.throws(
    () => evenkeel(["check", "--reference", path, "--current", file(demo.current)]),
    (thrown) => {
      assert.equal(thrown.stderr.trim(), `evenkeel: ${ours}`);
      return thrown.status === 2;
    },
  );
});
