/**
 * Evenkeel for JavaScript: which columns drifted, and what a model says of rows.
 *
 * The shapes below `Check` are those of `evenkeel check --json`
 * (`src/report/evenkeel.check.schema.json`), so their names are written as there.
 */

// ── Loading ──

/**
 * Loads the engine, once. In Node.js there is nothing to load and the call does nothing.
 *
 * Without `source` the file `engine_bg.wasm` beside the package's script is fetched. Else it is an address
 * (text, `URL` or `Request`), a `Response` or a promise of one, bytes, or a `WebAssembly.Module`.
 */
export function init(source?: string | Bytes | object): Promise<void>;
export default init;

/** Loads the engine at once, from bytes or a compiled `WebAssembly.Module`: for edge functions. */
export function initSync(module: Bytes | object): void;

/** Version of the package and its engine. */
export const version: string;

// ── Data ──

/**
 * The value of one cell: missing (`null`, `undefined`, `NaN`), a number in full precision, text, `true` or
 * `false`, or a time (written as ISO 8601).
 */
export type CellValue = number | bigint | string | boolean | Date | null | undefined;

/** A row by the names of its columns. A column that a row lacks is missing there. */
export type Row = { readonly [column: string]: CellValue };

/** Bytes of a file. */
export type Bytes = ArrayBuffer | SharedArrayBuffer | ArrayBufferView;

/** A table: the text or bytes of a CSV, or rows. Rows are read as the CSV that they would make. */
export type Data = string | Bytes | readonly Row[];

/** A stream of the web, such as `response.body` or `file.stream()`. */
export interface Readable {
  getReader(): { read(): Promise<{ done: boolean; value?: string | Bytes | undefined }>; releaseLock(): void };
}

/** How a CSV is spelled; detected unless given. */
export interface ReadingOptions {
  /** One ASCII character, or `tab`. */
  delimiter?: string;
  encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
  decimalComma?: boolean;
  /** Thousands separator inside numbers, e.g. `,`. Default: none. */
  thousands?: string;
  /** Texts that mean missing, beside pandas' own list, e.g. `['?']`. */
  missing?: string[];
}

/** Options of what reads one table. */
export interface DataOptions {
  /** Name of the data, for messages and reports. */
  name?: string;
  reading?: ReadingOptions;
}

// ── Profiles ──

/** What is told of a column of a profile: its cells, by what they are. */
export interface ProfileColumn {
  name: string;
  missing: number;
  infinite: number;
  /** Cells that are finite numbers. */
  numbers: number;
  distinctNumbers: number;
  /** All other cells. */
  texts: number;
  /** Estimated where there are more than 131,072. */
  distinctTexts: number;
}

/** All that a check needs of a table: each column's distinct values and their counts. */
export class Profile {
  private constructor();
  /** Reads what `toBytes()` or `evenkeel profile` wrote, or the profile inside a model's file. */
  static read(file: string | Bytes | object, options?: { name?: string }): Profile;
  /** Profiles a CSV that comes in pieces, such as a file's stream or the body of a `Response`. */
  static fromStream(
    source: AsyncIterable<string | Bytes> | Iterable<string | Bytes> | Readable,
    options?: DataOptions,
  ): Promise<Profile>;
  readonly name: string;
  readonly rows: number;
  /** Bytes that it was read from. */
  readonly bytes: number;
  readonly columns: readonly ProfileColumn[];
  /** Whether a sample of whole rows is there: correlations, segments and repeated rows need it. */
  readonly hasRows: boolean;
  /** The file's text; `withRows` writes the sample of rows too, and then the file holds raw data. */
  toString(options?: { withRows?: boolean }): string;
  toBytes(options?: { withRows?: boolean }): Uint8Array<ArrayBuffer>;
  /** The file as an object. Throws where a number would be rounded (more than 131,072 texts in a column). */
  toJSON(): object;
  /** Gives the engine's memory back at once; else that happens some time after the last use. */
  free(): void;
}

/** Profiles a table; a saved profile or a model's file is read as such. */
export function profile(data: Data, options?: DataOptions): Profile;

// ── Checks ──

export type Preset = "robust" | "evidently" | "nannyml";
export type Correction = "none" | "bonferroni" | "holm" | "benjamini_hochberg" | "benjamini_yekutieli";
export type Severity = "none" | "warning" | "critical";
export type Level = "column" | "kind" | "global" | "preset";

export type Kind = "numeric" | "integer_category" | "categorical" | "boolean" | "text" | "datetime" | "identifier";

export type Role =
  "feature" | "target" | "prediction" | "probability" | "timestamp" | "id" | "split" | "version" | "ignore";

/** A method; `docs/methods.md` describes each. */
export type Method =
  | "ks"
  | "anderson_darling"
  | "cramer_von_mises"
  | "mann_whitney"
  | "welch_t"
  | "wasserstein"
  | "wasserstein_normed"
  | "energy"
  | "epps_singleton"
  | "psi"
  | "psi_deciles"
  | "kl"
  | "jensen_shannon"
  | "jensen_shannon_base2"
  | "hellinger"
  | "total_variation"
  | "l_infinity"
  | "chi_square"
  | "chi_square_contingency"
  | "g_test"
  | "fisher_exact"
  | "two_proportion_z"
  | "cramers_v"
  | "mmd";

/** Method and lines; what is left out is decided at the next wider level. */
export interface RuleOptions {
  method?: Method;
  /** p-values drift at or below, distances at or above. */
  threshold?: number;
  /** Least effect size beside significance; 0 asks for none. */
  minEffect?: number;
}

/** What holds for one column. */
export interface ColumnOptions extends RuleOptions {
  kind?: Kind;
  role?: Role;
}

/** How a check is made. What is set goes before the same setting of `policy`. */
export interface CheckOptions extends RuleOptions {
  /** Text of a policy file, `evenkeel.toml`. */
  policy?: string;
  preset?: Preset;
  correction?: Correction;
  /** Share of drifted columns from which the data set has drifted. */
  shareThreshold?: number;
  kinds?: { [kind in Kind]?: RuleOptions };
  columns?: { [column: string]: ColumnOptions };
  /** Tests beside those that the verdicts need. Default: `standard`, all but the costly ones. */
  tests?: "all" | "standard" | "preset" | Method[];
  /** Compare whole rows too, which takes seconds. */
  multivariate?: boolean;
  reading?: ReadingOptions;
  /** Names of the two sides. Default: those of profiles, else `reference` and `current`. */
  names?: { reference?: string; current?: string };
}

/** Compares current data with a reference: the object that `evenkeel check --json` writes. */
export function check(reference: Data | Profile, current: Data | Profile, options?: CheckOptions): Check;

export interface DataSummary {
  name: string;
  rows: number;
  columns: number;
}

export interface Finding {
  /** E.g. `new_category`; `docs/judging.md` lists them. */
  kind: string;
  severity: Severity;
  message: string;
}

export interface Rule {
  method: Method | null;
  threshold: number | null;
  min_effect: number | null;
}

export interface CheckPolicy {
  preset: Preset;
  /** The correction in force. */
  correction: Correction;
  share_threshold: number;
  rule: Rule;
  kind_rules: { [kind in Kind]?: Rule };
  column_rules: { [column: string]: Rule };
  /** As `rule.method`. */
  method: Method | null;
  /** The methods of `column_rules`. */
  methods: { [column: string]: Method };
  kinds: { [column: string]: Kind };
  roles: { [column: string]: Role };
  tests: "all" | "standard" | "preset" | Method[];
}

export interface DatasetVerdict {
  /** Columns judged. */
  columns: number;
  drifted: number;
  share: number;
  share_threshold: number;
  drift: boolean;
  severity: Severity;
  /** Columns with too few rows to judge; not among `columns`. */
  too_few_rows: number;
}

interface SideCounts {
  /** Usable cells: neither missing nor infinite. */
  n: number;
  missing: number;
  infinite: number;
  distinct: number;
}

export interface NumericSide extends SideCounts {
  mean: number | null;
  /** ddof 1. */
  std: number | null;
  min: number | null;
  max: number | null;
  quantiles: { [p: string]: number | null };
}

export interface CategoricalSide extends SideCounts {
  /** The largest categories over both sides, at most 50. */
  counts: { [category: string]: number };
  /** Rows in categories that are not listed. */
  other: number;
}

export interface Verdict {
  outcome: "stable" | "drifted" | "too_few_rows";
  method: Method;
  method_from: Level;
  /** The p-value where the method has one, else its statistic. */
  score: number | null;
  /** The line that `score`, or `p_adjusted` where it is not null, was held against. */
  threshold: number;
  threshold_from: Level;
  drifted: boolean;
  p_adjusted: number | null;
  effect: { method: "wasserstein_normed" | "cramers_v"; size: number | null; threshold: number; from: Level } | null;
  missing: {
    p_value: number | null;
    p_adjusted: number | null;
    change: number;
    threshold: number;
    drifted: boolean;
  } | null;
  rows_needed: number | null;
  severity: Severity;
}

export interface TestResult {
  statistic: number | null;
  p_value?: number | null;
}

export interface ColumnReport {
  name: string;
  kind: Kind;
  role: Role;
  /** `null` where the side lacks the column. */
  reference: NumericSide | CategoricalSide | null;
  current: NumericSide | CategoricalSide | null;
  /** `null` where it was not judged; a finding says why. */
  verdict: Verdict | null;
  effect: { size: number | null; shift: number | null } | null;
  tests: { [method in Method]?: TestResult };
  findings: Finding[];
}

/** Which cells of a column: one of `range`, `category`, `missing`. */
export interface Condition {
  column: string;
  range?: { from: number | null; to: number | null; closed: boolean };
  category?: string;
  missing?: true;
}

/** What whole rows tell. */
export interface Relations {
  reference_rows: number;
  current_rows: number;
  repeated_rows: { reference: number; current: number; exact: boolean };
  correlations: {
    first: string;
    second: string;
    reference: number | null;
    current: number | null;
    p_adjusted: number | null;
  }[];
  correlated: { columns: number; of: number };
  segments: { conditions: Condition[]; reference: number; current: number; p_adjusted: number | null }[];
  segmented: { columns: number; of: number };
}

export interface ColumnWeight {
  name: string;
  weight: number | null;
}

/** What all columns together tell. */
export interface Multivariate {
  settings: { seed: number; permutations: number; chunks: number };
  reference_rows: number;
  current_rows: number;
  domain_classifier: {
    auc: number | null;
    threshold: number | null;
    drifted: boolean;
    reference_rows: number;
    current_rows: number;
    columns: ColumnWeight[];
  } | null;
  pca: {
    components: number;
    explained: number | null;
    reference: number | null;
    current: number | null;
    lower: number | null;
    upper: number | null;
    drifted: boolean;
    columns: ColumnWeight[];
  } | null;
  mmd: {
    mmd2: number | null;
    sigma: number | null;
    p_value: number | null;
    drifted: boolean;
    reference_rows: number;
    current_rows: number;
  } | null;
  /** Why a method was not made. */
  skipped: string[];
}

/** A check. Numbers that are not finite are `null`, and a finding says which and why. */
export interface Check {
  format: "evenkeel.check";
  format_version: 1;
  tool: { name: "evenkeel"; version: string };
  reference: DataSummary;
  current: DataSummary;
  policy: CheckPolicy;
  dataset: DatasetVerdict;
  findings: Finding[];
  columns: ColumnReport[];
  /** `null` where a side has no sample of rows. */
  relations: Relations | null;
  /** There when it was asked for. */
  multivariate?: Multivariate;
}

// ── Models ──

/** One input of a model. */
export type ModelInput = { name: string; kind: "numeric" } | { name: string; kind: "categorical"; levels: string[] };

/** What a model says of a row. */
export interface Prediction {
  /** The predicted class. */
  prediction: string;
  /** Probability of each class. */
  probabilities: { [name: string]: number };
}

/** A classifier: a model file of evenkeel, or an ONNX classifier on tables. */
export class Model {
  private constructor();
  /**
   * Reads a model's file. `columns` is for an ONNX model that takes one row of numbers without names
   * (`unnamedInputs`): its columns in their order.
   */
  static read(file: string | Bytes | object, options?: { name?: string; columns?: string[] }): Model;
  readonly format: "evenkeel" | "onnx";
  /** Name of the target's column. */
  readonly target: string;
  /** The classes in order; of two the second is the positive one. */
  readonly classes: readonly string[];
  readonly inputs: readonly ModelInput[];
  /** How many columns have to be named, `null` if they are known. */
  readonly unnamedInputs: number | null;
  /** Scores rows. Columns that the model does not know are ignored, one that it needs must be there. */
  predict(data: Data, options?: DataOptions): Prediction[];
  /** Gives the engine's memory back at once; else that happens some time after the last use. */
  free(): void;
}

// ── Errors ──

/** Why a call could not be answered, in the engine's own sentence. */
export class EvenkeelError extends Error {
  constructor(message: string, code: ErrorCode, options?: ErrorOptions);
  readonly name: "EvenkeelError";
  readonly code: ErrorCode;
}

/**
 * `data` cannot be read; `drift`: a comparison cannot be made as asked; `model` or `file` cannot be read or used;
 * `option`: a value cannot be used; `not_ready`: the engine is not loaded; `internal`: a bug, or want of memory.
 */
export type ErrorCode = "data" | "drift" | "model" | "file" | "option" | "not_ready" | "internal";
