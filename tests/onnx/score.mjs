// Scores CSV files with ONNX files that Evenkeel wrote, by onnxruntime-web:
//
//     node score.mjs MODEL.onnx DATA.csv
//     node score.mjs MODEL.onnx DATA.csv OUT.json [MODEL.onnx DATA.csv OUT.json …]
//
// Gives {"label", "probabilities"} as JSON, as text or to OUT.json; {"error"} to the OUT.json of a
// model that cannot be used, and goes on with the others. onnxruntime-web is that of tests/e2e
// (`npm ci` there). A cell is missing where pandas says so; a column whose cells
// are all numbers goes to a text input as Evenkeel names numbers.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const require = createRequire(new URL("../e2e/package.json", import.meta.url));
const ort = require("onnxruntime-web");

const MISSING = new Set([
  "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
  "NULL", "NaN", "None", "n/a", "nan", "null",
]);

/** Records of a CSV text with commas; quoted fields may hold anything. */
export function records(text) {
  const all = [];
  let record = [];
  let field = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') field += sign;
      else if (text[at + 1] === '"') field += text[(at += 1)];
      else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === ",") {
      record.push(field);
      field = "";
    } else if (sign === "\n") {
      record.push(field.replace(/\r$/, ""));
      all.push(record);
      [record, field] = [[], ""];
    } else field += sign;
  }
  if (field !== "" || record.length > 0) all.push([...record, field]);
  return all;
}

/** A table of texts, by the name of the column. */
export function table(text) {
  const [header, ...rows] = records(text.replace(/^\uFEFF/, ""));
  return { rows: rows.length, column: (name) => rows.map((row) => row[header.indexOf(name)] ?? "") };
}

const isNumber = (text) => text.trim() !== "" && !Number.isNaN(Number(text));

function tensor(input, cells) {
  const shape = [cells.length, 1];
  if (input.type === "float32") {
    const number = (text) => (MISSING.has(text) || !isNumber(text) ? NaN : Number(text));
    return new ort.Tensor("float32", Float32Array.from(cells, number), shape);
  }
  const numbers = cells.every((text) => MISSING.has(text) || isNumber(text));
  const name = (text) => (MISSING.has(text) ? "" : numbers ? String(Number(text)) : text);
  return new ort.Tensor("string", cells.map(name), shape);
}

/** Labels and probabilities of the rows of a CSV text. */
export async function score(model, csv) {
  const session = await ort.InferenceSession.create(model, { executionProviders: ["wasm"], logSeverityLevel: 3 });
  const data = table(csv);
  const feeds = {};
  for (const input of session.inputMetadata) feeds[input.name] = tensor(input, data.column(input.name));
  const outputs = await session.run(feeds);
  const output = (name) => outputs[Object.keys(outputs).find((key) => key.replace(/_+$/, "") === name)];
  const [rows, classes] = output("probabilities").dims;
  const numbers = Array.from(output("probabilities").data);
  const probabilities = Array.from({ length: rows }, (_, row) => numbers.slice(row * classes, (row + 1) * classes));
  const label = Array.from(output("label").data);
  await session.release();
  return { label, probabilities };
}

/** What OUT.json holds. */
async function scoredText(model, data) {
  return JSON.stringify(await score(readFileSync(model), readFileSync(data, "utf8")));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const words = process.argv.slice(2);
  if (words.length !== 2 && (words.length === 0 || words.length % 3 !== 0)) {
    console.error(`usage: node ${fileURLToPath(import.meta.url)} MODEL.onnx DATA.csv [OUT.json [MODEL.onnx …]]`);
    process.exit(2);
  }
  ort.env.wasm.numThreads = 1;
  if (words.length === 2) console.log(await scoredText(words[0], words[1]));
  for (let at = 0; at + 2 < words.length; at += 3) {
    const [model, data, out] = words.slice(at, at + 3);
    const text = await scoredText(model, data).catch((error) => JSON.stringify({ error: `${model}: ${error}` }));
    writeFileSync(out, text);
  }
}
