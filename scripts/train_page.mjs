#!/usr/bin/env node
// Trains in the page, for a table beside the command and scikit-learn:
//
//     node train_page.mjs URL FOLDER SET:TARGET:ALGORITHM… [--repeat N] [--out DIR]
//
// URL is that of the site, FOLDER holds SET_train.csv as `scripts/train_peers.py fit` writes it. Each
// case gets a page of its own: the file is loaded as reference, and trained on as the command of
// `cargo xtask bench train` is (all rows, no resamples, seed 1, what the page proposes else). Prints a
// line of JSON for each: set, target, algorithm, rows, fit_seconds, task_seconds, model. The model file
// is DIR/SET-ALGORITHM.page.json (DIR is FOLDER if not said), to be scored by `evenkeel predict` and
// `train_peers.py score`. A case that fails is a line with `error`, and the exit code is then 1.
//
// The page keeps no time of a fit, so it is measured from outside, by what it shows: `fit_seconds` from
// the last sign of reading to the model being there, which is no less than fitting takes (types of the
// columns, the profile of the file and writing the model are in it); `task_seconds` from the click on,
// with the start of the worker and reading. The least of N counts; a fit over 5 s is not repeated.
//
// Playwright is that of tests/e2e (`npm ci` there). CHROMIUM names the browser.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { parseArgs } from "node:util";

const require = createRequire(new URL("../tests/e2e/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

/** A fit may take as long. */
const PATIENCE = 15 * 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { repeat: { type: "string", default: "1" }, out: { type: "string" } },
});
const [url, folder, ...wanted] = positionals;
const cases = wanted.map((text) => text.split(":"));
const repeat = Number(values.repeat);
if (!url || !folder || cases.length === 0 || cases.some((parts) => parts.length !== 3) || !(repeat >= 1)) {
  console.error("usage: node train_page.mjs URL FOLDER SET:TARGET:ALGORITHM… [--repeat N] [--out DIR]");
  process.exit(2);
}
const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (file) => file && existsSync(file),
);
const args = ["--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run"];
if (process.getuid?.() === 0) args.push("--no-sandbox");

/** Notes when the words beside the bar change and when the card of the model comes; before the page's own scripts. */
function watch() {
  const seen = { clicked: NaN, read: NaN, done: NaN };
  Object.assign(globalThis, { seen });
  let before = "";
  const look = () => {
    const words = document.querySelector(".retrain-go .reading-words")?.textContent ?? "";
    if (words !== before && /^(Starting|Reading)/.test(words)) seen.read = performance.now();
    before = words;
    if (document.querySelector(".retrain-result") && Number.isNaN(seen.done)) seen.done = performance.now();
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  document.addEventListener(
    "click",
    (event) => {
      if (event.target?.closest?.(".retrain-go button")) {
        Object.assign(seen, { clicked: performance.now(), read: performance.now(), done: NaN });
      }
    },
    true,
  );
}

/** One training in a new page. */
async function train(browser, [set, target, algorithm], file) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(watch);
    await page.goto(new URL("#/data", url).href);
    await page.locator('input[type="file"]').first().setInputFiles(path.join(folder, `${set}_train.csv`));
    await page.locator(".columns-panel").waitFor({ timeout: PATIENCE });
    await page.getByRole("link", { name: "Retrain" }).click();
    await page.getByRole("combobox", { name: "Target", exact: true }).selectOption(target);
    await page.getByRole("combobox", { name: "Algorithm", exact: true }).selectOption(algorithm);
    for (const [name, value] of [["Validation part", "0"], ["Test part", "0"], ["Seed", "1"], ["Resamples", "0"]]) {
      await page.getByRole("textbox", { name, exact: true }).fill(value);
    }
    await page.getByRole("button", { name: "Train", exact: true }).click();
    const card = page.locator(".retrain-result");
    const failure = page.locator(".retrain-go .card-error");
    await card.or(failure).first().waitFor({ timeout: PATIENCE });
    if (await failure.count()) throw new Error((await failure.first().innerText()).trim());
    const { clicked, read, done } = await page.evaluate(() => globalThis.seen);
    const rows = (await card.locator("dd.is-words").innerText()).match(/^[\d\s,.]+/)?.[0].replace(/\D/g, "");
    await card.getByRole("button", { name: "Open in Models" }).click();
    const sides = page.getByRole("navigation", { name: "Sides of the model" });
    await sides.getByRole("link", { name: "Overview" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download JSON" }).click(),
    ]);
    await download.saveAs(file);
    return { rows: Number(rows), fit_seconds: (done - read) / 1000, task_seconds: (done - clicked) / 1000 };
  } finally {
    await context.close();
  }
}

const browser = await chromium.launch({ executablePath, args });
try {
  for (const each of cases) {
    const [set, target, algorithm] = each;
    const model = path.resolve(values.out ?? folder, `${set}-${algorithm}.page.json`);
    const found = { set, target, algorithm };
    try {
      let best = { fit_seconds: Infinity, task_seconds: Infinity };
      for (let turn = 0; turn < repeat && !(turn > 0 && best.fit_seconds > 5); turn += 1) {
        const now = await train(browser, each, model);
        if (now.fit_seconds < best.fit_seconds) best = now;
      }
      Object.assign(found, best, { model });
    } catch (error) {
      Object.assign(found, { error: String(error instanceof Error ? error.message : error).split("\n")[0] });
      process.exitCode = 1;
    }
    console.log(JSON.stringify(found));
  }
} finally {
  await browser.close();
}
