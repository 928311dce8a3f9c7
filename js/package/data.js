// What comes in: bytes, text, rows of plain values, streams, files of ours.

import { fail } from "./error.js";

/** Rows written as text at once. */
const ROWS = 10_000;

const encoder = new TextEncoder();

/** Text as UTF-8. */
export function utf8(text) {
  return encoder.encode(text);
}

/** Bytes as a Uint8Array over the same memory, or undefined if it is something else. */
export function bytesOf(value) {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  const isBuffer = (it) =>
    ["[object ArrayBuffer]", "[object SharedArrayBuffer]"].includes(Object.prototype.toString.call(it));
  return isBuffer(value) ? new Uint8Array(value) : undefined;
}

/** One cell of a row of plain values, as CSV. */
function cell(value, row, column) {
  switch (typeof value) {
    case "undefined":
      return "";
    case "number":
      return Number.isNaN(value) ? "" : String(value);
    case "boolean":
    case "bigint":
      return String(value);
    case "string":
      return quoted(value);
    case "object":
      if (value === null) return "";
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  }
  const what = Array.isArray(value) ? "an array" : typeof value === "object" ? "an object" : `a ${typeof value}`;
  return fail(
    "data",
    `row ${row + 1}, column \`${column}\`: a cell cannot be ${what}, use a number, text, boolean, Date or null`,
  );
}

/** Text as a cell. */
function quoted(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The rows as CSV text, some thousand at a time. The `sep` line has the reader take the rest as it is. */
export function* csvOf(rows) {
  const columns = new Set();
  for (const [at, row] of rows.entries()) {
    if (typeof row !== "object" || row === null || Array.isArray(row)) {
      fail("data", `row ${at + 1} is not an object: rows are objects with a value for each column`);
    }
    for (const name of Object.keys(row)) columns.add(name);
  }
  const names = [...columns];
  if (names.length === 0) return;
  // A line with nothing on it is no record, so a lone empty cell is quoted.
  const line = (cells) => (cells.length === 1 && cells[0] === "" ? '""' : cells.join(","));
  yield `sep=,\n${line(names.map(quoted))}\n`;
  for (let from = 0; from < rows.length; from += ROWS) {
    let text = "";
    for (let at = from; at < Math.min(from + ROWS, rows.length); at += 1) {
      const row = rows[at];
      text += `${line(names.map((name) => (Object.hasOwn(row, name) ? cell(row[name], at, name) : "")))}\n`;
    }
    yield text;
  }
}

/** Whether a table can be read from it. */
export function isData(data) {
  return typeof data === "string" || Array.isArray(data) || bytesOf(data) !== undefined;
}

/** Refuses what is no data. */
export function notData(what) {
  fail("data", `${what} is not data: use CSV text, bytes (Uint8Array, ArrayBuffer) or an array of row objects`);
}

/** A file of ours as bytes. Bundlers give imported JSON as an object, which is taken as well. */
export function fileOf(value, what) {
  const bytes = typeof value === "string" ? utf8(value) : bytesOf(value);
  if (bytes !== undefined) return bytes;
  if (typeof value?.format !== "string" || !value.format.startsWith("evenkeel.")) {
    fail("file", `a ${what} is read from its bytes, its text, or the object that its JSON is`);
  }
  const exact = (key, it) => {
    if (
      (key === "sample" && it !== null && typeof it === "object") ||
      (key === "text_limit" && it !== null && !Number.isSafeInteger(it))
    ) {
      fail("file", `this ${what} has integers of 64 bits, which an object rounds: read it from its bytes or text`);
    }
    return it;
  };
  return utf8(JSON.stringify(value, exact));
}

/** Something that gives a stream's pieces; not every browser can iterate its own streams. */
export function piecesOf(source) {
  if (typeof source?.[Symbol.asyncIterator] === "function" || typeof source?.[Symbol.iterator] === "function")
    return source;
  if (typeof source?.getReader !== "function") {
    fail("data", "the source is not a stream: use something that can be iterated and gives bytes");
  }
  return (async function* () {
    const reader = source.getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
    } finally {
      reader.releaseLock();
    }
  })();
}
