// @ts-check
// How a test speaks to the page: files in, downloads out, themes, pictures.
import { readFile } from "node:fs/promises";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";

/** The project's top folder. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Path of a file of the project. */
export const project = (/** @type {string[]} */ ...parts) => path.join(root, ...parts);

/** The demo pair, as files on disk. */
export const demo = {
  reference: project("public", "demo", "reference.csv"),
  current: project("public", "demo", "current.csv"),
};

/**
 * A file made in the test, as `setInputFiles` takes it.
 * @param {string} name
 * @param {string | Buffer} contents
 */
export function madeUp(name, contents) {
  return { name, mimeType: "text/csv", buffer: Buffer.from(contents) };
}

/**
 * Gives files to the n-th file input of the page, as a person does who picks them in the dialog.
 * @param {import("@playwright/test").Locator} input
 * @param {Parameters<import("@playwright/test").Locator["setInputFiles"]>[0]} files
 */
export async function choose(input, files) {
  // The input itself is often hidden behind a drop zone.
  await input.setInputFiles(files);
}

/**
 * Drops files onto an element, as a person does who drags them from a folder.
 * @param {import("@playwright/test").Page} page
 * @param {import("@playwright/test").Locator} target
 * @param {string[]} files paths on disk
 */
export async function drop(page, target, files) {
  const contents = await Promise.all(
    files.map(async (file) => ({ name: path.basename(file), text: await readFile(file, "utf8") })),
  );
  const transfer = await page.evaluateHandle((made) => {
    const data = new DataTransfer();
    for (const { name, text } of made) data.items.add(new File([text], name, { type: "text/csv" }));
    return data;
  }, contents);
  await target.dispatchEvent("dragenter", { dataTransfer: transfer });
  await target.dispatchEvent("dragover", { dataTransfer: transfer });
  await target.dispatchEvent("drop", { dataTransfer: transfer });
}

/**
 * Does `action` and returns what the browser then downloads.
 * @param {import("@playwright/test").Page} page
 * @param {() => Promise<unknown>} action
 */
export async function download(page, action) {
  const [file] = await Promise.all([page.waitForEvent("download"), action()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/**
 * Takes a file away from the Download menu of the Drift tab.
 * @param {import("@playwright/test").Page} page
 * @param {string} format as the menu says it
 */
export async function takeAway(page, format) {
  await page.getByRole("button", { name: "Download", exact: true }).click();
  const entry = page.getByRole("list", { name: "Formats" }).getByRole("button", { name: format, exact: true });
  return download(page, () => entry.click());
}

/**
 * Fails on any violation of WCAG 2.2 AA that axe can see.
 * @param {import("@playwright/test").Page} page
 */
export async function expectAccessible(page) {
  const found = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const told = found.violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
  expect(told, "axe").toEqual([]);
}

/**
 * Writes a picture if EVENKEEL_SCREENSHOTS names a folder; else does nothing.
 * @param {import("@playwright/test").Page} page
 * @param {string} name
 */
export async function picture(page, name) {
  const folder = process.env.EVENKEEL_SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const width = page.viewportSize()?.width ?? 0;
  await page.screenshot({ path: path.join(folder, `${name}-${width}.png`), fullPage: true });
}

/**
 * Begins to note tasks of the page's own thread that take longer than 50 ms. Call before `goto`.
 * @param {import("@playwright/test").Page} page
 * @returns {Promise<() => Promise<number[]>>} asks for their durations so far
 */
export async function watchLongTasks(page) {
  await page.addInitScript(() => {
    const seen = /** @type {number[]} */ ([]);
    Object.assign(globalThis, { longTasks: seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.push(entry.duration);
    }).observe({ type: "longtask", buffered: true });
  });
  return () => page.evaluate(() => /** @type {any} */ (globalThis).longTasks);
}
