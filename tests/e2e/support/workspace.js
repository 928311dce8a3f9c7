// @ts-check
// The workspace as it lies in the browser, read without the page's own code, and workspaces made by the command.
import { appendFileSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "@playwright/test";
import { evenkeel } from "./command.js";
import { demo } from "./page.js";

/**
 * @typedef {object} Kept
 * @property {number} revision
 * @property {Record<string, any>} records by key
 * @property {Record<string, string>} artifacts SHA-256 of what lies there by the digest it lies under
 * @property {string[]} files names of the files of large artifacts
 */

/**
 * What is kept. The page has to have opened its database before.
 * @param {import("@playwright/test").Page} page
 * @returns {Promise<Kept>}
 */
export async function kept(page) {
  return page.evaluate(async () => {
    /** @type {<T>(request: IDBRequest<T>) => Promise<T>} */
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const opening = indexedDB.open("evenkeel");
    opening.onupgradeneeded = () => opening.transaction?.abort();
    const database = await done(opening);
    const transaction = database.transaction(["workspace", "artifacts"]);
    const [records, artifacts] = ["workspace", "artifacts"].map((name) => transaction.objectStore(name));
    const [keys, texts, digests, values] = await Promise.all([
      done(records.getAllKeys()),
      done(records.getAll()),
      done(artifacts.getAllKeys()),
      done(artifacts.getAll()),
    ]);
    database.close();
    /** @type {FileSystemDirectoryHandle | undefined} */
    let folder;
    const files = [];
    try {
      folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("evenkeel-artifacts");
      for await (const name of /** @type {any} */ (folder).keys()) files.push(name);
    } catch {
      // There is none before the first large artifact.
    }
    const hex = async (/** @type {ArrayBuffer} */ bytes) =>
      [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
        .map((byte) => byte.toString(16).padStart(2, "0"))
        .join("");
    /** @type {Record<string, string>} */
    const found = {};
    for (const [at, key] of digests.entries()) {
      const value = values[at];
      const file = async () => (await (await folder?.getFileHandle(String(key)))?.getFile())?.arrayBuffer();
      const bytes = value instanceof ArrayBuffer ? value : await file().catch(() => undefined);
      found[String(key)] = bytes ? await hex(bytes) : "missing";
    }
    const parsed = Object.fromEntries(keys.map((key, at) => [String(key), JSON.parse(texts[at])]));
    const { head, ...rest } = parsed;
    return { revision: head?.revision ?? 0, records: rest, artifacts: found, files };
  });
}

/**
 * Fails on anything that is half there; returns the state.
 * @param {Kept} state
 */
export function expectWhole(state) {
  const of = (/** @type {string} */ kind) =>
    Object.entries(state.records)
      .filter(([key]) => key.startsWith(`${kind}/`))
      .map(([, record]) => record);
  const audit = of("audit").map((entry) => entry.number);
  expect(audit, "audit log without a gap").toEqual(audit.map((_, at) => at + 1));
  for (const [digest, found] of Object.entries(state.artifacts)) expect(found, "bytes of an artifact").toBe(digest);
  const named = [...of("runs").flatMap((run) => run.artifacts), ...of("versions").map((version) => version.file)];
  for (const { digest } of named) expect(Object.keys(state.artifacts), "an artifact that is named").toContain(digest);
  const models = of("models").map((model) => model.name);
  const runs = of("runs").map((run) => run.id);
  for (const version of of("versions")) {
    expect(models, "the model of a version").toContain(version.model);
    expect(runs, "the run of a version").toContain(version.run);
  }
  return { ...state, audit: of("audit"), models: of("models"), versions: of("versions") };
}

/**
 * A zip file of a workspace with one registered model each, made by the command.
 * @param {string[]} names of the models
 * @param {number} bytes that each model's file has at least
 */
export function zips(names, bytes = 0) {
  const folder = mkdtempSync(path.join(tmpdir(), "evenkeel-workspace-"));
  const at = (/** @type {string} */ name) => path.join(folder, name);
  evenkeel(["train", "--data", demo.reference, "--target", "target", "--algorithm", "logistic", "--model", at("model.json")]);
  const model = readFileSync(at("model.json"), "utf8").trimEnd();
  return names.map((name, nth) => {
    // Space after the JSON is no part of it, and tells the files apart.
    appendFileSync(at(`${name}.json`), model + " ".repeat(Math.max(0, bytes - model.length) + nth) + "\n");
    evenkeel(["workspace", "--workspace", at(name), "register", name, "--file", at(`${name}.json`), "--champion"]);
    evenkeel(["workspace", "--workspace", at(name), "export", at(`${name}.zip`)]);
    return at(`${name}.zip`);
  });
}

/** Numbers in 0..1 that a seed decides (mulberry32). */
export function seeded(/** @type {number} */ seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
