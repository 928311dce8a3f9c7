// @ts-check
// What every test of the page stands on: import `test` and `expect` from here.
//
// Each test fails on its own if the page writes an error to the console, throws, or asks
// for anything from another origin.
import { test as base, expect } from "@playwright/test";

/**
 * @typedef {object} Guard
 * @property {string[]} errors console errors, each with the address it came from, and exceptions so far
 * @property {string[]} foreign requests to other origins so far
 * @property {string[]} missing answers with a status of 400 or more so far
 */

export const test = base.extend({
  /** Console errors and answers with an error that a test brings about on purpose, as regular expressions. */
  expectedErrors: [[], { option: true }],

  /** Watches the page from before its first request; checked after the test. */
  guard: [
    async ({ context, baseURL, expectedErrors }, use) => {
      /** @type {Guard} */
      const guard = { errors: [], foreign: [], missing: [] };
      const origin = new URL(baseURL ?? "").origin;
      context.on("console", (message) => {
        if (message.type() === "error") guard.errors.push(`${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (event) => guard.errors.push(String(event.error())));
      context.on("request", (request) => {
        const target = new URL(request.url());
        const isLocal = ["data:", "blob:"].includes(target.protocol) || target.origin === origin;
        if (!isLocal) guard.foreign.push(request.url());
      });
      context.on("response", (response) => {
        if (response.status() >= 400) guard.missing.push(`${response.status()} ${response.url()}`);
      });
      await use(guard);
      const isUnexpected = (/** @type {string} */ text) =>
        !expectedErrors.some((/** @type {RegExp} */ pattern) => pattern.test(text));
      expect.soft(guard.foreign, "requests to other origins").toEqual([]);
      expect.soft(guard.missing.filter(isUnexpected), "answers that are errors").toEqual([]);
      expect.soft(guard.errors.filter(isUnexpected), "console errors").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
