"""Reduces golden drift cases to the keys that the tests use: reduce.py SOURCE_FOLDER TARGET_FOLDER."""
import json, pathlib, shutil, sys

KEEP = {"kind", "n_rows", "n_missing", "n_inf", "n_unique_pooled", "empty", "summary", "ks", "wasserstein",
        "binned_sturges", "evidently_methods", "distances", "two_proportion_z", "n_categories"}
METHODS = {"ks", "wasserstein", "jensenshannon", "psi", "chisquare", "z", "error"}
source, target = map(pathlib.Path, sys.argv[1:])
for file in sorted(source.glob("*/golden.json")):
    golden = json.loads(file.read_text())
    if golden["task"] != "drift":
        continue
    out = {k: golden[k] for k in ("schema", "case", "task", "note", "versions", "rows", "evidently", "tolerance")}
    out["columns"] = {n: {k: v for k, v in c.items() if k in KEEP} for n, c in golden["columns"].items()}
    for c in out["columns"].values():
        c["evidently_methods"] = {k: v for k, v in c["evidently_methods"].items() if k in METHODS}
    folder = target / file.parent.name
    folder.mkdir(exist_ok=True)
    for name in ("reference.csv", "current.csv"):
        shutil.copyfile(file.parent / name, folder / name)
    (folder / "golden.json").write_text(json.dumps(out, ensure_ascii=False, indent=1) + "\n")
