// @ts-check
// From two files to verdicts, as a person goes: drop, read, compare, look closer, take away.
import { writeFileSync } from "node:fs";
import { expect, test } from "../support/fixtures.js";
import { differences, evenkeel } from "../support/command.js";
import { demo, download, drop, expectAccessible, madeUp, picture, takeAway } from "../support/page.js";

/** @typedef {import("@playwright/test").Page} Page */

/** The drift table's rows that are drawn. */
const rows = (/** @type {Page} */ page) => page.locator("tr.drift-row");
const row = (/** @type {Page} */ page, /** @type {string} */ name) =>
  rows(page).filter({ has: page.getByRole("button", { name, exact: false }) });
const verdict = (/** @type {Page} */ page) => page.getByRole("region", { name: "Verdict" });
const anyInput = (/** @type {Page} */ page) => page.locator('input[type="file"]').first();

/** Both files through the drop zone of the empty page, then the Drift tab. */
async function compare(/** @type {Page} */ page, /** @type {any[]} */ files) {
  await page.goto("./");
  await anyInput(page).setInputFiles(files);
  await page.getByRole("link", { name: "Drift" }).or(page.getByRole("tab", { name: "Drift" })).click();
  await expect(verdict(page)).toContainText("drifted");
}

test("the demo is judged in one click", { tag: "@narrow" }, async ({ page }) => {
  await page.goto("./");
  const started = Date.now();
  await page.getByRole("button", { name: "Try the demo" }).click();
  await expect(verdict(page)).toContainText("drifted");
  test.info().annotations.push({ type: "demo", description: `judged after ${Date.now() - started} ms` });
  await expect(rows(page).first()).toContainText("mean radius");
  await picture(page, "demo-drift");
});

test("page and command write the same report", async ({ page }) => {
  await compare(page, [demo.reference, demo.current]);
  const file = await takeAway(page, "JSON");
  const fromPage = JSON.parse(file.bytes.toString("utf8"));
  const fromCommand = JSON.parse(
    evenkeel(["check", "--reference", demo.reference, "--current", demo.current, "--json", "-"]),
  );
  expect(fromPage.columns.length).toBe(31);
  expect(differences(fromPage, fromCommand)).toEqual([]);
});

test("page and command agree on what people really have", async ({ page }, info) => {
  // Semicolons, decimal commas, Windows line ends, missing cells, a new category, infinity, Windows-1252.
  const line = (/** @type {number} */ i, /** @type {boolean} */ now) =>
    [
      `k${String(i).padStart(5, "0")}`,
      ((i * 37) % 101) / 10 + (now ? 2.5 : 0),
      i % 11 === 0 ? "" : (i * 7) % 23,
      now && i % 5 === 0 ? "Zürich" : ["Genève", "Basel"][i % 2],
      now && i === 3 ? "inf" : (i % 17) * 1e-7,
      i % 2 ? "true" : "false",
    ]
      .join(";")
      .replaceAll(".", ",");
  const csv = (/** @type {boolean} */ now) =>
    Buffer.from(
      ["id;größe;anzahl;ort;faktor;ja", ...Array.from({ length: 400 }, (_, i) => line(i, now))].join("\r\n"),
      "latin1",
    );
  const [reference, current] = [info.outputPath("reference.csv"), info.outputPath("current.csv")];
  writeFileSync(reference, csv(false));
  writeFileSync(current, csv(true));
  await compare(page, [reference, current]);
  const file = await takeAway(page, "JSON");
  const fromPage = JSON.parse(file.bytes.toString("utf8"));
  const fromCommand = JSON.parse(evenkeel(["check", "--reference", reference, "--current", current, "--json", "-"]));
  expect(fromPage.columns.map((/** @type {any} */ c) => c.name)).toContain("größe");
  expect(differences(fromPage, fromCommand)).toEqual([]);
});

test("a downloaded profile stands in for its file", async ({ page }, info) => {
  await compare(page, [demo.reference, demo.current]);
  const before = await verdict(page).innerText();
  await page.goto("./#/data");
  const card = page.locator('.slot[data-side="reference"]');
  const saved = await download(page, () => card.getByRole("button", { name: "Download profile" }).click());
  expect(saved.name).toBe("reference.profile.json");
  const profile = info.outputPath(saved.name);
  writeFileSync(profile, saved.bytes);
  // The command accepts what the page wrote.
  const fromProfile = evenkeel(["check", "--reference", profile, "--current", demo.current, "--json", "-"]);
  const fromCsv = evenkeel(["check", "--reference", demo.reference, "--current", demo.current, "--json", "-"]);
  // A saved profile holds no rows, so only what whole rows tell is missing.
  const [saidByProfile, saidByCsv] = [JSON.parse(fromProfile), JSON.parse(fromCsv)];
  expect([saidByProfile.relations, saidByCsv.relations.reference_rows]).toEqual([null, 200]);
  expect(differences({ ...saidByProfile, relations: 0 }, { ...saidByCsv, relations: 0 })).toEqual([]);
  // And so does the page.
  await card.locator('input[type="file"]').setInputFiles(profile);
  await expect(card).toContainText("saved profile");
  await page.goto("./#/drift");
  await expect(verdict(page)).toContainText("drifted");
  expect(await verdict(page).innerText()).toBe(before);
});

test("files can be dropped", async ({ page }) => {
  await page.goto("./");
  await drop(page, page.locator(".drop-zone").first(), [demo.reference, demo.current]);
  await expect(page.locator('.slot[data-side="reference"]')).toContainText("200 rows");
  await expect(page.locator('.slot[data-side="current"]')).toContainText("200 rows");
});

test("a kind or role that the user sets is judged by", async ({ page }) => {
  await compare(page, [demo.reference, demo.current]);
  await page.goto("./#/data");
  const columns = page.locator(".columns-panel");
  const target = columns.locator("tr", { hasText: "mean radius" }).first();
  await target.getByRole("combobox", { name: /role/i }).selectOption({ label: "ignore" });
  await page.goto("./#/drift");
  await page.getByRole("searchbox", { name: "Filter columns by name" }).fill("mean radius");
  await expect(row(page, "mean radius")).toContainText("not judged");
  await expect(verdict(page)).toContainText("0 of 30 columns drifted");
});

test("the keyboard reaches everything in the table", async ({ page }) => {
  await compare(page, [demo.reference, demo.current]);
  await page.keyboard.press("/");
  await page.keyboard.type("worst");
  await expect(rows(page)).toHaveCount(10);
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const detail = page.locator(".detail");
  await expect(detail).toBeVisible();
  await expect(detail.locator("canvas").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(detail).toBeHidden();
});

test("the simulator drifts what it is told to", async ({ page }) => {
  await page.goto("./");
  await page.getByRole("button", { name: "Try the demo" }).click();
  await expect(verdict(page)).toContainText("drifted");
  await page.goto("./#/data");
  const simulator = page.locator(".simulator");
  await simulator.getByLabel("Find a column to drift").fill("mean texture");
  await simulator.getByRole("checkbox", { name: /mean texture/ }).check();
  await simulator.getByRole("button", { name: "Simulate" }).click();
  await expect(verdict(page)).toContainText(/simulated/i);
  await expect(row(page, "mean texture")).toContainText("drifted");
});

test("several batches can be compared in turn", async ({ page }) => {
  await page.goto("./");
  await anyInput(page).setInputFiles([demo.reference, demo.current]);
  const current = page.locator('.slot[data-side="current"]');
  await expect(current).toContainText("200 rows");
  const text = "mean radius,target\n" + "14.1,0\n15.2,1\n".repeat(60);
  await current.locator('input[type="file"]').last().setInputFiles(madeUp("batch2.csv", text));
  await expect(current).toContainText("batch2.csv");
  await page.goto("./#/drift");
  await page.getByRole("combobox", { name: "Current data set" }).selectOption({ label: "batch2.csv" });
  await expect(verdict(page)).toContainText("120 rows");
});

for (const [name, bytes, sentence] of /** @type {[string, Buffer, RegExp][]} */ ([
  ["photo.csv", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]), /photo\.csv is not a CSV file but a PNG image/],
  ["quote.csv", Buffer.from('a,b\n1,"abc\n2,def\n'), /quote\.csv line 2, column b/],
  ["head.csv", Buffer.from("a,b\n"), /head\.csv has a header but no rows/],
  ["newer.json", Buffer.from('{"format":"evenkeel.profile","format_version":99,"profile":{}}'), /update evenkeel/],
])) {
  test(`${name} is refused in one sentence`, async ({ page }) => {
    await page.goto("./");
    await anyInput(page).setInputFiles({ name, mimeType: "text/csv", buffer: bytes });
    await expect(page.getByText(sentence).first()).toBeVisible();
  });
}

test("text from files stays text", async ({ page }) => {
  const csv = (/** @type {string} */ value) =>
    `id,<img src=x onerror=alert(1)>,b\n` + `1,${value},x\n2,<script>alert(2)</script>,y\n`.repeat(20);
  page.on("dialog", (dialog) => {
    throw new Error(`a dialog: ${dialog.message()}`);
  });
  await compare(page, [madeUp("reference.csv", csv("<b>a</b>")), madeUp("<i>now</i>.csv", csv("<b>z</b>"))]);
  await expect(row(page, "<img src=x onerror=alert(1)>")).toBeVisible();
  await row(page, "<img src=x onerror=alert(1)>").click();
  await expect(page.locator(".detail")).toContainText("<b>z</b>");
  expect(await page.locator("img[src=x]").count()).toBe(0);
});

test("a read can be cancelled and leaves nothing behind", async ({ page }, info) => {
  const big = info.outputPath("reference_big.csv");
  const block = Array.from({ length: 5_000 }, (_, i) => `${i / 7},${(i * 13) % 97},word${i % 50}\n`).join("");
  writeFileSync(big, "a,b,c\n" + block.repeat(500));
  await page.goto("./");
  await anyInput(page).setInputFiles(big);
  await page.getByRole("button", { name: "Cancel" }).first().click();
  await expect(page.getByRole("button", { name: "Cancel" })).toHaveCount(0);
  await page.goto("./#/data");
  await page.reload();
  await page.getByRole("button", { name: "Try the demo" }).click();
  await expect(verdict(page)).toContainText("drifted");
});

test("2,000 columns stay a short table", async ({ page }, info) => {
  const csv = (/** @type {number} */ shift) => {
    const header = Array.from({ length: 2_000 }, (_, c) => `column ${c}`).join(",");
    const body = Array.from({ length: 120 }, (_, r) =>
      Array.from({ length: 2_000 }, (_, c) => ((r * 31 + c * 17) % 101) + (c % 3 ? 0 : shift)).join(","),
    );
    return [header, ...body].join("\n");
  };
  const [reference, current] = [info.outputPath("reference.csv"), info.outputPath("current.csv")];
  writeFileSync(reference, csv(0));
  writeFileSync(current, csv(60));
  await compare(page, [reference, current]);
  await expect(verdict(page)).toContainText("of 2,000 columns drifted");
  const drawn = await rows(page).count();
  expect(drawn).toBeGreaterThan(5);
  expect(drawn).toBeLessThan(100);
  await page.getByRole("searchbox", { name: "Filter columns by name" }).fill("column 1999");
  await expect(rows(page)).toHaveCount(1);
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test(`the filled page is accessible, ${colorScheme}`, { tag: "@narrow" }, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await compare(page, [demo.reference, demo.current]);
    await expectAccessible(page);
    await picture(page, `drift-${colorScheme}`);
    await row(page, "mean radius").first().click();
    await expect(page.locator(".detail canvas").first()).toBeVisible();
    await expectAccessible(page);
    await picture(page, `detail-${colorScheme}`);
    await page.goto("./#/data");
    await expect(page.locator(".columns-panel")).toBeVisible();
    await expectAccessible(page);
    await picture(page, `data-${colorScheme}`);
  });
}
