"""Takes golden cases over into this folder: reduce.py SOURCE_FOLDER TARGET_FOLDER.

Cases of the task "drift" keep every key. Cases of the task "nannyml" keep the files, and of the answers the
Jensen-Shannon distances, estimated and realised performance, with the chunks they belong to. Cases of the task "classification" keep all but
`evidently_drift`, which is not compared. Cases of the task "stream" keep all detectors but FHDDM, which is not offered,
and KSWIN, whose rows depend on Python's own random numbers.
"""
import json, pathlib, shutil, sys

SIDES = ("reference.csv", "current.csv")
source, target = map(pathlib.Path, sys.argv[1:])


def write(folder, golden):
    (folder / "golden.json").write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def drift(case, folder, golden):
    for name in SIDES:
        shutil.copyfile(case / name, folder / name)
    write(folder, golden)


def nannyml(case, folder, golden):
    columns = golden["numeric"] + golden["categorical"]
    for name in SIDES:
        shutil.copyfile(case / name, folder / name)
    kept = ("schema", "case", "task", "note", "versions", "chunking", "numeric", "categorical", "rows_are")
    chunks = [
        {"chunk": {k: chunk["chunk"][k] for k in ("key", "chunk_index", "start_index", "end_index", "period")},
         **{column: {"jensen_shannon": chunk[column]["jensen_shannon"]} for column in columns}}
        for chunk in golden["univariate"]
    ]
    more = {key: golden[key] for key in ("cbpe", "realized", "tolerance")}
    write(folder, {**{k: golden[k] for k in kept}, "univariate": chunks, **more})


def classification(case, folder, golden):
    for name in SIDES:
        shutil.copyfile(case / name, folder / name)
    write(folder, {key: value for key, value in golden.items() if key != "evidently_drift"})


def stream(case, folder, golden):
    shutil.copyfile(case / "stream.csv", folder / "stream.csv")
    kept = {label: found for label, found in golden["detectors"].items() if not label.startswith(("FHDDM", "KSWIN"))}
    write(folder, {**golden, "detectors": kept})


TASKS = {"drift": drift, "nannyml": nannyml, "classification": classification, "stream": stream}
for file in sorted(source.glob("*/golden.json")):
    golden = json.loads(file.read_text(encoding="utf-8"))
    if golden["task"] in TASKS:
        folder = target / file.parent.name
        folder.mkdir(exist_ok=True)
        TASKS[golden["task"]](file.parent, folder, golden)
