// @ts-check
// The command `evenkeel`, to hold the page's answers against.
import { execFileSync } from "node:child_process";

/**
 * Runs the command and returns what it wrote to standard output.
 * Exit code 1 says that drift was found, and is no failure.
 * @param {string[]} words
 */
export function evenkeel(words) {
  const program = process.env.EVENKEEL_COMMAND;
  if (!program) throw new Error("EVENKEEL_COMMAND is not set: run the tests by `cargo xtask test --only e2e`");
  try {
    return execFileSync(program, words, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { status, stdout } = /** @type {{ status?: number, stdout?: string }} */ (error);
    if (status === 1 && stdout !== undefined) return stdout;
    throw error;
  }
}

/**
 * Where two JSON values differ: keys and their order, texts exactly, numbers to `digits` significant digits.
 * @param {unknown} left
 * @param {unknown} right
 * @param {number} [digits]
 * @param {string} [where]
 * @returns {string[]}
 */
export function differences(left, right, digits = 10, where = "$") {
  if (typeof left === "number" && typeof right === "number") {
    const scale = Math.max(Math.abs(left), Math.abs(right));
    return Math.abs(left - right) <= scale * 10 ** -digits ? [] : [`${where}: ${left} and ${right}`];
  }
  if (left === null || right === null || typeof left !== "object" || typeof right !== "object") {
    return left === right ? [] : [`${where}: ${JSON.stringify(left)} and ${JSON.stringify(right)}`];
  }
  const [a, b] = [Object.keys(left), Object.keys(right)];
  if (Array.isArray(left) !== Array.isArray(right) || a.join("\n") !== b.join("\n")) {
    return [`${where}: keys ${a.join(", ")} and ${b.join(", ")}`];
  }
  return a.flatMap((key) =>
    differences(
      /** @type {Record<string, unknown>} */ (left)[key],
      /** @type {Record<string, unknown>} */ (right)[key],
      digits,
      `${where}.${key}`,
    ),
  );
}
