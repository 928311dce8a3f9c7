// @ts-check
// A history with a planted schedule of drift, in the columns of a car loan: seeded, so the same each time.
//
// Whether a loan is repaid follows a logistic curve. Covariate drift moves what goes in and leaves the curve;
// concept drift turns the curve's slope over debt round.

/** @typedef {{ covariate: boolean, concept: boolean }} Planted */
/** @typedef {{ id: number, cells: string[], repaid: 0 | 1 }} Row */

/** Nothing happens. */
export const QUIET = { covariate: false, concept: false };
/** What goes in moves. */
export const COVARIATE = { covariate: true, concept: false };
/** What it leads to moves. */
export const CONCEPT = { covariate: false, concept: true };

const COLUMNS = [
  "id",
  "timestamp",
  "car_value",
  "salary_range",
  "debt_to_income_ratio",
  "loan_length",
  "repaid_loan_on_prev_car",
  "size_of_downpayment",
  "driver_tenure",
];
const SALARIES = ["0 - 20K €", "20K - 40K €", "40K - 60K €", "60K+ €"];

/**
 * Numbers in [0, 1): mulberry32 by T. Ettinger (public domain).
 * @param {number} seed
 */
function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Rows in order of time, their identifiers from `first` on.
 * @param {number} seed
 * @param {number} first
 * @param {number} rows
 * @param {Planted} planted
 * @returns {Row[]}
 */
export function loans(seed, first, rows, planted) {
  const random = uniform(seed);
  const normal = () => Array.from({ length: 12 }, random).reduce((sum, next) => sum + next, -6);
  return Array.from({ length: rows }, (_, place) => {
    const id = first + place;
    const value = normal() + (planted.covariate ? 1.5 : 0);
    const debt = normal() * (planted.covariate ? 1.6 : 1);
    const tenure = 1 + 9 * random();
    const salary = Math.floor(random() * SALARIES.length);
    const before = random() < 0.5;
    const slope = planted.concept ? -2.5 : 2.5;
    const logit = 0.3 + 0.8 * value - slope * debt + 0.1 * (tenure - 5.5) + (before ? 0.3 : -0.3);
    const repaid = random() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
    const time = new Date(Date.UTC(2025, 0, 1) + id * 53 * 60_000).toISOString();
    const cells = [
      String(id),
      `${time.slice(0, 10)} ${time.slice(11, 19)}`,
      (30_000 + 8_000 * value).toFixed(0),
      SALARIES[salary] ?? "",
      (0.4 + 0.12 * debt).toFixed(6),
      String(12 + Math.floor(random() * 60)),
      before ? "True" : "False",
      `${10 * (1 + Math.floor(random() * 9))}%`,
      tenure.toFixed(4),
    ];
    return { id, cells, repaid };
  });
}

/**
 * A CSV of rows, with their labels or without.
 * @param {Row[]} rows
 * @param {boolean} labelled
 */
export function csv(rows, labelled) {
  const header = labelled ? [...COLUMNS, "repaid"] : COLUMNS;
  const line = (/** @type {Row} */ row) => (labelled ? [...row.cells, row.repaid] : row.cells).join(",");
  return [header.join(","), ...rows.map(line), ""].join("\n");
}

/**
 * A CSV of labels that arrived later.
 * @param {Row[]} rows
 */
export function labelsCsv(rows) {
  return ["id,repaid", ...rows.map((row) => `${row.id},${row.repaid}`), ""].join("\n");
}
