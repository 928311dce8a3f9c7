// @ts-check
// `cargo xtask test --only e2e` builds the release site, serves it below a sub-path and runs these
// tests with the variables read here. Chromium is the system's.
import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const url = process.env.EVENKEEL_URL;
if (!url) {
  throw new Error("EVENKEEL_URL is not set: run the tests by `cargo xtask test --only e2e`");
}

const chromium = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (file) => file && existsSync(file),
);
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: "specs",
  outputDir: "test-results",
  // The machines that run this have two cores, and the page under test wants both.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: url,
    // Every test is a first visit, and would fill a cache that it never uses; offline.spec.js allows them.
    serviceWorkers: "block",
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [
        ...(isRoot ? ["--no-sandbox"] : []),
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--no-first-run",
      ],
    },
  },
  projects: [
    { name: "wide", use: { viewport: { width: 1440, height: 900 } }, grepInvert: /@narrow-only/ },
    // Only what says that it cares: `test("…", { tag: "@narrow" }, …)`.
    {
      name: "narrow",
      use: { viewport: { width: 390, height: 844 }, hasTouch: true },
      grep: /@narrow/,
    },
  ],
});
