// @ts-check
// What is taken away of a comparison: every format of the menu, the report opened without a network, reports
// that are kept and compared, the card of a model.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { differences, evenkeel } from "../support/command.js";
import { expect, test } from "../support/fixtures.js";
import { demo, download, expectAccessible, madeUp, picture, takeAway } from "../support/page.js";

/** @typedef {import("@playwright/test").Page} Page */

const menu = (/** @type {Page} */ page) => page.getByRole("button", { name: "Download", exact: true });
const formats = (/** @type {Page} */ page) => page.getByRole("list", { name: "Formats" });
const entry = (/** @type {Page} */ page, /** @type {string} */ name) =>
  formats(page).getByRole("button", { name, exact: true });
const verdict = (/** @type {Page} */ page) => page.getByRole("region", { name: "Verdict" });
const kept = (/** @type {Page} */ page) => page.getByRole("table", { name: "Kept reports" });

/** Two files, the reference first, and the Drift tab. */
async function compared(/** @type {Page} */ page, /** @type {any} */ reference, /** @type {any} */ current) {
  await page.goto("./#/data");
  await page.locator('input[type="file"]').first().setInputFiles([reference, current]);
  await expect(page.locator(".columns-panel")).toBeVisible();
  await page.getByRole("link", { name: "Drift", exact: true }).click();
  await expect(verdict(page)).toBeVisible();
  await expect(menu(page)).toBeVisible();
}

/** Keeps the comparison under a name. */
async function keep(/** @type {Page} */ page, /** @type {string} */ name) {
  await page.getByRole("button", { name: "Keep report…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(dialog).toBeHidden({ timeout: 30_000 });
}

/** A pair in which `wild` drifts and `calm` does not; `turned` swaps them. */
function pair(/** @type {boolean} */ turned, /** @type {string} */ wild = "wild") {
  const rows = (/** @type {boolean} */ now) => {
    const lines = [`${wild.includes(",") || wild.includes('"') ? `"${wild.replaceAll('"', '""')}"` : wild},calm`];
    for (let row = 0; row < 300; row += 1) {
      const [one, two] = [(row * 37) % 101, (row * 53) % 97];
      lines.push([one + (now && !turned ? 60 : 0), two + (now && turned ? 60 : 0)].join(","));
    }
    return `${lines.join("\n")}\n`;
  };
  return { reference: rows(false), current: rows(true) };
}

/** The same files by the command. */
function command(/** @type {string} */ option) {
  return evenkeel(["check", "--reference", demo.reference, "--current", demo.current, option, "-"]);
}

test("every format of the menu is what the command writes", async ({ page }) => {
  test.setTimeout(120_000);
  await compared(page, demo.reference, demo.current);
  const text = async (/** @type {string} */ format, /** @type {string} */ name) => {
    const file = await takeAway(page, format);
    expect(file.name).toBe(name);
    return file.bytes.toString("utf8");
  };
  for (const [format, name, option] of [
    ["JSON", "evenkeel-check-current.json", "--json"],
    ["Drift status", "drift_status.json", "--status"],
    ["Evidently 0.7 JSON", "evidently-snapshot-current.json", "--evidently"],
  ]) {
    const fromPage = JSON.parse(await text(format, name));
    expect(differences(fromPage, JSON.parse(command(option))), format).toEqual([]);
  }
  const legacy = JSON.parse(await text("Evidently legacy JSON", "evidently-legacy-current.json"));
  const { timestamp, ...rest } = legacy;
  const { timestamp: _, ...same } = JSON.parse(command("--evidently-legacy"));
  expect(timestamp).toEqual(expect.any(String));
  expect(differences(rest, same)).toEqual([]);

  // Numbers of both targets may differ in their last digit, so texts are held against each other line by line.
  const csv = await text("Table (CSV)", "evenkeel-drift-current.csv");
  expect(csv.split("\r\n")[0]).toBe(command("--csv").split("\r\n")[0]);
  expect(csv.split("\r\n")).toHaveLength(command("--csv").split("\r\n").length);
  const summary = await text("Summary (Markdown)", "evenkeel-summary-current.md");
  expect(summary).toBe(command("--markdown"));
  const metrics = await text("OpenMetrics", "evenkeel-check-current.prom");
  expect(metrics.split("\n").slice(-2)).toEqual(["# EOF", ""]);
  const html = await text("Report (HTML)", "evenkeel-report-current.html");
  expect(html.slice(0, 15).toLowerCase()).toBe("<!doctype html>");
  for (const file of [demo.reference, demo.current]) {
    expect(html).toContain(createHash("sha256").update(readFileSync(file)).digest("hex"));
  }
});

test("the report opens from disk without a network, and a hostile column name stays text", async ({ page, browser }, info) => {
  const hostile = '<img src=x onerror="document.title=1">';
  const { reference, current } = pair(false, hostile);
  await compared(page, madeUp("reference.csv", reference), madeUp("current.csv", current));
  const file = await takeAway(page, "Report (HTML)");
  expect(file.bytes.length).toBeLessThan(300_000);
  const path = info.outputPath(file.name);
  writeFileSync(path, file.bytes);
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    const context = await browser.newContext({ offline: true, colorScheme, viewport: page.viewportSize() });
    const opened = await context.newPage();
    /** @type {string[]} */
    const asked = [];
    opened.on("request", (request) => asked.push(request.url()));
    await opened.goto(pathToFileURL(path).href);
    await expect(opened.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(opened.getByText(hostile).first()).toBeAttached();
    expect(await opened.locator("img").count()).toBe(0);
    expect(await opened.title()).not.toBe("1");
    expect(asked).toEqual([pathToFileURL(path).href]);
    await expectAccessible(opened);
    await picture(opened, `report-${colorScheme}`);
    await context.close();
  }
});

test("the menu is used by keyboard", { tag: "@narrow" }, async ({ page }) => {
  await compared(page, demo.reference, demo.current);
  await expect(menu(page)).toHaveAttribute("aria-expanded", "false");
  await expect(formats(page)).toBeHidden();
  await menu(page).focus();
  await page.keyboard.press("ArrowDown");
  await expect(entry(page, "Report (HTML)")).toBeFocused();
  await expect(menu(page)).toHaveAttribute("aria-expanded", "true");
  await expectAccessible(page);
  await picture(page, "download-menu");
  await page.keyboard.press("ArrowUp");
  await expect(entry(page, "Evidently legacy JSON")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(entry(page, "JSON")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu(page)).toBeFocused();
  await expect(formats(page)).toBeHidden();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  const file = await download(page, () => page.keyboard.press("Enter"));
  expect(file.name).toBe("evidently-legacy-current.json");
  await expect(formats(page)).toBeHidden();
  // Nothing scrolls sideways, menu open or not.
  await menu(page).click();
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond).toBeLessThanOrEqual(0);
});

test("reports are kept, compared and deleted", { tag: "@narrow" }, async ({ page }) => {
  test.setTimeout(120_000);
  const [before, after] = [pair(false), pair(true)];
  await page.goto("./#/drift?view=history");
  await expect(page.getByText(/^No report is kept yet/)).toBeVisible();
  await expectAccessible(page);
  await compared(page, madeUp("reference.csv", before.reference), madeUp("monday.csv", before.current));
  await keep(page, "Monday");
  await page.reload();
  await compared(page, madeUp("reference.csv", after.reference), madeUp("tuesday.csv", after.current));
  await keep(page, "");
  await page.getByRole("link", { name: "History", exact: true }).click();
  await expect(kept(page).getByRole("row")).toHaveCount(3);
  await expect(kept(page).getByRole("row").nth(1)).toContainText("tuesday.csv");
  await expect(kept(page).getByRole("row").nth(2)).toContainText("Monday");
  await page.getByRole("checkbox", { name: "Compare Monday" }).check();
  await page.getByRole("checkbox", { name: "Compare Report 2" }).check();
  const since = page.getByRole("region", { name: "What drifted since", exact: true });
  await expect(since.getByText("1 column drifted since; 1 recovered.")).toBeVisible({ timeout: 30_000 });
  const columns = page.getByRole("table", { name: "Columns of both reports" });
  await expect(columns.getByRole("row").nth(1)).toContainText(/calm.*drifted since.*stable.*drifted/);
  await expect(columns.getByRole("row").nth(2)).toContainText(/wild.*recovered.*drifted.*stable/);
  await expectAccessible(page);
  await picture(page, "history");
  await page.getByRole("button", { name: /^Switch to the/ }).click();
  await expectAccessible(page);
  await picture(page, "history-dark");

  // The pair stands in the address and is there after a reload.
  await expect(page).toHaveURL(/#\/drift\?view=history&item=1%2C2$/);
  await page.reload();
  await expect(since.getByText("1 column drifted since; 1 recovered.")).toBeVisible({ timeout: 30_000 });
  const file = await download(page, () => page.getByRole("button", { name: "Download Monday" }).click());
  expect(file.name).toBe("evenkeel-check-1.json");
  expect(JSON.parse(file.bytes.toString("utf8")).current.name).toBe("monday.csv");

  await page.getByRole("button", { name: "Delete Monday" }).click();
  const question = page.getByRole("dialog");
  await expect(question).toContainText("Delete Monday?");
  await question.getByRole("button", { name: "Keep it" }).click();
  await expect(kept(page).getByRole("row")).toHaveCount(3);
  await page.getByRole("button", { name: "Delete Monday" }).click();
  await question.getByRole("button", { name: "Delete the report" }).click();
  await expect(kept(page).getByRole("row")).toHaveCount(2);
  await expect(since).toBeHidden();
  await page.getByRole("link", { name: "Back to the comparison" }).click();
  await expect(page).toHaveURL(/#\/drift$/);
});

test("a model says what it is meant for, and its card tells it", async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto("./#/models?view=registry");
  await expect(page.getByRole("heading", { name: "Workspace" })).toBeVisible();
  await page.goto("./#/data");
  await page.locator('input[type="file"]').first().setInputFiles([demo.reference, demo.current]);
  await expect(page.locator(".columns-panel")).toBeVisible();
  await page.getByRole("link", { name: "Retrain" }).click();
  await page.getByRole("combobox", { name: "Algorithm" }).selectOption("tree");
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await expect(page.getByRole("region", { name: /^tree 1 is trained/ })).toBeVisible({ timeout: 60_000 });

  // At hand, before it is registered.
  await page.goto("./#/models?model=1");
  const card = page.getByRole("button", { name: "Download model card" });
  const alone = await download(page, () => card.click());
  expect(alone.name).toBe("model-card-tree_1.md");
  expect(alone.bytes.toString("utf8")).toMatch(/^# Model card: tree 1\n/);

  await page.getByRole("button", { name: "Register…" }).click();
  const form = page.getByRole("dialog");
  const typed = form.getByRole("textbox", { name: "Name of the new model" });
  if (await typed.isVisible()) await typed.fill("tumours");
  await form.getByRole("button", { name: "Register", exact: true }).click();
  await expect(page.getByRole("heading", { name: "tumours", level: 2 })).toBeVisible({ timeout: 30_000 });
  await page.getByRole("textbox", { name: "Intended use of the model" }).fill("Second opinion only");
  await page.getByRole("button", { name: "Save the intended use" }).click();
  await expect(page.locator("p.description").getByText("Second opinion only")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "intended-use");
  const registered = await download(page, () => card.click());
  expect(registered.name).toBe("model-card-tumours.md");
  expect(registered.bytes.toString("utf8")).toMatch(/^# Model card: tumours version 1\n[^]*Second opinion only/);

  // The report of the comparison tells of the model that is open.
  await page.getByRole("link", { name: "Drift", exact: true }).click();
  const report = await takeAway(page, "Report (HTML)");
  expect(report.bytes.toString("utf8")).toContain("Second opinion only");
});
