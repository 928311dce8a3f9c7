#!/usr/bin/env python3
"""The JSON that Evidently 0.7.23 writes, in its two shapes, for one golden pair: make_shapes.py [CASE]

    pip install evidently==0.7.23 pandas==2.3.3
Writes CASE.snapshot.json (Report.run(...).json()), CASE.snapshot_tests.json (include_tests=True) and
CASE.legacy.json (the older Report's as_dict()), as existing scripts read them.
"""
import json, os, sys
os.environ.setdefault("DO_NOT_TRACK", "1")
import pandas as pd
from evidently import Report
from evidently.presets import DataDriftPreset
from evidently.legacy.report import Report as LegacyReport
from evidently.legacy.metric_preset import DataDriftPreset as LegacyPreset

here = os.path.dirname(os.path.abspath(__file__))
case = sys.argv[1] if len(sys.argv) > 1 else "d_categorical_small"
ref, cur = (pd.read_csv(os.path.join(here, "..", case, f), float_precision="round_trip") for f in ("reference.csv", "current.csv"))

def put(name, text):
    with open(os.path.join(here, f"{case}.{name}.json"), "w", encoding="utf-8") as f:
        json.dump(json.loads(text), f, indent=1, ensure_ascii=False); f.write("\n")

put("snapshot", Report([DataDriftPreset()]).run(cur, ref).json())
put("snapshot_tests", Report([DataDriftPreset()], include_tests=True).run(cur, ref).json())
old = LegacyReport(metrics=[LegacyPreset()])
old.run(reference_data=ref, current_data=cur)
put("legacy", old.json())
