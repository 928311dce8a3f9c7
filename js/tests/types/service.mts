// Uses all of the package, as a service in Node.js would.

import init, {
  check,
  EvenkeelError,
  initSync,
  Model,
  Profile,
  profile,
  version,
  type Check,
  type CheckOptions,
  type ColumnReport,
  type ErrorCode,
  type Prediction,
  type Row,
} from "evenkeel";

const rows: Row[] = [{ age: 31, region: "north", vip: true, since: new Date(0), left: null }];
const reference: Profile = profile("age,region\n31,north\n", { name: "training", reading: { delimiter: "," } });
const options: CheckOptions = {
  preset: "robust",
  correction: "holm",
  columns: { age: { kind: "numeric", method: "ks", threshold: 0.01 } },
  kinds: { categorical: { minEffect: 0.1 } },
  tests: ["psi"],
  names: { current: "today" },
};
const found: Check = check(reference, rows, options);
const drifted: string[] = found.columns
  .filter((column) => column.verdict?.drifted)
  .map((column: ColumnReport) => column.name);
const mean: number | null =
  found.columns.flatMap(({ current }) => (current && "mean" in current ? [current.mean] : []))[0] ?? null;
const psi: number | null | undefined = found.columns[0]?.tests.psi?.statistic;
const pairs = found.relations?.segments.flatMap((segment) =>
  segment.conditions.map((it) => it.range?.from ?? it.category),
);
const auc = found.multivariate?.domain_classifier?.auc;

const saved: Uint8Array = reference.toBytes({ withRows: true });
const again: Profile = Profile.read(saved, { name: "kept" });
const object: object = again.toJSON();
async function streamed(stream: AsyncIterable<Uint8Array>): Promise<number> {
  const made = await Profile.fromStream(stream, { name: "stream" });
  return made.rows + (made.columns[0]?.distinctTexts ?? 0);
}

const model = Model.read(saved.buffer, { columns: ["age"] });
const answers: Prediction[] = model.predict(rows);
const probability: number | undefined = answers[0]?.probabilities[model.classes[0] ?? ""];
const levels = model.inputs.map((input) => (input.kind === "categorical" ? input.levels.length : 0));
model.free();

try {
  initSync(saved);
  await init();
} catch (error) {
  if (error instanceof EvenkeelError) {
    const code: ErrorCode = error.code;
    throw new EvenkeelError(`${version}: ${error.message}`, code, { cause: error });
  }
}

export { auc, drifted, levels, mean, object, pairs, probability, psi, streamed };
