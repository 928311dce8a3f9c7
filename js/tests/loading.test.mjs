// How the engine gets in: Node.js by `import` and `require`, browsers and edge functions by hand.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import * as imported from "evenkeel";

import { bytes, demo, root } from "./support.mjs";

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const packageFolder = dirname(require.resolve("evenkeel/package.json"));
const NAMES = ["EvenkeelError", "Model", "Profile", "check", "default", "init", "initSync", "profile", "version"];

/** Runs a script in a Node.js of its own and gives what it wrote as JSON. */
function inItsOwnNode(script, ...flags) {
  const words = [...flags, "--input-type=module", "--eval", script];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: "utf8", cwd: here }));
}

test("import and require give the same functions over one engine", () => {
  const required = require("evenkeel");
  assert.deepEqual(Object.keys(imported).sort(), NAMES);
  assert.deepEqual(Object.keys(required).sort(), NAMES);
  assert.equal(imported.Profile, required.Profile);
  assert.equal(imported.check, required.check);
});

test("init does nothing in Node.js", async () => {
  await imported.init();
  imported.initSync();
});

test("the version is that of the engine and of the package", () => {
  const engine = require(join(packageFolder, "engine.cjs"));
  assert.equal(imported.version, engine.version());
  assert.equal(imported.version, require("evenkeel/package.json").version);
  const cargo = readFileSync(join(root, "Cargo.toml"), "utf8");
  assert.equal(imported.version, /^version = "(.+)"$/m.exec(cargo)[1]);
});

// No eval is allowed here, as in edge functions.
test("an edge function loads a compiled module at once", () => {
  const script = `
    import { readFileSync } from "node:fs";
    import { check, initSync, EvenkeelError } from "evenkeel/web";
    let early;
    try { check("a\\n1\\n", "a\\n1\\n"); } catch (error) { early = [error instanceof EvenkeelError, error.code, error.message]; }
    const wasm = readFileSync(new URL(import.meta.resolve("evenkeel/engine_bg.wasm")));
    initSync(new WebAssembly.Module(wasm));
    initSync(wasm);
    const read = (name) => readFileSync(${JSON.stringify(root)} + name);
    console.log(JSON.stringify({ early, found: check(read("${demo.reference}"), read("${demo.current}")) }));`;
  const { early, found } = inItsOwnNode(script, "--disallow-code-generation-from-strings");
  assert.deepEqual(early, [
    true,
    "not_ready",
    "the engine is not loaded: `await init()` or call `initSync(module)` first",
  ]);
  assert.deepEqual(found, imported.check(bytes(demo.reference), bytes(demo.current)));
});

test("a page loads the file beside the script, and the answer is Node's", () => {
  // What a browser does, with a fetch that reads the package's own file: Node.js fetches no file addresses.
  const script = `
    import { readFile } from "node:fs/promises";
    let asked = [];
    globalThis.fetch = async (address) => {
      asked.push(String(address).split("/").at(-1));
      return new Response(await readFile(new URL(address)), { headers: { "Content-Type": "application/wasm" } });
    };
    const { init, Model } = await import("evenkeel/web");
    const refused = await init(new Uint8Array([1, 2, 3])).catch((error) => [error.name, error.code]);
    await Promise.all([init(), init()]);
    await init();
    const model = Model.read(await readFile(${JSON.stringify(root)} + "tests/onnx/logistic_columns.onnx"));
    const rows = await readFile(${JSON.stringify(root)} + "tests/onnx/rows.csv");
    console.log(JSON.stringify({ refused, asked, found: model.predict(rows) }));`;
  const { refused, asked, found } = inItsOwnNode(script);
  assert.deepEqual(refused, ["EvenkeelError", "not_ready"]);
  assert.deepEqual(asked, ["engine_bg.wasm"]);
  const model = imported.Model.read(bytes("tests/onnx/logistic_columns.onnx"));
  assert.deepEqual(found, model.predict(bytes("tests/onnx/rows.csv")));
});

test("conditions of the package lead bundlers and edge functions to the script without files", () => {
  const resolve = (...conditions) => {
    const flags = conditions.map((name) => `--conditions=${name}`);
    return inItsOwnNode('console.log(JSON.stringify(import.meta.resolve("evenkeel")))', ...flags)
      .split("/")
      .at(-1);
  };
  assert.equal(resolve(), "node.js");
  for (const condition of ["workerd", "edge-light", "browser"]) assert.equal(resolve(condition), "index.js");
  for (const name of ["index.js", "api.js", "engine.js"]) {
    const script = readFileSync(join(packageFolder, name), "utf8");
    assert.doesNotMatch(script, /node:|require\(|\beval\b|new Function|\bfs\b/, name);
  }
});

test("an engine that stops is an error of ours, with its words", async () => {
  const { createApi } = await import(join(packageFolder, "api.js"));
  class Reading {
    push() {
      throw new WebAssembly.RuntimeError("unreachable");
    }
  }
  const stopped = (lastPanic) => createApi({ Reading, isProfile: () => false, lastPanic });
  const words = stopped(() => "panicked at rows.rs:3: no rows");
  assert.throws(() => words.profile("a\n1\n"), { name: "EvenkeelError", code: "internal", message: /no rows/ });
  const none = stopped(() => {
    throw new WebAssembly.RuntimeError("unreachable");
  });
  assert.throws(() => none.profile("a\n1\n"), { code: "internal", message: /too large for its memory/ });
});
