// @ts-check
// Where the drift is: every test of a column, the parts that moved, their rows, segments, correlations.
import { expect, test } from "../support/fixtures.js";
import { demo, expectAccessible, madeUp, picture } from "../support/page.js";

/** @typedef {import("@playwright/test").Page} Page */

const verdict = (/** @type {Page} */ page) => page.getByRole("region", { name: "Verdict" });
const detail = (/** @type {Page} */ page) => page.locator("#drift-detail");

async function compare(/** @type {Page} */ page, /** @type {any[]} */ files, /** @type {string} */ hash) {
  await page.goto("./#/data");
  await page.locator('input[type="file"]').first().setInputFiles(files);
  await page.goto(`./${hash}`);
  await expect(verdict(page)).toContainText("drifted");
}

/** A pair in which city and age moved together. */
function cities() {
  const line = (/** @type {number} */ i, /** @type {boolean} */ now) => {
    const city = now && i % 3 === 0 ? "Zurich" : ["Bern", "Basel", "Geneva"][i % 3];
    return `${city},${20 + ((i * 37) % 41) + (city === "Zurich" ? 60 : 0)},${(i * 13) % 97}\n`;
  };
  const csv = (/** @type {boolean} */ now) =>
    "city,age,noise\n" + Array.from({ length: 600 }, (_, i) => line(i, now)).join("");
  return [madeUp("reference.csv", csv(false)), madeUp("current.csv", csv(true))];
}

test("every test has its figures, its line, and what it is sensitive to", async ({ page }) => {
  await compare(page, [demo.reference, demo.current], "#/drift?column=mean%20radius");
  const tests = detail(page).getByRole("region", { name: "Tests, table" });
  for (const name of ["KS", "Anderson-Darling", "Mann-Whitney", "Wasserstein (normed)", "PSI"]) {
    await expect(tests.locator("tr.test-figures").filter({ has: page.getByText(name, { exact: true }) })).toHaveCount(1);
  }
  const ks = tests.locator("tr.test-figures.is-judge");
  await expect(ks).toHaveCount(1);
  await expect(ks).toContainText("KS");
  await expect(ks).toContainText("drift");
  await expect(tests.locator("tr.test-words")).toHaveCount(await tests.locator("tr.test-figures").count());
  // The formula is behind the question mark.
  const explained = tests.locator("details").first();
  await explained.locator("summary").click();
  await expect(explained).toContainText("max |F(x) − G(x)|");
});

test("the parts that moved lead to their rows, and back by Escape", async ({ page }) => {
  await compare(page, cities(), "#/drift?column=city");
  const where = detail(page).locator("section").filter({ hasText: "Where it moved" });
  const zurich = where.getByRole("button", { name: /Zurich/ });
  await expect(zurich).toContainText(/0\s%/);
  await zurich.press("Enter");
  await expect(zurich).toHaveAttribute("aria-expanded", "true");
  const rows = where.getByRole("region", { name: "Sampled rows where city is Zurich" });
  await expect(rows.locator("tbody tr").first()).toContainText("Zurich");
  expect(await rows.locator("tbody tr[data-side=reference]").count()).toBe(0);
  await expect(where).toContainText(/sampled rows/);
  await expectAccessible(page);
  await rows.focus();
  await page.keyboard.press("Escape");
  await expect(rows).toHaveCount(0);
  await expect(detail(page)).toBeVisible();
});

test("segments, correlations and repeated rows stand in words", async ({ page }) => {
  await compare(page, cities(), "#/drift");
  const panel = page.locator("details.relations");
  await panel.locator("summary").click();
  const segment = panel.getByRole("button", { name: /Zurich/ }).first();
  await expect(segment).toBeVisible();
  await segment.click();
  await expect(panel.getByRole("region", { name: /^Sampled rows where/ })).toContainText("Zurich");
  await expect(panel).toContainText("Correlations that changed most");
  await expect(panel).toContainText(/repeats? an earlier (row|one)/);
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test(`where it moved is accessible, ${colorScheme}`, { tag: "@narrow" }, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await compare(page, cities(), "#/drift");
    const panel = page.locator("details.relations");
    await panel.locator("summary").click();
    await expectAccessible(page);
    await picture(page, `segments-${colorScheme}`);
    await page.goto("./#/drift?column=age");
    await expect(detail(page).getByRole("region", { name: "Tests, table" })).toBeVisible();
    await expect(detail(page).locator(".contribution").first()).toBeVisible();
    await detail(page).locator(".contribution").first().click();
    await expectAccessible(page);
    await picture(page, `where-${colorScheme}`);
  });
}
