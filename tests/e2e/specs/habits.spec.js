// @ts-check
// What people expect of a page without being told: it remembers, it can be linked to, it reads out
// exact values, it fits a small screen, and it says what is wrong.
import { expect, test } from "../support/fixtures.js";
import { demo, expectAccessible, madeUp } from "../support/page.js";

/** @typedef {import("@playwright/test").Page} Page */

const verdict = (/** @type {Page} */ page) => page.getByRole("region", { name: "Verdict" });
const detail = (/** @type {Page} */ page) => page.locator("#drift-detail");
const histogram = (/** @type {Page} */ page) => detail(page).getByRole("img", { name: /^Histogram/ });

/** The demo pair through the drop zone, at a place of the page. */
async function demoAt(/** @type {Page} */ page, /** @type {string} */ hash) {
  await page.goto(`./${hash}`);
  await page.goto("./#/data");
  await page.locator('input[type="file"]').first().setInputFiles([demo.reference, demo.current]);
  await page.goto(`./${hash}`);
  await expect(verdict(page)).toContainText("drifted");
}

test("the pointer and the arrow keys read exact values out of a chart", async ({ page }) => {
  await demoAt(page, "#/drift?column=mean%20radius");
  const plot = histogram(page);
  const readout = detail(page).locator(".chart-readout").first();
  await expect(plot.locator("canvas")).toBeVisible();
  await expect(readout).toContainText("Point at the chart");
  const box = await plot.boundingBox();
  if (!box) throw new Error("the chart has no box");
  for (const share of [0.3, 0.5, 0.8]) {
    const x = box.x + box.width * share;
    await page.mouse.move(x, box.y + box.height / 2);
    const mark = await plot.locator(".chart-cursor").boundingBox();
    // The marked bin is the one below the pointer.
    expect(mark && mark.x - 1 <= x && x <= mark.x + mark.width + 1, `${share}`).toBe(true);
    await expect(readout).toContainText(/reference.*current/);
  }
  await page.mouse.move(0, 0);
  await expect(readout).toContainText("Point at the chart");
  await plot.focus();
  await page.keyboard.press("Home");
  const first = await readout.innerText();
  await page.keyboard.press("ArrowRight");
  await expect(readout).not.toHaveText(first);
  await page.keyboard.press("ArrowLeft");
  await expect(readout).toHaveText(first);
  await page.keyboard.press("Escape");
  await expect(readout).toContainText("Point at the chart");
  await expect(detail(page)).toBeVisible();
});

test("an address carries tab, column and filters to another page", async ({ page, context }) => {
  await demoAt(page, "#/drift");
  await page.getByRole("searchbox", { name: "Filter columns by name" }).fill("radius");
  await page.locator("tr.drift-row", { hasText: "worst radius" }).click();
  await expect(detail(page)).toContainText("worst radius");
  const hash = new URL(page.url()).hash;
  const other = await context.newPage();
  await demoAt(other, hash);
  await expect(detail(other)).toContainText("worst radius");
  await expect(other.getByRole("searchbox", { name: "Filter columns by name" })).toHaveValue("radius");
  await expect(other.locator("tr.drift-row")).toHaveCount(await page.locator("tr.drift-row").count());
  // Back closes the column again.
  await page.goBack();
  await expect(detail(page)).toHaveCount(0);
});

test("the theme that was chosen is there after a reload", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("./");
  const root = page.locator("html");
  await expect(root).toHaveAttribute("data-theme", "light");
  await page.getByRole("button", { name: "Switch to the dark theme" }).click();
  await expect(root).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(root).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("button", { name: "Switch to the light theme" })).toBeVisible();
});

/** Pastes a text, as Ctrl+V outside any field does. */
const paste = (/** @type {Page} */ page, /** @type {string} */ text) =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  }, text);

test("an address on this site can be pasted, another is refused unasked", async ({ page, guard }) => {
  await page.goto("./");
  // A paste before the page has started goes to nobody.
  await expect(page.getByRole("button", { name: "Try the demo" })).toBeVisible();
  await paste(page, new URL("demo/reference.csv", page.url()).href);
  await expect(page.locator('.slot[data-side="reference"]')).toContainText("200 rows");
  await paste(page, "./demo/current.csv");
  await expect(page.locator('.slot[data-side="current"]')).toContainText("200 rows");
  await paste(page, "https://example.org/data.csv");
  await expect(page.getByText("is on another site").first()).toBeVisible();
  expect(guard.foreign).toEqual([]);
});

test("nothing is cut off at 360 pixels", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await page.goto("./");
  await expect(page.getByRole("button", { name: "Try the demo" })).toBeVisible();
  expect(await beyond(), "empty").toBeLessThanOrEqual(0);
  await demoAt(page, "#/drift");
  await expect(page.locator("tr.drift-row").first()).toBeVisible();
  expect(await beyond(), "drift").toBeLessThanOrEqual(0);
  await page.locator("tr.drift-row").first().click();
  await expect(histogram(page)).toBeVisible();
  expect(await beyond(), "detail").toBeLessThanOrEqual(0);
  const wide = await detail(page).evaluate((panel) => panel.scrollWidth - panel.clientWidth);
  expect(wide, "inside the detail").toBeLessThanOrEqual(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Close the detail" }).click();
  await page.goto("./#/data");
  await expect(page.locator(".columns-panel")).toBeVisible();
  expect(await beyond(), "data").toBeLessThanOrEqual(0);
});

test("what was opened in the detail stays open when the data set changes", async ({ page }) => {
  await demoAt(page, "#/drift");
  await page.goto("./#/data");
  const batch = "mean radius,target\n" + Array.from({ length: 90 }, (_, i) => `${12 + (i % 17) / 3},${i % 2}\n`).join("");
  const current = page.locator('.slot[data-side="current"]');
  await current.locator('input[type="file"]').last().setInputFiles(madeUp("batch2.csv", batch));
  await expect(current).toContainText("90 rows");
  await page.goto("./#/drift?column=mean%20radius");
  const explained = detail(page).locator("details.detail-explain").first();
  await explained.locator("summary").click();
  await expect(explained).toHaveAttribute("open", "");
  const tests = detail(page).locator("table").filter({ hasText: "statistic" });
  const before = (await tests.textContent()) ?? "";
  await page.getByRole("combobox", { name: "Current data set" }).selectOption({ label: "batch2.csv" });
  await expect(verdict(page)).toContainText("90 rows");
  await expect(tests).not.toHaveText(before);
  await expect(explained).toHaveAttribute("open", "");
});

test("the help opens by its key, keeps the focus and gives it back", async ({ page }) => {
  await page.goto("./");
  const demoButton = page.getByRole("button", { name: "Try the demo" });
  await demoButton.focus();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Evenkeel in short" });
  await expect(help).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await expect(demoButton).toBeFocused();
});

test("the keyboard alone leads from the header to a verdict, with the focus in sight", async ({ page }) => {
  await page.goto("./");
  await expect(page.getByRole("button", { name: "Try the demo" })).toBeVisible();
  /** @type {string[]} */
  const met = [];
  for (let step = 0; step < 12 && !met.includes("Try the demo"); step += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const focused = /** @type {HTMLElement} */ (document.activeElement);
      // A file input is drawn by the drop zone around it.
      const seen = focused.matches('input[type="file"]') ? focused.closest(".drop-zone") ?? focused : focused;
      return { name: focused.textContent?.trim() ?? "", outline: getComputedStyle(seen).outlineStyle };
    });
    expect(at.outline, `focus on ${at.name}`).not.toBe("none");
    met.push(at.name);
  }
  expect(met).toEqual(expect.arrayContaining(["Data", "Drift", "Try the demo"]));
  await page.keyboard.press("Enter");
  await expect(verdict(page)).toContainText("drifted");
});

test("who wants less motion gets none", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await demoAt(page, "#/drift?column=mean%20radius");
  await expect(histogram(page)).toBeVisible();
  const moving = await page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
});

test.describe("without the worker", () => {
  test.use({ expectedErrors: [/Failed to load resource/, /ERR_FAILED/, /Failed to fetch/] });

  for (const part of ["worker_loader.js", "worker_bg.wasm"]) {
    test(`the page says that it could not start without ${part}, and does not blame the file`, async ({ page }) => {
      await page.route((url) => url.pathname.endsWith(`/${part}`), (route) => route.abort());
      await page.goto("./");
      await page.locator('input[type="file"]').first().setInputFiles(demo.reference);
      await expect(page.getByText(/could not be started/).first()).toBeVisible();
      await expect(page.getByText(/too large/)).toHaveCount(0);
      await expect(page.getByRole("button", { name: "Read the files again" })).toHaveCount(0);
    });
  }
});
