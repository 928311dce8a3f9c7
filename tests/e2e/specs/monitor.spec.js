// @ts-check
// A model watched over time: the verdict, what moved, detectors row by row, a live replay, and where alerts go.
import { writeFileSync } from "node:fs";
import { expect, test } from "../support/fixtures.js";
import { differences, evenkeel } from "../support/command.js";
import { download, expectAccessible, madeUp, picture } from "../support/page.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").TestInfo} TestInfo */

/** Weeks of 200 rows; in the last two the same inputs have other outcomes. */
const WEEKS = 6;
const ROWS = 200;

/** Numbers from 0 to 1 that are the same in every run: Park and Miller's generator. */
function seeded(/** @type {number} */ seed) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Predictions follow x; one label in ten is otherwise, and from the fifth week on eight in ten. */
function csv(/** @type {number} */ rows, /** @type {number} */ wrong, /** @type {() => number} */ next) {
  const lines = Array.from({ length: rows }, () => {
    const [x, noise] = [next(), next()];
    const said = x > 0.5 ? 1 : 0;
    const truly = next() < wrong ? 1 - said : said;
    const probability = said ? 0.88 + 0.04 * x : 0.08 + 0.04 * x;
    return `${x.toFixed(4)},${noise.toFixed(4)},${truly},${said},${probability.toFixed(4)}\n`;
  });
  return "x,noise,target,prediction,prediction_proba\n" + lines.join("");
}

/** The files by name: a reference of 1,000 rows, and the weeks in order. */
function history() {
  const next = seeded(7);
  /** @type {[string, string][]} */
  const files = [["reference.csv", csv(1_000, 0.1, next)]];
  for (let week = 1; week <= WEEKS; week += 1) {
    files.push([`week${week}.csv`, csv(ROWS, week > 4 ? 0.8 : 0.1, next)]);
  }
  return files;
}

const health = (/** @type {Page} */ page) => page.getByRole("region", { name: "Health" });
const alerts = (/** @type {Page} */ page) => page.getByRole("list", { name: "Alerts, open and worst first" }).getByRole("listitem");
const replay = (/** @type {Page} */ page) => page.getByRole("region", { name: "Live replay" });
const detectors = (/** @type {Page} */ page) => page.getByRole("region", { name: "Detectors row by row" });
const sending = (/** @type {Page} */ page) => page.getByRole("region", { name: "Where alerts go" });

/** Drops the files, watches them on the Performance tab. */
async function watch(/** @type {Page} */ page) {
  await page.goto("./#/data");
  await page.locator('input[type="file"]').first().setInputFiles(history().map(([name, text]) => madeUp(name, text)));
  await expect(page.locator(".card-size")).toHaveCount(WEEKS + 1);
  await page.getByRole("link", { name: "Performance" }).click();
  await page.getByRole("button", { name: "Watch", exact: true }).click();
  await expect(health(page)).toBeVisible({ timeout: 30_000 });
}

/** The same, and goes on to the Monitor tab. */
async function monitor(/** @type {Page} */ page) {
  await watch(page);
  await page.getByRole("link", { name: "Monitor" }).click();
  await expect(replay(page)).toBeVisible();
}

/** Reads the errors of the predictions. */
async function readSignal(/** @type {Page} */ page) {
  await detectors(page).getByRole("button", { name: "Read the signal" }).click();
  await expect(detectors(page).getByText(/1,200\srows/).first()).toBeVisible({ timeout: 30_000 });
}

const found = (/** @type {Page} */ page, /** @type {string} */ detector) =>
  detectors(page).getByRole("table", { name: "Detectors" }).getByRole("row", { name: new RegExp(`^${detector}\\b`) });

const beyond = (/** @type {Page} */ page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

test("without data both tabs say what to drop", { tag: "@narrow" }, async ({ page }) => {
  for (const tab of ["performance", "monitor"]) {
    await page.goto(`./#/${tab}`);
    await expect(page.getByText("Drop a reference and the files that came after it")).toBeVisible();
    await expectAccessible(page);
  }
});

test("the verdict says that the model no longer holds, and in which way", { tag: "@narrow" }, async ({ page }) => {
  await watch(page);
  await expect(health(page).getByRole("heading")).toContainText(/no longer holds in week6/);
  await expect(health(page)).toContainText("concept drift");
  await expect(health(page)).toContainText("Accuracy is");
  const accuracy = page.getByRole("application", { name: /^Accuracy\. / });
  await expect(accuracy.locator("canvas")).toBeVisible();
  const chart = page.locator("figure.chart").filter({ has: accuracy });
  await chart.getByText("Show as table").click();
  const rows = chart.getByRole("table").getByRole("row");
  await expect(rows.filter({ hasText: "week" })).toHaveCount(WEEKS);
  await expect(rows.filter({ hasText: "week6" })).toContainText("below");
  await expect(rows.filter({ hasText: "week4" })).toContainText("within");
  await expect(page.getByRole("heading", { name: "Kinds of drift" })).toBeVisible();
  expect(await beyond(page)).toBeLessThanOrEqual(0);
  await picture(page, "performance");
});

test("columns over time, alerts, and the window behind an alert", { tag: "@narrow" }, async ({ page }) => {
  await monitor(page);
  const heat = page.getByRole("application", { name: /^Drift of columns over windows/ });
  await expect(heat.locator("canvas")).toBeVisible();
  // The tabs scroll where they do not fit: the open one is in view.
  await expect(page.getByRole("link", { name: "Monitor", exact: true })).toBeInViewport();
  await expect(alerts(page).filter({ hasText: "Accuracy is" }).first()).toContainText("week5");
  await alerts(page).getByRole("button", { name: /^Open week5/ }).first().click();
  const columns = page.getByRole("table", { name: "Columns of the window" });
  await expect(columns.getByRole("row", { name: /^x\b/ })).toBeVisible();
  await expect(columns.getByRole("row", { name: /^noise\b/ })).toBeVisible();
  expect(await beyond(page)).toBeLessThanOrEqual(0);
  await picture(page, "monitor");
});

test("detectors on the errors find the rows that the command finds", async ({ page }, info) => {
  await monitor(page);
  const panel = detectors(page);
  await panel.getByRole("checkbox", { name: "HDDM-A" }).check();
  await readSignal(page);
  await expect(panel).toContainText("week5.csv at row 801");
  const errors = history().slice(1).flatMap(([, text]) =>
    text.trim().split("\n").slice(1).map((line) => {
      const cells = line.split(",");
      return cells[2] === cells[3] ? 0 : 1;
    }));
  const file = info.outputPath("errors.csv");
  writeFileSync(file, "error\n" + errors.join("\n") + "\n");
  for (const [name, id] of [["ADWIN", "adwin"], ["DDM", "ddm"], ["HDDM-A", "hddm_a"], ["Page-Hinkley", "page_hinkley"]]) {
    const told = JSON.parse(evenkeel(["stream", "--data", file, "--column", "error", "--detector", id, "--json", "-"]));
    const rows = told.drift.map((/** @type {number} */ row) => (row + 1).toLocaleString("en-GB"));
    await expect(found(page, name).getByRole("cell").nth(0)).toHaveText(String(rows.length));
    await expect(found(page, name).getByRole("cell").nth(2)).toHaveText(rows.length ? rows.join(", ") : "–");
    expect(rows.length, `${name} finds the change`).toBeGreaterThan(0);
  }
  const chart = panel.getByRole("application", { name: /^errors of the predictions/ });
  await expect(chart).toHaveAccessibleName(/drifts? found by a detector/);
});

test("parameters are checked at their field, and numbers leave out the detectors of errors", async ({ page }) => {
  await monitor(page);
  const panel = detectors(page);
  await readSignal(page);
  await panel.getByText("Parameters of the detectors").click();
  const delta = panel.getByRole("region", { name: "Parameters of ADWIN" }).getByRole("textbox", { name: "delta" });
  await delta.fill("2");
  await delta.press("Tab");
  await expect(panel.getByText("Must be above 0 and below 1.", { exact: true })).toBeVisible();
  await expect(found(page, "ADWIN")).toContainText("not run: delta");
  await expect(found(page, "DDM")).not.toContainText("not run");
  await panel.getByRole("button", { name: "Defaults of ADWIN" }).click();
  await expect(delta).toHaveValue("0.002");
  await expect(found(page, "ADWIN")).not.toContainText("not run");
  await panel.getByRole("combobox", { name: "Signal" }).selectOption({ label: "column x" });
  await expect(panel.getByRole("checkbox", { name: /^DDM/ })).toBeDisabled();
  await expect(panel.getByText("reads errors only").first()).toBeVisible();
  await panel.getByRole("button", { name: "Read the signal" }).click();
  await expect(panel.getByRole("application", { name: /^x\. / })).toBeVisible({ timeout: 30_000 });
  await expect(found(page, "ADWIN")).toBeVisible();
  await expect(found(page, "DDM")).toHaveCount(0);
});

test("a replay reveals window after window and ends with the same alerts", { tag: "@narrow" }, async ({ page }) => {
  await monitor(page);
  await expect(alerts(page).first()).toBeVisible();
  const before = await alerts(page).locator("p").allInnerTexts();
  const panel = replay(page);
  await panel.getByRole("button", { name: "Step to the next window" }).click();
  await expect(panel).toContainText("Row 200 of 1,200 · window 1 of 6");
  await expect(health(page).getByRole("heading")).toContainText("week1");
  await expect(alerts(page)).toHaveCount(0);
  await panel.getByRole("combobox", { name: "Rows a second" }).selectOption("100");
  await panel.getByRole("button", { name: "Play", exact: true }).click();
  await panel.getByRole("button", { name: "Pause" }).click();
  await expect(panel).toContainText(/window [1-5] of 6/);
  await panel.getByRole("combobox", { name: "Rows a second" }).selectOption("10000");
  await panel.getByRole("button", { name: "Play", exact: true }).click();
  await expect(panel.getByRole("button", { name: "Play again" })).toBeVisible();
  await expect(panel).toContainText("Row 1,200 of 1,200 · window 6 of 6");
  await expect.poll(() => alerts(page).locator("p").allInnerTexts()).toEqual(before);
  await expect(health(page).getByRole("heading")).toContainText("week6");
  await panel.getByRole("button", { name: "Stop and show all" }).click();
  await expect(panel).toContainText("All windows are shown.");
  await expect.poll(() => alerts(page).locator("p").allInnerTexts()).toEqual(before);
});

test("detectors follow a replay, and their form waits for its end", async ({ page }) => {
  await monitor(page);
  await readSignal(page);
  const whole = await found(page, "DDM").getByRole("cell").nth(2).innerText();
  const panel = replay(page);
  await panel.getByRole("button", { name: "Step to the next window" }).click();
  await expect(panel).toContainText("window 1 of 6");
  await expect(found(page, "DDM").getByRole("cell").nth(2)).not.toHaveText(whole);
  await expect(detectors(page).getByRole("checkbox", { name: "ADWIN" })).toBeDisabled();
  await panel.getByRole("combobox", { name: "Rows a second" }).selectOption("other");
  const typed = panel.getByRole("textbox", { name: "Rows a second, typed" });
  await typed.fill("0");
  await typed.press("Tab");
  await expect(panel.getByText("Write a whole number of rows from 1 to 1,000,000.")).toBeVisible();
  await typed.fill("5,000");
  await typed.press("Tab");
  await panel.getByRole("button", { name: "Restart" }).click();
  await expect(panel.getByRole("button", { name: "Play again" })).toBeVisible();
  await expect(found(page, "DDM").getByRole("cell").nth(2)).toHaveText(whole);
});

test("new alerts of a replay are notified where that is switched on", async ({ page }) => {
  // What the browser itself would show cannot be seen by a test.
  await page.addInitScript(() => {
    const shown = /** @type {string[]} */ ([]);
    class Notification {
      static permission = "default";
      static async requestPermission() {
        Notification.permission = "granted";
        return "granted";
      }
      constructor(/** @type {string} */ _title, /** @type {{ body: string }} */ options) {
        shown.push(options.body);
      }
    }
    Object.assign(globalThis, { Notification, shown });
  });
  await monitor(page);
  const toggle = sending(page).getByRole("switch", { name: /Notify me/ });
  await expect(toggle).not.toBeChecked();
  await toggle.check();
  await expect(sending(page).getByText("On: new alerts are shown while this page is open.")).toBeVisible();
  await replay(page).getByRole("combobox", { name: "Rows a second" }).selectOption("10000");
  await replay(page).getByRole("button", { name: "Play", exact: true }).click();
  await expect(replay(page).getByRole("button", { name: "Play again" })).toBeVisible();
  await expect
    .poll(() => page.evaluate(() => /** @type {any} */ (globalThis).shown.join("\n")))
    .toMatch(/alert.*Accuracy is/);
});

test("a browser without notifications says so", async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, "Notification"));
  await monitor(page);
  const toggle = sending(page).getByRole("switch", { name: /Notify me/ });
  await toggle.click();
  await expect(sending(page).getByText(/this browser has no notifications/)).toBeVisible();
  await expect(toggle).not.toBeChecked();
});

test("the downloads are what Prometheus reads and what the command writes", async ({ page }, info) => {
  await monitor(page);
  const metrics = await download(page, () => sending(page).getByRole("button", { name: "Download OpenMetrics" }).click());
  expect(metrics.name).toBe("evenkeel.prom");
  const lines = metrics.bytes.toString("utf8").split("\n");
  expect(lines.slice(-2)).toEqual(["# EOF", ""]);
  for (const line of lines.slice(0, -2)) {
    expect(line).toMatch(/^(# (HELP|TYPE|UNIT) \S+.*|[a-z_]+(\{([a-z_]+="([^"\\]|\\.)*",?)*\})? -?[0-9.e+-]+)$/);
  }
  expect(lines).toContain("evenkeel_windows 6");
  const json = await download(page, () => sending(page).getByRole("button", { name: "Download JSON" }).click());
  const told = JSON.parse(json.bytes.toString("utf8"));
  expect([told.format, told.windows.length]).toEqual(["evenkeel.monitor", WEEKS]);

  // The command that the page shows, on the same files, without its last six words, which post.
  await sending(page).getByText("Post to a webhook").click();
  const command = await sending(page).locator("pre code").innerText();
  const words = command.trim().split(/\s+/);
  expect(words.slice(0, 2)).toEqual(["evenkeel", "monitor"]);
  expect(words.slice(-6)).toEqual(
    ["--webhook-format", "slack", "--webhook-on", "warning", "--webhook-url-file", "~/.config/evenkeel-webhook"],
  );
  for (const [name, text] of history()) writeFileSync(info.outputPath(name), text);
  const local = words.slice(1, -6).map((word) => (word.endsWith(".csv") ? info.outputPath(word) : word));
  const same = JSON.parse(evenkeel([...local, "--json", "-"]));
  expect(differences(told.alerts, same.alerts)).toEqual([]);
});

test("a webhook on another origin is refused with the command, and nothing is asked of it", async ({ page, guard }) => {
  await monitor(page);
  const panel = sending(page);
  await panel.getByText("Post to a webhook").click();
  await panel.getByRole("textbox", { name: "Address" }).fill("https://hooks.slack.com/services/T0/B0/secret");
  await expect(panel.getByText(/its own origin only, and https:\/\/hooks\.slack\.com is another/)).toBeVisible();
  await expect(panel.getByRole("button", { name: "Send", exact: true })).toHaveCount(0);
  await expect(panel.locator("pre code")).toContainText("--webhook-url-file");
  await expect(panel.locator("pre code")).not.toContainText("secret");
  expect(guard.foreign).toEqual([]);
});

test("a webhook on the page's own origin gets what was shown and confirmed", async ({ page }) => {
  /** @type {{ body: string | null, type: string }[]} */
  const posts = [];
  await page.route("**/relay", async (route) => {
    const request = route.request();
    posts.push({ body: request.postData(), type: request.headers()["content-type"] });
    await route.fulfill({ status: 204 });
  });
  await monitor(page);
  const panel = sending(page);
  await panel.getByText("Post to a webhook").click();
  await panel.getByRole("combobox", { name: "Format" }).selectOption("json");
  await panel.getByRole("textbox", { name: "Address" }).fill("./relay");
  const payload = panel.getByRole("textbox", { name: "What is sent" });
  await expect(payload).toBeVisible();
  const shown = await payload.inputValue();
  expect(JSON.parse(shown).format).toBe("evenkeel.alerts");
  const send = panel.getByRole("button", { name: "Send", exact: true });
  await expect(send).toBeDisabled();
  await panel.getByRole("checkbox", { name: /^I have read it/ }).check();
  await send.click();
  await expect(panel.getByText("Sent: the server answered 204.")).toBeVisible();
  expect(posts).toEqual([{ body: shown, type: "application/json" }]);
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test(`both tabs can be used by all in the ${colorScheme} theme`, { tag: "@narrow" }, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await watch(page);
    await expectAccessible(page);
    await picture(page, `performance-${colorScheme}`);
    await page.getByRole("link", { name: "Monitor" }).click();
    await readSignal(page);
    await detectors(page).getByText("Parameters of the detectors").click();
    await sending(page).getByText("Post to a webhook").click();
    await expect(found(page, "ADWIN")).toBeVisible();
    await expectAccessible(page);
    expect(await beyond(page)).toBeLessThanOrEqual(0);
    await picture(page, `monitor-${colorScheme}`);
  });
}
