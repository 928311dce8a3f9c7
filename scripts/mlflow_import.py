#!/usr/bin/env python3
"""Brings an export for MLflow into any tracking server.

    python3 mlflow_import.py FOLDER --tracking-uri URI [--registry-uri URI] [--experiment NAME]

FOLDER holds `mlruns/` as evenkeel wrote it; URI is a server (`http://…`) or a database
(`sqlite:///mlflow.db`). Runs with parameters, metrics, tags, data and artifacts, models,
registered models, versions with their numbers, and aliases are made anew through MlflowClient. Runs and
models get identifiers of the server; the tag `evenkeel.original_run_id` keeps that of the run.

A registered model that is there already is refused before anything is written. What a server refuses later
ends the import, and what was made until then stays there. Needs `pip install
mlflow==3.18.0`; sets up nothing.
"""
import argparse
import os
import shutil
import sys
import tempfile

os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")

import mlflow
from mlflow import MlflowClient
from mlflow.entities import LoggedModelOutput, Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException
from mlflow.models import Model

EXPERIMENT = "evenkeel"
ORIGINAL = "evenkeel.original_run_id"
# MLflow takes so many at once.
AT_ONCE = 100


def batches(entries):
    for first in range(0, len(entries), AT_ONCE):
        yield entries[first:first + AT_ONCE]


def copy_run(source, target, run, experiment):
    """Gives the identifier of the new run."""
    tags = {**run.data.tags, ORIGINAL: run.info.run_id}
    new = target.create_run(experiment, start_time=run.info.start_time, run_name=run.info.run_name).info.run_id
    params = [Param(key, value) for key, value in run.data.params.items()]
    metrics = [Metric(each.key, each.value, each.timestamp, each.step)
               for key in run.data.metrics for each in source.get_metric_history(run.info.run_id, key)]
    for each in batches(params):
        target.log_batch(new, params=each)
    for each in batches(metrics):
        target.log_batch(new, metrics=each)
    for each in batches([RunTag(key, value) for key, value in tags.items()]):
        target.log_batch(new, tags=each)
    if run.inputs.dataset_inputs:
        target.log_inputs(new, datasets=run.inputs.dataset_inputs)
    target.log_artifacts(new, run.info.artifact_uri)
    return new


def copy_model(source, target, model_id, run, experiment):
    """Gives the identifier of the new model."""
    model = source.get_logged_model(model_id)
    new = target.create_logged_model(experiment, name=model.name, source_run_id=run, tags=model.tags, params=model.params)
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "model")
        shutil.copytree(model.artifact_location, copy)
        described = Model.load(copy)
        described.model_id = described.model_uuid = new.model_id
        described.run_id = run
        described.artifact_path = new.artifact_location
        described.save(os.path.join(copy, "MLmodel"))
        target.log_model_artifacts(new.model_id, copy)
    target.finalize_logged_model(new.model_id, "READY")
    target.log_outputs(run, [LoggedModelOutput(new.model_id, 0)])
    return new.model_id


def copy_registered(source, target, model, runs, models):
    target.create_registered_model(model.name, tags=model.tags, description=model.description)
    versions = {int(each.version): each for each in source.search_model_versions(f"name = '{model.name}'")}
    spare = []
    for number in range(1, max(versions, default=0) + 1):
        version = versions.get(number)
        if version is None:
            # A number that was deleted: taken, and given back below, so that the others keep theirs.
            other = models[next(iter(versions.values())).model_id]
            made = target.create_model_version(model.name, f"models:/{other}", model_id=other)
            spare.append(made.version)
        else:
            new = models[version.model_id]
            made = target.create_model_version(model.name, f"models:/{new}", run_id=runs[version.run_id],
                                               tags=version.tags, description=version.description, model_id=new)
        if int(made.version) != number:
            raise SystemExit(f"{model.name}: the server gave version {made.version}, not {number}")
    for number in spare:
        target.delete_model_version(model.name, number)
    for alias, number in model.aliases.items():
        target.set_registered_model_alias(model.name, alias, str(number))


def refuse_known(target, names):
    for name in names:
        try:
            target.get_registered_model(name)
        except MlflowException as error:
            if error.error_code != "RESOURCE_DOES_NOT_EXIST":
                raise
        else:
            raise SystemExit(f"the server has a registered model `{name}` already: rename or delete it there first")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--tracking-uri", required=True)
    parser.add_argument("--registry-uri")
    parser.add_argument("--experiment", default=EXPERIMENT)
    arguments = parser.parse_args()
    # Locations in the export are relative to its folder.
    os.chdir(arguments.folder)
    mlflow.set_tracking_uri(arguments.tracking_uri)
    mlflow.set_registry_uri(arguments.registry_uri or arguments.tracking_uri)
    source = MlflowClient("./mlruns", "./mlruns")
    target = MlflowClient(arguments.tracking_uri, arguments.registry_uri or arguments.tracking_uri)
    registered = list(source.search_registered_models(max_results=1000))
    refuse_known(target, [model.name for model in registered])
    from_experiment = source.get_experiment_by_name(EXPERIMENT)
    if from_experiment is None:
        raise SystemExit(f"{arguments.folder} has no experiment `{EXPERIMENT}`: give the folder that holds `mlruns/`")
    known = target.get_experiment_by_name(arguments.experiment)
    experiment = known.experiment_id if known else target.create_experiment(arguments.experiment)
    runs, models = {}, {}
    found = source.search_runs([from_experiment.experiment_id], run_view_type=ViewType.ALL, max_results=50_000)
    for run in sorted(found, key=lambda run: (run.info.start_time, run.info.run_id)):
        new = runs[run.info.run_id] = copy_run(source, target, run, experiment)
        for each in run.outputs.model_outputs if run.outputs else []:
            models[each.model_id] = copy_model(source, target, each.model_id, new, experiment)
        target.set_terminated(new, run.info.status, run.info.end_time)
    for model in registered:
        copy_registered(source, target, model, runs, models)
    print(f"{len(runs)} runs, {len(models)} models and {len(registered)} registered models "
          f"are now in `{arguments.experiment}` of {arguments.tracking_uri}")


if __name__ == "__main__":
    sys.exit(main())
