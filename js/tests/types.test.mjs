// The types: a program that uses all of the package passes the strictest check, and wrong uses do not.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { check } from "evenkeel";

import { bytes, demo, file } from "./support.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

function tsc(...words) {
  const strict = [
    "--noEmit",
    "--strict",
    "--exactOptionalPropertyTypes",
    "--noUncheckedIndexedAccess",
    "--target",
    "es2022",
  ];
  const program = fileURLToPath(new URL("node_modules/typescript/bin/tsc", import.meta.url));
  const ran = spawnSync(process.execPath, [program, ...strict, ...words], { cwd: here, encoding: "utf8" });
  return { status: ran.status, text: ran.stdout + ran.stderr };
}

for (const [how, words] of [
  ["a module of Node.js", ["--module", "nodenext", "--lib", "es2022", "types/service.mts"]],
  ["a CommonJS module of Node.js", ["--module", "nodenext", "--lib", "es2022", "types/service.cts"]],
  ["a bundled page", ["--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2022,dom", "types/page.ts"]],
]) {
  test(`${how} passes tsc --strict`, () => {
    const { status, text } = tsc(...words);
    assert.equal(status, 0, text);
  });
}

// Every line of wrong.mts that says so must be an error, and no other.
test("wrong uses do not pass", () => {
  const { text } = tsc("--module", "nodenext", "--lib", "es2022", "types/wrong.mts");
  assert.equal(text, "");
  const expected = readFileSync(`${here}types/wrong.mts`, "utf8").match(/@ts-expect-error/g);
  assert.ok(expected.length >= 8);
});

test("methods, kinds and roles of the types are those of the schema", () => {
  const schema = JSON.parse(readFileSync(file("src/report/evenkeel.check.schema.json"), "utf8"));
  const types = readFileSync(file("js/package/index.d.ts"), "utf8");
  for (const [type, name] of [
    ["Method", "method"],
    ["Kind", "kind"],
    ["Role", "role"],
    ["Severity", "severity"],
    ["Level", "level"],
  ]) {
    const written = new RegExp(`export type ${type} =([^;]+);`).exec(types)[1].match(/(?<=["'])[a-z0-9_]+(?=["'])/g);
    assert.deepEqual(written, schema.$defs[name].enum, type);
  }
  // What stands in a check stands in its type, and in the schema's order.
  const found = check(bytes(demo.reference), bytes(demo.current));
  assert.deepEqual(Object.keys(found), schema.required);
});
