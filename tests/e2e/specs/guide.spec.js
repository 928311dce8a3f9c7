// @ts-check
// The guide beside the page: it is reached, reads in both themes and at every width, and asks for nothing from elsewhere.
import { expect, test } from "../support/fixtures.js";
import { expectAccessible } from "../support/page.js";

test("help leads to the guide, and the guide to its chapters", async ({ page, context }) => {
  await page.goto("./");
  // Keys are heard once the page stands.
  await expect(page.getByRole("button", { name: "Try the demo" })).toBeVisible();
  await page.keyboard.press("?");
  const opened = context.waitForEvent("page");
  await page.getByRole("dialog").getByRole("link", { name: "The guide" }).click();
  const guide = await opened;
  await expect(guide).toHaveTitle(/Introduction/);
  await guide.getByRole("main").getByRole("link", { name: "tutorial", exact: true }).first().click();
  await expect(guide.getByRole("heading", { level: 1, name: "Tutorial" })).toBeVisible();
  await expect(guide.getByText("1 of 31 columns drifted").first()).toBeVisible();
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test(`chapters are accessible, ${colorScheme} @narrow`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    for (const chapter of ["introduction", "tutorial", "methods", "policy"]) {
      await page.goto(`./guide/${chapter}.html`);
      await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page);
      const beyond = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(beyond, `${chapter} scrolls sideways`).toBe(0);
    }
  });
}
