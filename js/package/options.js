// Options as the engine reads them, checked as far as JSON would hide what is wrong.

import { EvenkeelError, fail } from "./error.js";

/** The options that the engine reads, as JSON. JSON would turn NaN into null and so ignore it. */
export function optionsJson(options, omitted) {
  if (options === undefined || options === null) return "{}";
  if (typeof options !== "object" || Array.isArray(options)) fail("option", "options: an object is needed");
  const checked = (key, value) => {
    if (typeof value === "number" && !Number.isFinite(value)) fail("option", `${key}: ${value} is not a number`);
    if (typeof value === "bigint" || typeof value === "function" || typeof value === "symbol") {
      fail("option", `${key}: a ${typeof value} cannot be used`);
    }
    return value;
  };
  const taken = Object.fromEntries(Object.entries(options).filter(([name]) => !omitted.includes(name)));
  try {
    return JSON.stringify(taken, checked);
  } catch (thrown) {
    if (thrown instanceof EvenkeelError) throw thrown;
    return fail("option", `options: ${thrown.message}`, thrown);
  }
}

/** Options with these names and no others. */
export function known(options, names) {
  if (options === undefined || options === null) return {};
  if (typeof options !== "object" || Array.isArray(options)) fail("option", "options: an object is needed");
  for (const name of Object.keys(options)) {
    if (!names.includes(name)) {
      fail(
        "option",
        `options: unknown field \`${name}\`, expected one of ${names.map((it) => `\`${it}\``).join(", ")}`,
      );
    }
  }
  return options;
}

/** A name that may be left out. */
export function nameOf(name, option, otherwise) {
  if (name === undefined || name === null) return otherwise;
  return typeof name === "string" ? name : fail("option", `${option}: a text is needed`);
}

/** How the data is spelled. Text is UTF-8 and rows are written by `csvOf`, whatever the options say of files. */
export function readingJson(reading, data) {
  const own = Array.isArray(data)
    ? { delimiter: ",", encoding: "utf-8", decimalComma: false }
    : typeof data === "string"
      ? { encoding: "utf-8" }
      : {};
  if (reading !== undefined && reading !== null && (typeof reading !== "object" || Array.isArray(reading))) {
    fail("option", "reading: an object is needed");
  }
  return optionsJson({ ...reading, ...own }, []);
}
