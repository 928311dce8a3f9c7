// @ts-check
// What-if: every change of the policy shows its effect at once, says who decided, and can be undone.
import { expect, test } from "../support/fixtures.js";
import { evenkeel } from "../support/command.js";
import { demo, download, drop, expectAccessible, madeUp, picture } from "../support/page.js";
import { writeFileSync } from "node:fs";

/** @typedef {import("@playwright/test").Page} Page */

const verdict = (/** @type {Page} */ page) => page.getByRole("region", { name: "Verdict" });
const detail = (/** @type {Page} */ page) => page.locator("#drift-detail");
const row = (/** @type {Page} */ page, /** @type {string} */ name) =>
  page.locator("tr.drift-row").filter({ has: page.getByRole("button", { name, exact: true }) });
const preset = (/** @type {Page} */ page) => page.getByLabel("Preset", { exact: true });
const undo = (/** @type {Page} */ page) => page.getByRole("button", { name: "Undo the last change of the policy" });

/** Counts what the page posts to its workers, by the byte that names the request. */
async function countRequests(/** @type {Page} */ page) {
  await page.addInitScript(() => {
    const posted = /** @type {number[]} */ ([]);
    Object.assign(globalThis, { posted });
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (/** @type {any[]} */ ...words) {
      const bytes = Array.isArray(words[0]) ? words[0][0] : undefined;
      if (bytes instanceof Uint8Array) posted.push(bytes[0]);
      return post.apply(this, /** @type {any} */ (words));
    };
  });
  // Postcard writes a variant's position: `Judge` and `JudgeAgain` are the fifth and sixth request.
  return async () => {
    const posted = /** @type {number[]} */ (await page.evaluate(() => /** @type {any} */ (globalThis).posted));
    return { judge: posted.filter((b) => b === 4).length, again: posted.filter((b) => b === 5).length };
  };
}

async function demoAt(/** @type {Page} */ page, hash = "#/drift") {
  await page.goto("./#/data");
  await page.locator('input[type="file"]').first().setInputFiles([demo.reference, demo.current]);
  await page.goto(`./${hash}`);
  await expect(verdict(page)).toContainText("drifted");
}

/** On a narrow page the less used controls are behind a button. */
async function showAll(/** @type {Page} */ page) {
  const more = page.getByRole("button", { name: "More", exact: true });
  if (await more.isVisible()) await more.click();
}

test("a preset judges at once, without the worker, and is undone and redone", async ({ page }) => {
  const requests = await countRequests(page);
  await demoAt(page);
  await expect(row(page, "mean radius")).toContainText("from: preset");
  const before = await requests();
  expect(before.judge).toBe(1);
  const robust = await verdict(page).locator(".banner-facts").innerText();
  await preset(page).selectOption("nannyml");
  await expect(row(page, "mean radius")).toContainText("Jensen-Shannon");
  const nannyml = await verdict(page).locator(".banner-facts").innerText();
  const after = await requests();
  expect(after).toEqual({ judge: before.judge, again: before.again + 1 });
  expect(new URL(page.url()).hash).toContain("preset=nannyml");

  await undo(page).click();
  await expect(row(page, "mean radius")).toContainText("KS");
  await expect(verdict(page).locator(".banner-facts")).toHaveText(robust);
  await expect(preset(page)).toHaveValue("robust");
  await page.keyboard.press("Control+Shift+Z");
  await expect(preset(page)).toHaveValue("nannyml");
  await expect(verdict(page).locator(".banner-facts")).toHaveText(nannyml);
  await page.keyboard.press("Control+z");
  await expect(preset(page)).toHaveValue("robust");
  expect((await requests()).judge).toBe(before.judge);
});

test("1,000 columns are judged and drawn anew in a frame", async ({ page }, info) => {
  const csv = (/** @type {number} */ shift) => {
    const header = Array.from({ length: 1_000 }, (_, c) => `column ${c}`).join(",");
    const body = Array.from({ length: 120 }, (_, r) =>
      Array.from({ length: 1_000 }, (_, c) => ((r * 31 + c * 17) % 101) + (c % 3 ? 0 : shift)).join(","),
    );
    return [header, ...body].join("\n");
  };
  await page.goto("./#/data");
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles([madeUp("reference.csv", csv(0)), madeUp("current.csv", csv(60))]);
  await page.goto("./#/drift");
  await expect(verdict(page)).toContainText("of 1,000 columns drifted");
  // From the change of the menu to rows that are laid out; the test says what it took, and does not judge it.
  const took = await page.evaluate(async () => {
    const menu = /** @type {HTMLSelectElement} */ (document.querySelector("#policy-correction"));
    const times = [];
    for (const value of ["none", "bonferroni", "benjamini_hochberg", "none", "holm", "bonferroni", "none"]) {
      const started = performance.now();
      menu.value = value;
      menu.dispatchEvent(new Event("change", { bubbles: true }));
      // What a change brings about runs in microtasks, all of them before the next task.
      await new Promise((done) => setTimeout(done, 0));
      document.querySelector(".drift-table")?.getBoundingClientRect();
      times.push(performance.now() - started);
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)));
    }
    return times;
  });
  info.annotations.push({ type: "what-if", description: took.map((ms) => ms.toFixed(1)).join(", ") + " ms" });
  expect(took.every(Number.isFinite)).toBe(true);
});

test("a column's method and threshold say where they come from", async ({ page }) => {
  await demoAt(page, "#/drift?column=mean%20texture");
  const controls = detail(page).getByRole("region", { name: "What judges this column" });
  await expect(controls).toContainText("from: preset");
  await controls.getByLabel("Method of mean texture").selectOption("psi");
  await expect(controls).toContainText("PSI");
  await expect(controls).toContainText("from: column");
  const threshold = controls.getByLabel("Threshold of mean texture");
  await threshold.fill("0.0001");
  await expect(controls).toContainText(/≥\s0\.0001, from: column/);
  await expect(detail(page).locator(".detail-head")).toContainText(/drifted|critical/);

  // What is no number keeps the last valid policy, and says so.
  await threshold.fill("a lot");
  await expect(controls.getByRole("alert")).toContainText("not a number");
  await expect(threshold).toHaveAttribute("aria-invalid", "true");
  await expect(controls).toContainText(/≥\s0\.0001, from: column/);
  await expectAccessible(page);

  // Typing was one step.
  await undo(page).click();
  await expect(controls).toContainText(/≥\s0\.1, from: column/);
  await controls.getByRole("button", { name: "Reset" }).click();
  await expect(controls).toContainText("from: preset");
});

test("rules for a kind and for all columns are handed down, and removed", async ({ page }) => {
  await demoAt(page);
  await page.getByLabel("Method for all columns").selectOption("psi");
  await expect(row(page, "mean radius")).toContainText("from: all columns");
  await page.getByRole("button", { name: /^Overrides/ }).click();
  const dialog = page.getByRole("dialog", { name: "Rules for kinds and columns" });
  await dialog.getByLabel("Method for numeric columns").selectOption("hellinger");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(row(page, "mean radius")).toContainText(/Hellinger.*from: kind/);
  await page.getByRole("button", { name: /^Overrides/ }).click();
  await dialog.getByRole("button", { name: "Remove the rule for numeric columns" }).click();
  await page.keyboard.press("Escape");
  await expect(row(page, "mean radius")).toContainText(/PSI.*from: all columns/);
});

test("the policy goes out as a file and comes back in", async ({ page }, info) => {
  await demoAt(page, "#/drift?column=mean%20radius");
  await preset(page).selectOption("evidently");
  await detail(page).getByLabel("Threshold of mean radius").fill("0.001");
  await expect(row(page, "mean radius").first()).toBeVisible();
  const file = await download(page, () => page.getByRole("button", { name: "Export policy" }).click());
  expect(file.name).toBe("evenkeel.toml");
  const text = file.bytes.toString("utf8");
  expect(text).toContain("evidently");
  expect(text).toContain("mean radius");
  const facts = await verdict(page).locator(".banner-facts").innerText();

  // The command judges by it as the page does.
  const path = info.outputPath(file.name);
  writeFileSync(path, file.bytes);
  const words = ["check", "--reference", demo.reference, "--current", demo.current, "--policy", path, "--json", "-"];
  expect(JSON.parse(evenkeel(words)).policy.preset).toBe("evidently");

  await page.reload();
  await page.goto("./#/drift");
  await page.reload();
  await demoAt(page, "#/drift?column=mean%20radius");
  await page.getByLabel("Policy file").setInputFiles(path);
  await expect(preset(page)).toHaveValue("evidently");
  await expect(detail(page).getByLabel("Threshold of mean radius")).toHaveValue("0.001");
  await expect(verdict(page).locator(".banner-facts")).toHaveText(facts);
  await undo(page).click();
  await expect(detail(page).getByLabel("Threshold of mean radius")).toHaveValue("");
});

test("an unknown setting is refused by name, with file and line", async ({ page }, info) => {
  await demoAt(page);
  const bad = Buffer.from('preset = "nannyml"\ntreshold = 0.01\n');
  await page.getByLabel("Policy file").setInputFiles({ name: "mine.toml", mimeType: "application/toml", buffer: bad });
  const notice = page.locator(".notice");
  await expect(notice).toContainText("mine.toml");
  await expect(notice).toContainText("line 2");
  await expect(notice).toContainText("treshold");
  await expect(preset(page)).toHaveValue("robust");
  // A dropped policy is a policy, and no data.
  const path = info.outputPath("evenkeel.toml");
  writeFileSync(path, 'preset = "nannyml"\n');
  await drop(page, page.locator(".drift"), [path]);
  await expect(preset(page)).toHaveValue("nannyml");
});

test("an address carries the policy's short part to another page", async ({ page, context }) => {
  await demoAt(page);
  await preset(page).selectOption("evidently");
  await page.getByLabel("Threshold for all columns").fill("0.01");
  await expect(row(page, "mean radius")).toContainText("0.01, from: all columns");
  const hash = new URL(page.url()).hash;
  const other = await context.newPage();
  await other.goto(`./${hash}`);
  await other.getByRole("link", { name: "Data" }).click();
  await other.locator('input[type="file"]').first().setInputFiles([demo.reference, demo.current]);
  await other.getByRole("link", { name: "Drift" }).click();
  await expect(preset(other)).toHaveValue("evidently");
  await expect(row(other, "mean radius")).toContainText("0.01, from: all columns");
});

test("too few rows are a verdict of their own, with the rows that are needed", async ({ page }) => {
  const csv = (/** @type {number} */ shift) =>
    "a,b\n" + Array.from({ length: 14 }, (_, i) => `${((i * 37) % 17) + shift},${(i * 11) % 13}\n`).join("");
  await page.goto("./#/data");
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles([madeUp("reference.csv", csv(0)), madeUp("current.csv", csv(0.5))]);
  await page.goto("./#/drift");
  await expect(row(page, "a")).toContainText("too few rows");
  await expect(verdict(page)).toContainText("too few rows");
  const chip = page.getByRole("button", { name: /^too few rows/ });
  await chip.click();
  await expect(page.locator("tr.drift-row")).toHaveCount(2);
  await row(page, "a").click();
  await expect(detail(page)).toContainText(/about \d+ on each side/i);
});

test("the reference is calibrated, cancelled, and gives thresholds", async ({ page }) => {
  await demoAt(page);
  await page.getByRole("button", { name: "Calibrate…" }).click();
  const dialog = page.getByRole("dialog", { name: "Calibrate on the reference" });
  await dialog.getByLabel("Splits").selectOption("1000");
  await dialog.getByRole("button", { name: "Calibrate", exact: true }).click();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog.getByRole("button", { name: "Cancel" })).toHaveCount(0);
  await expect(dialog.getByRole("region", { name: "Result of the calibration" })).toHaveCount(0);
  await dialog.getByLabel("Splits").selectOption("50");
  await dialog.getByRole("button", { name: "Calibrate", exact: true }).click();
  const result = dialog.getByRole("region", { name: "Result of the calibration" });
  await expect(result).toContainText("False alarms per column", { timeout: 30_000 });
  await expect(result).toContainText("50 splits");
  await expectAccessible(page);
  await picture(page, "calibrate");
  await result.getByRole("button", { name: "Set thresholds for this rate" }).click();
  await page.keyboard.press("Escape");
  await expect(row(page, "mean radius")).toContainText("from: column");
  await undo(page).click();
  await expect(row(page, "mean radius")).toContainText("from: preset");
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test(`the controls are accessible, ${colorScheme}`, { tag: "@narrow" }, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await demoAt(page);
    await showAll(page);
    await page.getByLabel("Threshold for all columns").fill("two");
    await expect(verdict(page).getByRole("alert")).toContainText("not a number");
    await expectAccessible(page);
    await picture(page, `policy-${colorScheme}`);
    await page.getByRole("button", { name: /^Overrides/ }).click();
    await expectAccessible(page);
    await picture(page, `overrides-${colorScheme}`);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Calibrate…" }).click();
    await expectAccessible(page);
  });
}
