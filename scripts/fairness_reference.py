#!/usr/bin/env python3
"""Print tests/golden/fairness.json: what fairlearn says about the rates of groups.

    python3 -m venv .venv && .venv/bin/pip install -r scripts/requirements-fairness.txt
    .venv/bin/python scripts/fairness_reference.py > tests/golden/fairness.json

Four windows of seeded rows with three groups and missing ones: one plain, one with other rates,
one in which a group has no positives, one in which nobody is selected. fairlearn takes the true
positive rate of a group without positives as 0, and says NaN ("nan" in the file) where all rates
are 0; tests/golden_fairness.rs knows both.
"""
import json
import math
import warnings
from importlib.metadata import version

import numpy as np
from fairlearn.metrics import (
    MetricFrame,
    count,
    demographic_parity_difference,
    demographic_parity_ratio,
    equal_opportunity_difference,
    equal_opportunity_ratio,
    equalized_odds_difference,
    equalized_odds_ratio,
    false_positive_rate,
    selection_rate,
    true_positive_rate,
)
from sklearn.metrics import accuracy_score

SEED = 11
GROUPS = ["a", "b", "c", "missing"]
GAPS = {
    "demographic_parity_difference": demographic_parity_difference,
    "demographic_parity_ratio": demographic_parity_ratio,
    "equal_opportunity_difference": equal_opportunity_difference,
    "equal_opportunity_ratio": equal_opportunity_ratio,
    "equalized_odds_difference": equalized_odds_difference,
    "equalized_odds_ratio": equalized_odds_ratio,
}
RATES = {
    "rows": count,
    "selection_rate": selection_rate,
    "true_positive_rate": true_positive_rate,
    "false_positive_rate": false_positive_rate,
    "accuracy": accuracy_score,
}


def rows(random, size, rates):
    """Groups, labels and predictions; `rates` are the share of positives, TPR and FPR of each group."""
    place = random.choice(len(GROUPS), size, p=[0.45, 0.3, 0.2, 0.05])
    rate = np.array(rates)[place]
    actual = (random.random(size) < rate[:, 0]).astype(int)
    predicted = (random.random(size) < np.where(actual == 1, rate[:, 1], rate[:, 2])).astype(int)
    return np.array(GROUPS)[place], actual, predicted


def number(value):
    value = float(value)
    return "nan" if math.isnan(value) else value


def window(name, groups, actual, predicted):
    given = {"y_true": actual, "y_pred": predicted, "sensitive_features": groups}
    frame = MetricFrame(metrics=RATES, **given)
    gaps = {gap: number(function(**given)) for gap, function in GAPS.items()}
    gaps["accuracy_difference"] = number(frame.difference()["accuracy"])
    gaps["accuracy_ratio"] = number(frame.ratio()["accuracy"])
    by_group = {group: {rate: number(frame.by_group[rate][group]) for rate in RATES} for group in frame.by_group.index}
    return {
        "name": name,
        "groups": " ".join(groups),
        "actual": "".join(map(str, actual)),
        "predicted": "".join(map(str, predicted)),
        "by_group": by_group,
        "gaps": gaps,
    }


def main():
    random = np.random.default_rng(SEED)
    plain = [(0.4, 0.8, 0.1), (0.3, 0.7, 0.15), (0.2, 0.6, 0.2), (0.5, 0.75, 0.25)]
    moved = [(0.4, 0.85, 0.1), (0.3, 0.5, 0.3), (0.2, 0.9, 0.05), (0.5, 0.6, 0.4)]
    no_positives = [(0.4, 0.8, 0.1), (0.0, 0.7, 0.15), (0.2, 0.6, 0.2), (0.5, 0.75, 0.25)]
    nobody = [(0.4, 0.0, 0.0)] * 4
    windows = [
        window("plain", *rows(random, 400, plain)),
        window("moved", *rows(random, 240, moved)),
        window("no positives in b", *rows(random, 240, no_positives)),
        window("nobody selected", *rows(random, 120, nobody)),
    ]
    versions = {name: version(name) for name in ("fairlearn", "scikit-learn", "numpy", "pandas")}
    print(json.dumps({"versions": versions, "seed": SEED, "windows": windows}, indent=1))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
