// @ts-check
// The page as a stranger meets it, on a static host, below a sub-path.
import { expect, test } from "../support/fixtures.js";
import { expectAccessible, picture } from "../support/page.js";

const tab = (/** @type {import("@playwright/test").Page} */ page, /** @type {string} */ name) =>
  page.getByRole("tab", { name, exact: true }).or(page.getByRole("link", { name, exact: true }));

test("loads below a sub-path and shows its tabs", async ({ page, baseURL }) => {
  expect(new URL(baseURL ?? "").pathname).toBe("/some/sub/path/");
  await page.goto("./");
  await expect(page).toHaveTitle(/Evenkeel/);
  await expect(tab(page, "Data")).toBeVisible();
  await expect(tab(page, "Drift")).toBeVisible();
});

test("asks for nothing outside its own folder", async ({ page, baseURL, guard }) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto("./", { waitUntil: "networkidle" });
  const folder = new URL("./", baseURL).href;
  expect(asked.some((url) => new URL(url).pathname.endsWith(".wasm"))).toBe(true);
  expect(asked.filter((url) => !url.startsWith(folder) && !/^(data|blob):/.test(url))).toEqual([]);
  expect(guard.foreign).toEqual([]);
});

test("forbids the browser to connect elsewhere", async ({ page }) => {
  await page.goto("./");
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  const connect = (policy ?? "").split(";").find((rule) => rule.trim().startsWith("connect-src"));
  expect(connect?.trim()).toBe("connect-src 'self'");
});

test("a reload keeps the tab that the address names", async ({ page }) => {
  await page.goto("./#/drift");
  await expect(tab(page, "Drift")).toBeVisible();
  await page.reload();
  await expect(tab(page, "Drift")).toBeVisible();
  expect(new URL(page.url()).hash).toContain("drift");
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test(`the empty page is accessible, ${colorScheme}`, { tag: "@narrow" }, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto("./");
    await expect(tab(page, "Data")).toBeVisible();
    await expectAccessible(page);
    await picture(page, `empty-${colorScheme}`);
  });
}
