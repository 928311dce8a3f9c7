// @ts-check
// The measure that the page's JSON is held against the command's by must itself see a difference.
import { expect, test } from "@playwright/test";
import { differences } from "../support/command.js";
import { test as guarded } from "../support/fixtures.js";

test("equal to ten digits is equal, less is not", () => {
  expect(differences({ a: [1.00000000001] }, { a: [1] })).toEqual([]);
  expect(differences({ a: [1.000000001] }, { a: [1] })).toHaveLength(1);
  expect(differences({ p: 1e-300 }, { p: 2e-300 })).toHaveLength(1);
});

test("order, kind and text count", () => {
  expect(differences({ a: 1, b: 2 }, { b: 2, a: 1 })).toHaveLength(1);
  expect(differences({ a: null }, { a: 0 })).toHaveLength(1);
  expect(differences({ a: "x" }, { a: "y" })).toHaveLength(1);
  expect(differences([1, 2], [1])).toHaveLength(1);
  expect(differences([], {})).toHaveLength(1);
});

guarded("a console error fails a test that does nothing else", async ({ page }) => {
  guarded.fail();
  await page.goto("./");
  await page.evaluate(() => console.error("planted"));
});
