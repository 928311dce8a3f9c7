// @ts-check
// The service worker: what was visited once works without a network, a new version waits to be asked for,
// and no build ever meets another one's files.
import { expect, test as base } from "../support/fixtures.js";
import { Host } from "../support/host.js";
import { expectAccessible, picture, project } from "../support/page.js";
import { Site } from "../support/site.js";

/** @typedef {import("@playwright/test").Page} Page */

const PATH = "/some/sub/path/";
const first = Site.read(process.env.EVENKEEL_SITE ?? project("dist"));
const second = first.as("00000000000000b2");
const third = first.as("00000000000000c3");

const test = base.extend({
  /** Serves the first build below PATH. */
  host: async ({}, use) => {
    const host = await new Host().start();
    host.sites.set(PATH, first);
    await use(host);
    await host.stop();
  },
  baseURL: async ({ host }, use) => use(`${host.origin}${PATH}`),
});
test.use({ serviceWorkers: "allow" });

/** Of which build a page is. */
const buildOf = (/** @type {Page} */ page) =>
  page.evaluate(() => new URL(document.querySelector("script[data-js]")?.getAttribute("src") ?? "", location.href).searchParams.get("build"));

/** Builds that the origin keeps, each with the path it is kept for. */
const kept = (/** @type {Page} */ page) => page.evaluate(async () => (await caches.keys()).sort());
const named = (/** @type {Site} */ site, path = PATH) => `evenkeel ${path} ${site.build}`;

/** Opens the page and waits until its build is kept. */
async function visit(/** @type {Page} */ page, address = "./") {
  await page.goto(address);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  });
}

const notice = (/** @type {Page} */ page) => page.getByText("A new version is ready");

/** The reader and the judge at work: they tell the page their build, and it stops at another than its own. */
async function seesDrift(/** @type {Page} */ page) {
  await page.getByRole("link", { name: "Data", exact: true }).click();
  await page.getByRole("button", { name: "Try the demo" }).click();
  await expect(page.getByRole("region", { name: "Verdict" })).toContainText("drifted");
}

/** A trainer at work, which does likewise. */
async function trains(/** @type {Page} */ page) {
  await page.getByRole("link", { name: "Retrain" }).click();
  await page.getByRole("combobox", { name: "Algorithm" }).selectOption("tree");
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await expect(page.getByRole("region", { name: /^tree \d+ is trained/ })).toBeVisible({ timeout: 60_000 });
}

/** As Shift and F5. */
async function reloadHard(/** @type {Page} */ page) {
  const session = await page.context().newCDPSession(page);
  const loaded = page.waitForEvent("load");
  await session.send("Page.reload", { ignoreCache: true });
  await loaded;
}

test("what was visited once works without a network", async ({ page, host }) => {
  await visit(page);
  host.cutOff();
  await page.reload();
  await seesDrift(page);
  await trains(page);
  expect(await buildOf(page)).toBe(first.build);
  await expect(notice(page)).toHaveCount(0);
});

test("every file of the site but the worker is asked for by its build", async ({ page, host }) => {
  await visit(page);
  await seesDrift(page);
  const plain = host.asked.filter((target) => !new URL(target, host.origin).searchParams.has("build"));
  expect(new Set(plain)).toEqual(new Set([PATH, `${PATH}service_worker.js`]));
  const builds = host.asked.map((target) => new URL(target, host.origin).searchParams.get("build"));
  expect(new Set(builds)).toEqual(new Set([null, first.build]));
});

test("a new version waits until it is asked for, and the other tab goes on with its own build", async ({ page, host, context }) => {
  await visit(page);
  const other = await context.newPage();
  await visit(other);
  host.sites.set(PATH, second);
  await page.reload();
  expect(await buildOf(page)).toBe(first.build);
  await expect(notice(page)).toBeVisible();
  await expect(notice(other)).toBeVisible();
  await expectAccessible(page);
  await picture(page, "update");
  expect(await kept(page)).toEqual([named(first), named(second)].sort());

  await page.getByRole("button", { name: "Reload", exact: true }).click();
  await expect.poll(() => buildOf(page).catch(() => null)).toBe(second.build);
  await expect(notice(page)).toHaveCount(0);
  await seesDrift(page);
  await trains(page);

  // The host and the service worker are of the second build by now.
  expect(await buildOf(other)).toBe(first.build);
  await seesDrift(other);
  await trains(other);
  expect(await kept(page)).toEqual([named(first), named(second)].sort());

  await other.close();
  await page.reload();
  await expect.poll(() => kept(page)).toEqual([named(second)]);
});

test("a notice that was put off comes back with the next version only", async ({ page, host }) => {
  await visit(page);
  host.sites.set(PATH, second);
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await expect(notice(page)).toBeVisible();
  await page.getByRole("button", { name: "Later" }).click();
  await expect(notice(page)).toHaveCount(0);
  host.sites.set(PATH, third);
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await expect(notice(page)).toBeVisible();
  await page.getByRole("button", { name: "Reload", exact: true }).click();
  await expect.poll(() => buildOf(page).catch(() => null)).toBe(third.build);
});

test("deployments below two paths of one origin do not disturb each other", async ({ page, host }) => {
  host.sites.set("/other/", first);
  await visit(page);
  await visit(page, "/other/");
  host.sites.set("/other/", second);
  await page.reload();
  await page.getByRole("button", { name: "Reload", exact: true }).click();
  await expect.poll(() => buildOf(page).catch(() => null)).toBe(second.build);
  await page.reload();
  await expect.poll(() => kept(page)).toEqual([named(second, "/other/"), named(first)].sort());
  host.cutOff();
  await page.goto("./");
  expect(await buildOf(page)).toBe(first.build);
  await seesDrift(page);
  await page.goto("/other/");
  expect(await buildOf(page)).toBe(second.build);
  await seesDrift(page);
});

test("a spoilt file keeps the new version out, and the old one stays", async ({ page, host }) => {
  await visit(page);
  host.sites.set(PATH, second.spoilt("trainer_bg.wasm"));
  const failed = page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    const { installing } = registration;
    if (!installing) return "nothing was installed";
    if (installing.state === "installing") {
      await new Promise((resolve) => installing.addEventListener("statechange", resolve, { once: true }));
    }
    return installing.state;
  });
  expect(await failed).toBe("redundant");
  expect(await kept(page)).toEqual([named(first)]);
  await expect(notice(page)).toHaveCount(0);
  await page.reload();
  expect(await buildOf(page)).toBe(first.build);
  await seesDrift(page);
  await trains(page);

  host.sites.set(PATH, second);
  await page.reload();
  await expect(notice(page)).toBeVisible();
});

test("a hard reload brings the host's build, whole", async ({ page, host, context }) => {
  const other = await context.newPage();
  await visit(other);
  await visit(page);
  host.sites.set(PATH, second);
  await reloadHard(page);
  expect(await buildOf(page)).toBe(second.build);
  await seesDrift(page);
  await trains(page);
  // It is of the waiting build itself; the other tab is not.
  await expect(notice(other)).toBeVisible();
  await expect(notice(page)).toHaveCount(0);
});

test("when the cache was taken away, the page comes from the network again", async ({ page, host }) => {
  await visit(page);
  await page.evaluate(async () => Promise.all((await caches.keys()).map((name) => caches.delete(name))));
  await page.reload();
  await seesDrift(page);
  await page.evaluate(async () => Promise.all((await caches.keys()).map((name) => caches.delete(name))));
  host.sites.set(PATH, second);
  await page.reload();
  expect(await buildOf(page)).toBe(second.build);
  await seesDrift(page);
});

test.describe("with an error", () => {
  test.use({ expectedErrors: [/410/] });

  test("a page that is older than the first version kept gets no other build's trainer, and is told", async ({ page, host }) => {
    await page.addInitScript(() => {
      const { register } = ServiceWorkerContainer.prototype;
      const held = new Promise((resolve) => Object.assign(globalThis, { register: resolve }));
      ServiceWorkerContainer.prototype.register = async function (...words) {
        await held;
        return register.apply(this, words);
      };
    });
    await page.goto("./");
    await seesDrift(page);
    host.sites.set(PATH, second);
    await page.evaluate(() => /** @type {any} */ (globalThis).register());
    await expect(notice(page)).toBeVisible();
    await page.getByRole("link", { name: "Retrain" }).click();
    await page.getByRole("combobox", { name: "Algorithm" }).selectOption("tree");
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await expect(page.getByText(/could not be started/).first()).toBeVisible();
    await page.getByRole("button", { name: "Reload", exact: true }).click();
    await expect.poll(() => buildOf(page).catch(() => null)).toBe(second.build);
    await seesDrift(page);
    await trains(page);
  });

  test("a build that is nowhere is answered with an error, not with another build", async ({ page }) => {
    await visit(page);
    const answer = await page.evaluate(async () => {
      const response = await fetch("./trainer_bg.wasm?build=ffffffffffffffff");
      return { status: response.status, text: await response.text() };
    });
    expect(answer).toEqual({ status: 410, text: "the server does not have build ffffffffffffffff\n" });
  });
});

test("what is posted, asked for in part or no part of the site goes to the host", async ({ page, host }) => {
  host.sites.set(PATH, first.with({ "data.csv": "a\n1\n" }));
  await visit(page);
  host.asked = [];
  const statuses = await page.evaluate(async () => {
    const part = await fetch(`./worker.js${new URL(document.querySelector("script[data-js]")?.getAttribute("src") ?? "", location.href).search}`, { cache: "no-store", headers: { range: "bytes=0-9" } });
    const posted = await fetch("./boot.js", { method: "POST", body: "x" });
    const own = await fetch("./data.csv");
    return [part.status, posted.status, own.status];
  });
  expect(statuses).toEqual([200, 200, 200]);
  expect(host.asked).toEqual([`${PATH}worker.js?build=${first.build}`, `${PATH}boot.js`, `${PATH}data.csv`]);
  expect(await kept(page)).toEqual([named(first)]);
});

test("pages of the guide are kept once they were read", async ({ page, host }) => {
  host.sites.set(PATH, first.with({ "guide/index.html": "<!doctype html><title>guide</title><link rel=icon href=data:,>how to" }));
  await visit(page);
  await page.goto("./guide/index.html");
  host.cutOff();
  await page.reload();
  await expect(page.getByText("how to")).toBeVisible();
});

test("a development build removes the worker of a release at the same address", async ({ page, host }) => {
  await visit(page);
  host.sites.set(PATH, first.unsealed());
  const left = page.waitForEvent("load");
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await left;
  await expect.poll(() => kept(page).catch(() => null)).toEqual([]);
  const registrations = await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
  expect(registrations).toBe(0);
});

for (const [what, deny] of /** @type {const} */ ([
  ["without service workers", () => void Reflect.deleteProperty(Navigator.prototype, "serviceWorker")],
  ["where they are refused", () => { ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException("no", "SecurityError")); }],
  ["where to ask for them throws", () => void Object.defineProperty(Navigator.prototype, "serviceWorker", { get() { throw new DOMException("no", "SecurityError"); } })],
])) {
  test(`the page works ${what}`, async ({ page }) => {
    await page.addInitScript(deny);
    await page.goto("./");
    await seesDrift(page);
    expect(await kept(page)).toEqual([]);
  });
}

test("the site can be installed", async ({ page, host }) => {
  await visit(page);
  const address = await page.locator('link[rel="manifest"]').evaluate((link) => /** @type {HTMLLinkElement} */ (link).href);
  const manifest = await (await page.request.get(address)).json();
  expect(manifest).toMatchObject({ name: "Evenkeel", start_url: "./", scope: "./", display: "standalone" });
  for (const { src, sizes, type } of manifest.icons) {
    const answer = await page.request.get(new URL(src, address).href);
    expect(answer.headers()["content-type"]).toBe(type);
    if (type !== "image/png") continue;
    // Width and height stand at bytes 16 and 20 of a PNG (its specification, 11.2.2).
    const bytes = await answer.body();
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes);
  }
  const session = await page.context().newCDPSession(page);
  const { errors, url } = await session.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  expect(url).toBe(address);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  expect(host.asked.filter((target) => target.includes("manifest")).length).toBeGreaterThan(0);
});
