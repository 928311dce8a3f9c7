#!/usr/bin/env python3
"""Opens an export for MLflow with MLflow itself and says what it found.

    python3 check_mlflow.py FOLDER [--tracking-uri URI]

FOLDER holds `mlruns/` as evenkeel wrote it. Every experiment, run, dataset, artifact, registered
model, version and alias is read through MlflowClient; every version is loaded by mlflow.onnx and
mlflow.pyfunc. Where FOLDER has an `expected.json` (`tests/mlflow_export.rs` writes one), all of it
is held against that, predictions of rows among it: labels exactly, probabilities within 1e-5, which
is what the ONNX writer promises. With `--tracking-uri`, the same is asked of another store, such
as one that `mlflow migrate-filestore` or `mlflow_import.py` filled; identifiers of runs may differ there.

The exit code is 1 if anything differs. Needs `pip install mlflow==3.18.0 onnx onnxruntime`; sets up
nothing.
"""
import argparse
import csv
import io
import json
import math
import os
import sys

os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")

import mlflow
import numpy as np
import onnxruntime
import pandas as pd
from mlflow import MlflowClient
from mlflow.entities import ViewType

AGREEMENT = 1e-5
EXPERIMENT = "evenkeel"


class Checks:
    """Counts comparisons, and prints those that fail."""

    def __init__(self):
        self.made = 0
        self.failed = 0

    def same(self, what, found, expected):
        self.made += 1
        if found != expected:
            self.failed += 1
            print(f"DIFFERS  {what}: found {found!r}, expected {expected!r}")

    def holds(self, what, condition):
        self.same(what, bool(condition), True)


def numbers(metrics):
    """Metrics as they are compared: NaN is equal to itself, and a database has no infinity."""
    greatest = sys.float_info.max
    said = {}
    for key, value in metrics.items():
        value = float(value) if value is not None else math.nan
        said[key] = "NaN" if math.isnan(value) else max(-greatest, min(greatest, value))
    return said


def rows_of(text, session):
    """The cells of a CSV as the inputs of a model: numbers as 32-bit floats, else texts."""
    rows = list(csv.DictReader(io.StringIO(text)))
    columns = {}
    for each in session.get_inputs():
        cells = [row[each.name] for row in rows]
        if each.type == "tensor(string)":
            columns[each.name] = np.array(cells, dtype=object)
        else:
            columns[each.name] = np.array([float(cell or "nan") for cell in cells], dtype=np.float32)
    return columns


def check_predictions(checks, what, uri, expected):
    onnx_model = mlflow.onnx.load_model(uri)
    session = onnxruntime.InferenceSession(onnx_model.SerializeToString(), providers=["CPUExecutionProvider"])
    pyfunc = mlflow.pyfunc.load_model(uri)
    if expected is None:
        return
    columns = rows_of(expected["csv"], session)
    label, probabilities = (each.name for each in session.get_outputs())
    tensors = {name: values.reshape(-1, 1) for name, values in columns.items()}
    answers = {"onnxruntime": dict(zip((label, probabilities), session.run(None, tensors)))}
    answers["pyfunc, tensors"] = pyfunc.predict(tensors)
    if pyfunc.metadata.signature is not None:
        answers["pyfunc, data frame"] = pyfunc.predict(pd.DataFrame(columns))
    for way, answer in answers.items():
        checks.same(f"{what}: labels by {way}", [str(each) for each in answer[label]], expected["labels"])
        found = np.asarray(answer[probabilities], dtype=float)
        farthest = np.abs(found - np.asarray(expected["probabilities"])).max()
        checks.holds(f"{what}: probabilities by {way} within {AGREEMENT}, farthest {farthest:.2e}", farthest < AGREEMENT)
    print(f"  {what}: {len(expected['labels'])} rows by {', '.join(answers)}")


def check_runs(checks, client, expected, own_store):
    """Gives the expected identifier of each run by the one in the store."""
    experiments = [each for each in client.search_experiments() if each.name == EXPERIMENT]
    checks.same("experiments of that name", len(experiments), 1)
    if not experiments:
        return {}
    found = client.search_runs([experiments[0].experiment_id], run_view_type=ViewType.ALL, max_results=50_000)
    known = {}
    for run in found:
        print(f"run {run.info.run_name!r}: {run.info.status}, {len(run.data.params)} parameters, "
              f"{len(run.data.metrics)} metrics, {len(run.data.tags)} tags, {len(run.inputs.dataset_inputs)} datasets, "
              f"{len(run.outputs.model_outputs) if run.outputs else 0} models")
        for key in run.data.metrics:
            checks.holds(f"history of {key}", client.get_metric_history(run.info.run_id, key))
        known[run.info.run_id] = run.data.tags.get("evenkeel.original_run_id", run.info.run_id)
    if expected is None:
        return known
    checks.same("runs", sorted(known.values()), sorted(each["id"] for each in expected["runs"]))
    by_id = {known[run.info.run_id]: run for run in found}
    for want in expected["runs"]:
        run = by_id.get(want["id"])
        if run is None:
            continue
        what = f"run {want['name']!r}"
        checks.same(f"{what}: name", run.info.run_name, want["name"])
        checks.same(f"{what}: status", run.info.status, want["status"])
        checks.same(f"{what}: begin and end", [run.info.start_time, run.info.end_time], [want["started_ms"], want["ended_ms"]])
        checks.same(f"{what}: parameters", run.data.params, want["params"])
        checks.same(f"{what}: metrics", numbers(run.data.metrics), numbers(want["metrics"]))
        tags = {key: value for key, value in run.data.tags.items() if key in want["tags"]}
        checks.same(f"{what}: tags", tags, want["tags"])
        data = [[each.dataset.name, each.dataset.digest, json.loads(each.dataset.profile)["num_rows"],
                 [tag.value for tag in each.tags if tag.key == "mlflow.data.context"]]
                for each in run.inputs.dataset_inputs]
        checks.same(f"{what}: datasets", sorted(data), sorted(want["data"]))
        for each in run.inputs.dataset_inputs:
            mlflow.data.get_source(each)
        paths = [each.path for each in client.list_artifacts(run.info.run_id)]
        checks.same(f"{what}: artifacts", [path for path in want["artifacts"] if path not in paths], [])
        for path, size in want["artifacts"].items():
            with open(client.download_artifacts(run.info.run_id, path), "rb") as file:
                checks.same(f"{what}: bytes of {path}", len(file.read()), size)
        outputs = [each.model_id for each in run.outputs.model_outputs] if run.outputs else []
        checks.same(f"{what}: models", len(outputs), want["models"])
        for model_id in outputs:
            model = client.get_logged_model(model_id)
            checks.same(f"{what}: run of {model_id}", model.source_run_id, run.info.run_id)
            if own_store:
                checks.same(f"{what}: parameters of {model_id}", model.params, want["params"])
    return known


def check_registry(checks, client, expected, known):
    models = {each.name: each for each in client.search_registered_models(max_results=1000)}
    if expected is not None:
        checks.same("registered models", sorted(models), sorted(each["name"] for each in expected["models"]))
        for want in expected["models"]:
            model = models.get(want["name"])
            if model is None:
                continue
            what = f"model {want['name']!r}"
            checks.same(f"{what}: description", model.description or "", want["description"])
            checks.same(f"{what}: tags", {k: v for k, v in model.tags.items() if k in want["tags"]}, want["tags"])
            checks.same(f"{what}: aliases", {k: int(v) for k, v in model.aliases.items()}, want["aliases"])
            for alias, version in want["aliases"].items():
                found = client.get_model_version_by_alias(want["name"], alias).version
                checks.same(f"{what}: version of {alias}", int(found), version)
                checks.holds(f"{what}: {alias} loads", mlflow.pyfunc.load_model(f"models:/{want['name']}@{alias}"))
    wanted = {(each["model"], each["version"]): each for each in (expected or {}).get("versions", [])}
    found = {}
    for name in models:
        for version in client.search_model_versions(f"name = '{name}'"):
            found[(name, int(version.version))] = version
    if expected is not None:
        checks.same("versions", sorted(found), sorted(wanted))
    for (name, number), version in sorted(found.items()):
        what = f"{name} version {number}"
        aliases = sorted(alias for alias, of in models[name].aliases.items() if int(of) == number)
        print(f"{what}: {version.status}, aliases {aliases}, run {version.run_id}")
        want = wanted.get((name, number))
        if want is not None:
            checks.same(f"{what}: description", version.description or "", want["description"])
            checks.same(f"{what}: tags", {k: v for k, v in version.tags.items() if k in want["tags"]}, want["tags"])
            checks.same(f"{what}: run", known.get(version.run_id), want["run"])
            checks.same(f"{what}: status", version.status, "READY")
        check_predictions(checks, what, f"models:/{name}/{number}", want and want["predictions"])
        checks.made += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--tracking-uri")
    arguments = parser.parse_args()
    # Locations in the export are relative to its folder.
    os.chdir(arguments.folder)
    uri = arguments.tracking_uri or "./mlruns"
    mlflow.set_tracking_uri(uri)
    mlflow.set_registry_uri(uri)
    expected = None
    if os.path.isfile("expected.json"):
        with open("expected.json", encoding="utf-8") as file:
            expected = json.load(file)
    print(f"mlflow {mlflow.__version__}, {uri}")
    checks = Checks()
    client = MlflowClient()
    known = check_runs(checks, client, expected, arguments.tracking_uri is None)
    check_registry(checks, client, expected, known)
    print(f"{checks.made} checks, {checks.failed} differ" + ("" if expected else " (no expected.json: opened and loaded only)"))
    return 1 if checks.failed or not checks.made else 0


if __name__ == "__main__":
    sys.exit(main())
