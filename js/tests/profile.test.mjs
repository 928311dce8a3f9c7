// Profiles: written, read back, made of streams and of rows.

import assert from "node:assert/strict";
import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { Profile, check, profile } from "evenkeel";

import { evenkeel } from "../../tests/e2e/support/command.js";
import { bytes, demo, errorOf, file, folder, withoutCommand } from "./support.mjs";

const reference = bytes(demo.reference);

test("a profile is written byte for byte as the command writes it", { skip: withoutCommand }, () => {
  const [plain, full] = ["plain.json", "full.json"].map((name) => join(folder(), name));
  evenkeel(["profile", file(demo.reference), "--out", plain, "--quiet"]);
  evenkeel(["profile", file(demo.reference), "--out", full, "--quiet", "--with-rows"]);
  const made = profile(reference, { name: "reference.csv" });
  assert.ok(readFileSync(plain).equals(made.toBytes()));
  assert.ok(readFileSync(full).equals(made.toBytes({ withRows: true })));
});

test("what was written is read back", () => {
  const made = profile(reference, { name: "demo" });
  for (const read of [
    Profile.read(made.toBytes()),
    Profile.read(made.toString()),
    Profile.read(JSON.parse(JSON.stringify(made))),
    profile(made.toBytes()),
  ]) {
    assert.deepEqual([read.name, read.rows, read.bytes, read.hasRows], ["demo", 200, reference.length, false]);
    assert.deepEqual(read.columns, made.columns);
    assert.equal(read.toString(), made.toString());
  }
  const withRows = Profile.read(made.toBytes({ withRows: true }), { name: "renamed" });
  assert.deepEqual([withRows.name, withRows.hasRows], ["renamed", true]);
});

test("a stream in pieces is the same as the file", async () => {
  const whole = profile(reference).toString({ withRows: true });
  const streams = [
    createReadStream(file(demo.reference), { highWaterMark: 97 }),
    new Blob([reference]).stream(),
    { getReader: () => new Blob([reference]).stream().getReader() },
    [reference.subarray(0, 10), reference.subarray(10)],
  ];
  for (const stream of streams) {
    const made = await Profile.fromStream(stream);
    assert.equal(made.toString({ withRows: true }), whole);
  }
  await assert.rejects(Profile.fromStream([7]), { name: "EvenkeelError", code: "data" });
  await assert.rejects(Profile.fromStream(7), { name: "EvenkeelError", code: "data" });
  await assert.rejects(Profile.fromStream(["a,b\n"]), { name: "EvenkeelError", message: /no rows/ });
});

test("cells of rows are what they are in JavaScript", () => {
  const rows = [
    { n: 0.1 + 0.2, t: 'a "b", c\nd', b: true, d: new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6)), i: 12n },
    { n: -1e-7, t: "sep=;", b: false, d: new Date(Date.UTC(2026, 0, 3)), i: 5, late: Infinity },
    { n: Number.NaN, t: null, b: undefined, d: new Date(Number.NaN) },
  ];
  const made = profile(rows);
  const about = Object.fromEntries(made.columns.map(({ name, ...facts }) => [name, facts]));
  assert.deepEqual(Object.keys(about), ["n", "t", "b", "d", "i", "late"]);
  assert.deepEqual([about.n.numbers, about.n.missing], [2, 1]);
  assert.deepEqual([about.t.texts, about.t.distinctTexts, about.t.missing], [2, 2, 1]);
  assert.deepEqual([about.b.texts, about.d.texts, about.i.numbers], [2, 2, 2]);
  assert.deepEqual([about.late.infinite, about.late.missing], [1, 2]);
  const saved = made.toString();
  assert.ok(
    saved.includes(String(0.1 + 0.2)) &&
      saved.includes("2026-01-02T03:04:05.006Z") &&
      saved.includes('a \\"b\\", c\\nd'),
  );
  const kinds = Object.fromEntries(check(rows, rows).columns.map((column) => [column.name, column.kind]));
  assert.deepEqual([kinds.n, kinds.b, kinds.d], ["numeric", "boolean", "datetime"]);
});

test("a table of one column keeps its empty cells, and any name is a column's", () => {
  const lone = profile([{ only: null }, { only: 1 }, {}]);
  assert.deepEqual([lone.rows, lone.columns[0].missing, lone.columns[0].numbers], [3, 2, 1]);
  const names = ["sep=;", '{"a":', "__proto__", "constructor", "<img src=x onerror=alert(1)>", "a,b\nc", "é \u{1F600}"];
  for (const name of names) {
    const row = Object.fromEntries([[name, 1]]);
    assert.deepEqual(
      profile([row, {}]).columns.map((column) => column.name),
      [name],
    );
    const [column] = check([row, row], [row]).columns;
    assert.equal(column.name, name);
  }
});

test("what is no cell, no row or no profile is refused", () => {
  const wrong = [
    [() => profile([{ a: 1 }, { a: [1] }]), "data", /^row 2, column `a`: a cell cannot be an array/],
    [() => profile([{ a: {} }]), "data", /a cell cannot be an object/],
    [() => profile([{ a: () => 1 }]), "data", /a cell cannot be a function/],
    [() => profile([{ a: Symbol("s") }]), "data", /a cell cannot be a symbol/],
    [() => profile([{ a: 1 }, null]), "data", /^row 2 is not an object/],
    [() => profile([[1, 2]]), "data", /^row 1 is not an object/],
    [() => profile([{}]), "data", /is empty/],
    [() => profile(), "data", /is not data/],
    [() => profile("a\n1\n", { nme: "x" }), "option", /unknown field `nme`/],
    [() => profile("a\n1\n", { name: 7 }), "option", /^name: a text is needed/],
    [() => new Profile(), "option", /made by `profile\(data\)`/],
    [() => Profile.read({ a: 1 }), "file", /a profile is read from/],
    [() => Profile.read("a,b\n1,2\n"), "file", /not a usable reference profile/],
    [() => Profile.read('{"format":"evenkeel.profile","format_version":99}'), "file", /update evenkeel/],
    [() => Profile.read('{"format":"evenkeel.check","format_version":1}'), "file", /is not a reference profile/],
  ];
  for (const [work, code, sentence] of wrong) {
    const error = errorOf(work);
    assert.match(error.message, sentence);
    assert.equal(error.code, code, error.message);
  }
});

test("integers of 64 bits are kept in bytes and not rounded in objects", () => {
  const many = profile(Array.from({ length: 131_073 }, (_, at) => ({ id: `t${at}` })));
  assert.match(errorOf(() => JSON.stringify(many)).message, /64 bits/);
  const saved = many.toString();
  assert.equal(Profile.read(saved).toString(), saved);
  assert.match(errorOf(() => Profile.read(JSON.parse(saved))).message, /64 bits/);
});

test("a freed profile says so", () => {
  const made = profile("a\n1\n");
  made.free();
  made.free();
  assert.match(errorOf(() => check(made, "a\n1\n")).message, /this profile was freed/);
  assert.match(errorOf(() => made.toBytes()).message, /this profile was freed/);
});
