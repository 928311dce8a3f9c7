"""Makes the golden cases x_*: pairs of CSV files and Evidently's verdicts on them.

Run with Python 3.11, numpy 2.4.6, scipy 1.17.1, pandas 2.3.3 and evidently 0.7.23 installed:

    python tests/golden/make_extra.py

Every file that it writes lies beside this script. Nothing else is read.
"""

import json
import math
import os
import pathlib
import warnings
from importlib.metadata import version

os.environ["DO_NOT_TRACK"] = "1"
import numpy as np
import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset

HERE = pathlib.Path(__file__).resolve().parent
warnings.simplefilter("ignore")
np.seterr(all="ignore")


def extremes(random, rows, stretch):
    """Infinite, huge, tiny and missing numbers, above the line where distances judge."""
    spread = random.normal(size=rows).round(3)
    wild = np.where(random.random(rows) < 0.05, np.inf, spread)
    wild = np.where(random.random(rows) < 0.05, -np.inf, wild)
    return {
        "infinite": np.where(random.random(rows) < 0.1, np.nan, wild),
        "huge": spread * stretch * 1e140,
        "overflowing_squares": spread * 1e160,
        "denormal": random.integers(0, int(40 * stretch), rows) * 5e-324,
        "signed_zeros": random.choice([0.0, -0.0, 1.5, 2.5], rows),
        "far_from_zero": 1_000_000.0 + spread * stretch,
    }


def switch(random, rows):
    """2, 5, 6 and 11 distinct values: where the methods change."""
    return {
        f"{kind}{distinct}": values(random.integers(0, distinct, rows))
        for distinct in (2, 5, 6, 11)
        for kind, values in (("float", lambda x: x + 0.5), ("int", lambda x: x), ("text", lambda x: [f"k{i}" for i in x]))
    }


def booleans(random, rows, words, digits):
    yes = random.random(rows) < (0.4 if digits else 0.6)
    gaps = random.random(rows) < 0.2
    return {
        "same_words": np.where(yes, "true", "false"),
        "other_words": np.where(yes, *words),
        "mixed_words": np.where(yes, random.choice(["True", "true", "TRUE"], rows), "False"),
        "words_or_digits": np.where(yes, 1, 0) if digits else np.where(yes, "True", "False"),
        "gaps_in_current": np.where(gaps & digits, "", np.where(yes, "True", "False")),
        "beside_other_text": np.where(gaps, "maybe", np.where(yes, "True", "False")),
    }


def types(random, rows, turned):
    """Columns whose type is another on the other side."""
    few, many = random.integers(0, 8, rows), random.integers(0, 90, rows)
    texts = random.choice(list("abcd"), rows)
    pick = lambda one, other: other if turned else one
    return {
        "integer_to_float": pick(few, few + 0.25),
        "float_to_integer": pick(few + 0.25, few),
        "integer_to_text": pick(few, texts),
        "text_to_number": pick(texts, many + 0.5),
        "few_to_many": pick(few, many),
        "many_to_few": pick(many, few),
        "whole_floats": pick(few, few.astype(float)),
        "new_texts": pick(texts, [f"n{i % 30}" for i in range(rows)]),
    }


def texts(random, rows, more):
    return {
        "one_category": ["only"] * rows,
        "zip_codes": [f"{i:05d}" for i in random.integers(0, 8 + more, rows)],
        "half_numbers": [str(i) if i % 2 else f"t{i}" for i in random.integers(0, 8, rows)],
        "empty_strings": random.choice(["", "a", "b", "c"], rows),
        "spaces_and_case": random.choice(["a", "a ", " a", "A", "É", "é"], rows),
        "missing_words": random.choice(["NA", "nan", "x", "y", "None"], rows),
        "not_quite_numbers": random.choice(["0x10", "1_000", "1,5", "٣", "5 %"], rows),
        "mostly_new": random.choice([f"{'n' if more and i > 2 else 'k'}{i}" for i in range(25)], rows),
    }


def single(value):
    return {"number": [value], "integer": [int(value)], "boolean": [value > 2], "text": ["word" if value > 2 else "other"]}


def cases():
    random = np.random.default_rng(20261120)
    pairs = {}
    pairs["x_extremes"] = (extremes(random, 1_200, 1.0), extremes(random, 1_200, 1.3))
    pairs["x_switch_1000"] = (switch(random, 1_000), switch(random, 400))
    pairs["x_switch_1001"] = (switch(random, 1_001), switch(random, 400))
    pairs["x_booleans"] = (
        booleans(random, 80, ("True", "False"), False),
        booleans(random, 90, ("TRUE", "FALSE"), True),
    )
    pairs["x_types"] = (types(random, 120, False), types(random, 100, True))
    pairs["x_texts"] = (texts(random, 150, 0), texts(random, 130, 2))
    pairs["x_one_row_now"] = (
        {"number": random.normal(size=40).round(2), "integer": random.integers(0, 9, 40),
         "boolean": random.random(40) < 0.5, "text": random.choice(["word", "other"], 40)},
        single(3.5),
    )
    return pairs


def judge(reference, current, kinds, names):
    """Evidently's preset on the columns `names`; `kinds` declares them, or is None."""
    declared = {}
    if kinds is not None:
        declared["data_definition"] = DataDefinition(
            numerical_columns=[n for n in names if kinds[n] == "num"],
            categorical_columns=[n for n in names if kinds[n] == "cat"],
        )
    sides = [Dataset.from_pandas(side[names], **declared) for side in (current, reference)]
    answer = Report([DataDriftPreset(columns=names)], include_tests=True).run(*sides).dict()
    failed = {
        test["metric_config"]["params"]["column"]: str(test["status"]).endswith("FAIL")
        for test in answer["tests"]
        if "column" in test["metric_config"]["params"]
    }
    columns, dataset = {}, None
    for metric in answer["metrics"]:
        config = metric["config"]
        if config["type"].endswith("DriftedColumnsCount"):
            share = float(metric["value"]["share"])
            dataset = {"drifted_columns": int(metric["value"]["count"]), "share": share, "dataset_drift": share >= 0.5}
        else:
            score = float(metric["value"])
            columns[config["column"]] = {
                "method": config["method"],
                "threshold": config["threshold"],
                "score": score if math.isfinite(score) else str(score),
                "drifted": failed[config["column"]],
            }
    return {"columns": columns, "dataset": dataset}


def judge_all(reference, current, kinds):
    names = list(reference.columns)
    try:
        return judge(reference, current, kinds, names)
    except Exception:
        # One column makes the whole report fail: which one, the single columns tell.
        columns = {}
        for name in names:
            try:
                columns.update(judge(reference, current, kinds, [name])["columns"])
            except Exception as error:
                columns[name] = {"error": f"{type(error).__name__}: {error}"[:120]}
        return {"columns": columns, "dataset": None}


def main():
    for case, pair in cases().items():
        folder = HERE / case
        folder.mkdir(exist_ok=True)
        sides = []
        for side, columns in zip(("reference", "current"), pair):
            file = folder / f"{side}.csv"
            pd.DataFrame(columns).to_csv(file, index=False, lineterminator="\n")
            sides.append(pd.read_csv(file, float_precision="round_trip"))
        is_number = lambda column: pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
        kinds = {n: "num" if all(is_number(side[n]) for side in sides) else "cat" for n in sides[0].columns}
        golden = {
            "case": case,
            "made_by": "tests/golden/make_extra.py",
            "versions": {name: version(name) for name in ("evidently", "scipy", "numpy", "pandas")},
            "columns": {name: {"kind": kind} for name, kind in kinds.items()},
            "evidently": {"auto_types": judge_all(*sides, None), "declared_types": judge_all(*sides, kinds)},
        }
        text = json.dumps(golden, ensure_ascii=False, indent=1, allow_nan=False)
        (folder / "golden.json").write_text(text + "\n", encoding="utf-8")
        print(case, {types: answer["dataset"] for types, answer in golden["evidently"].items()})


if __name__ == "__main__":
    main()
