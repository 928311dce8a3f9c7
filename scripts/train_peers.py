#!/usr/bin/env python3
"""scikit-learn's side of `cargo xtask bench train`.

    python3 train_peers.py fit OUT [--data DIR] [--repeat N] [--only ALGORITHM ...]
    python3 train_peers.py score TEST.csv SCORED.csv TARGET

`fit` writes every set's parts as OUT/<set>_train.csv and OUT/<set>_test.csv (70 : 30,
stratified, seed 0), fits scikit-learn's classifiers on one thread and prints one JSON
object a line: set, target, algorithm, fit_seconds (least of N), auc, log_loss. The sets
are scikit-learn's breast_cancer, 100,000 made rows of 20 columns, and, of DIR, those of
DIR/<set>/reference.csv that are there; identifiers and times are left out.

`score` prints auc and log_loss of what a command wrote beside the test rows: the column
`probability_<class>` of the last class. Both sides are measured by the same functions.

Each peer is the same algorithm with the hyper-parameters that are evenkeel's defaults;
scikit-learn has no FTRL, so stochastic gradient descent on the log loss stands there.
"""
import argparse
import json
import os
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.datasets import load_breast_cancer, make_classification
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

# Folder, target, columns that are no features.
FOLDERS = [
    ("bank_marketing", "y", ["row", "year_month"]),
    ("elec2", "class", ["timestamp"]),
    ("wine_quality", "good", []),
]


def sets(folder):
    X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    yield "breast_cancer", X, y.rename("target")
    X, y = make_classification(n_samples=100_000, n_features=20, n_informative=10, n_redundant=4, n_clusters_per_class=3,
                               class_sep=0.8, flip_y=0.02, random_state=11)
    X = pd.DataFrame(X.round(5), columns=[f"f{at:02d}" for at in range(20)])
    yield "synthetic_100000x20", X, pd.Series(y, name="target")
    for name, target, others in FOLDERS if folder else []:
        path = os.path.join(folder, name, "reference.csv")
        if not os.path.isfile(path):
            print(f"{path} is not there: left out", file=sys.stderr)
            continue
        table = pd.read_csv(path, keep_default_na=False, na_values=[""])
        yield name, table.drop(columns=[target, *others]), table[target]


def encoded(classifier, X, kind):
    """The classifier behind the preprocessing that it needs."""
    numbers = list(X.select_dtypes("number"))
    texts = [name for name in X if name not in numbers]
    impute = SimpleImputer(strategy="mean", add_indicator=True)
    if kind == "linear":
        of_numbers = make_pipeline(impute, StandardScaler())
        of_texts = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    else:
        # Boosting takes missing numbers as they are; the other trees of scikit-learn do too.
        of_numbers = "passthrough"
        of_texts = (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1) if kind == "ordinal"
                    else OneHotEncoder(handle_unknown="ignore", sparse_output=False))
    return make_pipeline(make_column_transformer((of_numbers, numbers), (of_texts, texts)), classifier)


PEERS = {
    "logistic": ("linear", lambda: LogisticRegression(max_iter=200)),
    "naive_bayes": ("linear", lambda: GaussianNB()),
    "ftrl": ("linear", lambda: SGDClassifier(loss="log_loss", random_state=0, n_jobs=1)),
    "tree": ("one-hot", lambda: DecisionTreeClassifier(max_depth=8, min_samples_leaf=20, random_state=0)),
    "forest": ("one-hot", lambda: RandomForestClassifier(100, max_depth=16, min_samples_leaf=5, random_state=0, n_jobs=1)),
    "boosting": ("ordinal", lambda: HistGradientBoostingClassifier(early_stopping=False, random_state=0)),
}


def measures(truth, probability):
    positive = sorted(truth.unique())[-1]
    return {"auc": roc_auc_score(truth == positive, probability), "log_loss": log_loss(truth == positive, probability)}


def fit(out, folder, repeat, only):
    os.makedirs(out, exist_ok=True)
    for name, X, y in sets(folder):
        train, test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0, stratify=y)
        for part, rows, labels in (("train", train, y_train), ("test", test, y_test)):
            rows.assign(**{y.name: labels}).to_csv(os.path.join(out, f"{name}_{part}.csv"), index=False)
        for algorithm, (kind, make) in PEERS.items():
            if only and algorithm not in only:
                continue
            times = []
            # A fit that takes long needs no second look.
            while len(times) < repeat and sum(times) < 20:
                model = encoded(make(), train, kind)
                started = time.perf_counter()
                model.fit(train, y_train)
                times.append(time.perf_counter() - started)
            found = {"set": name, "target": y.name, "algorithm": algorithm, "features": list(X), "fit_seconds": min(times)}
            print(json.dumps(found | measures(y_test, model.predict_proba(test)[:, 1])), flush=True)


def score(test, scored, target):
    truth = pd.read_csv(test, usecols=[target], dtype=str)[target]
    positive = sorted(truth.unique())[-1]
    table = pd.read_csv(scored)
    print(json.dumps(measures(truth, table[f"probability_{positive}"])))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = parser.add_subparsers(dest="task", required=True)
    of_fit = tasks.add_parser("fit")
    of_fit.add_argument("out")
    of_fit.add_argument("--data")
    of_fit.add_argument("--repeat", type=int, default=3)
    of_fit.add_argument("--only", nargs="*")
    of_score = tasks.add_parser("score")
    for name in ("test", "scored", "target"):
        of_score.add_argument(name)
    given = parser.parse_args()
    if given.task == "fit":
        fit(given.out, given.data, max(given.repeat, 1), given.only)
    else:
        score(given.test, given.scored, given.target)


if __name__ == "__main__":
    main()
