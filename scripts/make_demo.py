#!/usr/bin/env python3
"""Write the demo pair of the page: public/demo/reference.csv and public/demo/current.csv.

    python3 -m venv .venv && .venv/bin/pip install -r scripts/requirements-demo.txt
    .venv/bin/python scripts/make_demo.py

The table is the Breast Cancer Wisconsin (Diagnostic) data that scikit-learn carries:
569 rows, 30 measurements and the diagnosis as `target` (0 malignant, 1 benign). The
reference is a random sample of 200 rows, the current data another sample of 200 rows
from the same table, with `mean radius` moved by draws from a normal distribution with
mean 2 and standard deviation 1. Everything is seeded: the files come out the same
every time.
"""
from pathlib import Path

import numpy as np
from sklearn.datasets import load_breast_cancer

ROWS = 200
REFERENCE_SEED, CURRENT_SEED, SHIFT_SEED = 0, 1, 42
SHIFTED = "mean radius"
SHIFT_MEAN, SHIFT_STD = 2.0, 1.0
FOLDER = Path(__file__).resolve().parent.parent / "public" / "demo"


def main() -> None:
    table = load_breast_cancer(as_frame=True).frame
    reference = table.sample(n=ROWS, replace=False, random_state=REFERENCE_SEED)
    current = table.sample(n=ROWS, replace=False, random_state=CURRENT_SEED).reset_index(drop=True)
    shift = np.random.Generator(np.random.PCG64(SHIFT_SEED)).normal(SHIFT_MEAN, SHIFT_STD, ROWS)
    current[SHIFTED] += shift
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, sample in (("reference", reference), ("current", current)):
        # Python writes the shortest decimal that reads back to the same number.
        sample.to_csv(FOLDER / f"{name}.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
