"""Writes settings.* and share.*: Evidently's two shapes where methods and lines are set, and of columns whose
names and values Python writes in ways of its own.

Run with Python 3.11 or later and evidently 0.7.23 installed:

    python tests/golden/evidently_shapes/make_more.py

Every file that it writes lies beside this script. Nothing else is read.
"""

import json
import os
import pathlib

os.environ["DO_NOT_TRACK"] = "1"
import numpy as np
import pandas as pd
from evidently import Report
from evidently.legacy.metric_preset import DataDriftPreset as LegacyPreset
from evidently.legacy.report import Report as LegacyReport
from evidently.presets import DataDriftPreset

HERE = pathlib.Path(__file__).resolve().parent


def side(random, rows, shift):
    """Numbers, whole numbers with three values, texts, booleans with both spellings of a name."""
    return pd.DataFrame(
        {
            "zeta": (random.normal(size=rows) + shift).round(4),
            "it's": random.normal(size=rows).round(4),
            'a "quoted" name': random.integers(0, 3, rows),
            "both ' and \"": random.choice(["x", "y", "z"], rows),
            "größe\ttab": random.exponential(size=rows).round(4),
            "back\\slash": random.choice(["no", "yes"], rows, p=[0.5 + shift / 4, 0.5 - shift / 4]),
            "flag": random.random(rows) < 0.4 + shift / 3,
            "no break": random.choice([10, 9, -1], rows),
            "prediction": random.random(rows).round(4),
            "target": random.choice([0, 1], rows),
        }
    )


def write(name, text):
    with open(HERE / name, "w", encoding="utf-8") as file:
        json.dump(json.loads(text), file, indent=1, ensure_ascii=False)
        file.write("\n")


random = np.random.default_rng(7)
frames = {"reference": side(random, 400, 0.0), "current": side(random, 300, 0.4)}
for name, frame in frames.items():
    frame.to_csv(HERE / f"settings.{name}.csv", index=False)
read = {name: pd.read_csv(HERE / f"settings.{name}.csv", float_precision="round_trip") for name in frames}
reference, current = read["reference"], read["current"]

# A method with its own line, a line alone, a method alone, and a line that Python writes with an exponent.
methods = {"zeta": "psi", "größe\ttab": "wasserstein"}
lines = {"zeta": 0.2, "it's": 0.01, "both ' and \"": 0.00001}
preset = dict(per_column_method=methods, per_column_threshold=lines, drift_share=0.3)
for name, more in (("snapshot", {}), ("snapshot_tests", {"include_tests": True})):
    write(f"settings.{name}.json", Report([DataDriftPreset(**preset)], **more).run(current, reference).json())
share = Report([DataDriftPreset(drift_share=0.3)], include_tests=True).run(current, reference)
write("share.snapshot_tests.json", share.json())
old = LegacyReport(
    metrics=[LegacyPreset(per_column_stattest=methods, per_column_stattest_threshold=lines, drift_share=0.3)]
)
old.run(reference_data=reference, current_data=current)
write("settings.legacy.json", old.json())
