// What the tests share: the demo pair, files made by the command, and a wrong call's error.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

import { EvenkeelError } from "evenkeel";

/** The project's top folder. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A file of the project. */
export const file = (path) => join(root, path);
export const bytes = (path) => readFileSync(file(path));

export const demo = { reference: "public/demo/reference.csv", current: "public/demo/current.csv" };

/** `false`, or why tests that need the command are left out. */
export const withoutCommand = process.env.EVENKEEL_COMMAND
  ? false
  : "EVENKEEL_COMMAND does not name the command; `cargo xtask test --only js` builds it";

/** A folder that is removed when the tests of the file are done. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "evenkeel-js-"));
  after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** The error that a call ends with; it has to be ours. */
export function errorOf(work) {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof EvenkeelError, `${error?.stack ?? error}`);
    assert.ok(error instanceof Error);
    return error;
  }
  return assert.fail("the call was answered");
}

/** Records of a CSV whose cells have no quotes, header first. */
export const records = (text) =>
  text
    .trim()
    .split("\n")
    .map((line) => line.split(","));

/** Rows as objects, numbers as numbers and empty cells as null. */
export function rowsOf(text) {
  const [names, ...rows] = records(text);
  const value = (cell) => (cell === "" ? null : Number.isNaN(Number(cell)) ? cell : Number(cell));
  return rows.map((cells) => Object.fromEntries(names.map((name, at) => [name, value(cells[at])])));
}
