"""Makes the classifiers of `tests/onnx`, and onnxruntime's answers to their inputs.

    pip install scikit-learn==1.9.1 skl2onnx==1.20.0 onnx==1.23.2 onnxruntime==1.31.1 pandas==3.1.1
    python scripts/make_onnx_fixtures.py

Each file is a pipeline of scikit-learn, written by skl2onnx; `NAME.json` holds what onnxruntime
says of the rows of `rows.csv`: the label and the probabilities of every row.
"""

import json
from pathlib import Path

import numpy as np
import onnx.helper
import onnxruntime
import pandas as pd
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

make_attribute = onnx.helper.make_attribute


def with_integers(key, value, *rest, **named):
    """skl2onnx gives truths where onnx 1.23 wants integers."""
    if isinstance(value, list):
        value = [int(item) if isinstance(item, (bool, np.bool_)) else item for item in value]
    return make_attribute(key, value, *rest, **named)


onnx.helper.make_attribute = with_integers

OUT = Path(__file__).resolve().parent.parent / "tests" / "onnx"
NUMBERS = ["age", "height", "dose"]
TEXTS = ["colour", "size"]


def rows(count, seed):
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "age": random.normal(40, 12, count).round(1),
            "height": random.normal(170, 9, count).round(1),
            "dose": random.exponential(2, count).round(2),
            "colour": random.choice(["red", "green", "blue"], count),
            "size": random.choice(["S", "M", "L"], count),
        }
    )
    score = (frame.age - 40) / 12 + (frame.colour == "red") - 0.5 * frame.dose + random.normal(0, 0.7, count)
    frame["two"] = np.where(score > 0, "yes", "no")
    frame["three"] = np.digitize(score, [-0.8, 0.6]) * 10
    return frame


def encoder(encode, impute=True):
    numbers = make_pipeline(SimpleImputer(), StandardScaler()) if impute else StandardScaler()
    return ColumnTransformer([("numbers", numbers, NUMBERS), ("texts", encode, TEXTS)])


def one_hot():
    return OneHotEncoder(handle_unknown="ignore", sparse_output=False)


# Name: pipeline, target, one input a column, ZipMap.
MODELS = {
    "logistic_columns": (make_pipeline(encoder(one_hot()), LogisticRegression()), "two", True, False),
    "logistic_zipmap": (make_pipeline(encoder(one_hot()), LogisticRegression()), "three", True, True),
    "forest_columns": (
        make_pipeline(encoder(one_hot()), RandomForestClassifier(8, max_depth=5, random_state=1)), "three", True, False),
    "boosting_ordinal": (
        make_pipeline(encoder(OrdinalEncoder()), GradientBoostingClassifier(n_estimators=9, random_state=1)),
        "two", True, True),
    "logistic_scaled": (make_pipeline(MinMaxScaler(), LogisticRegression()), "three", False, False),
    "tree": (DecisionTreeClassifier(max_depth=5, random_state=1), "two", False, True),
    "forest": (
        make_pipeline(SimpleImputer(strategy="median"), RandomForestClassifier(9, max_depth=5, random_state=1)),
        "two", False, False),
    "boosting": (
        make_pipeline(SimpleImputer(), GradientBoostingClassifier(n_estimators=6, random_state=1)), "three", False, False),
    "hist_boosting": (HistGradientBoostingClassifier(max_iter=12, max_leaf_nodes=9, random_state=1), "two", False, False),
    "hist_boosting_three": (
        HistGradientBoostingClassifier(max_iter=6, max_leaf_nodes=7, random_state=1), "three", False, False),
    "bayes": (make_pipeline(StandardScaler(), GaussianNB()), "three", False, True),
    "calibrated": (CalibratedClassifierCV(LogisticRegression(), cv=3), "two", False, False),
    "calibrated_isotonic": (
        CalibratedClassifierCV(GaussianNB(), method="isotonic", cv=3), "two", False, False),
}
# Missing values are for those that take them.
TAKES_MISSING = {
    "logistic_columns", "logistic_zipmap", "forest_columns", "forest", "boosting", "hist_boosting",
    "hist_boosting_three",
}


def answers(model, frame, by_column):
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    if by_column:
        feed = {name: frame[[name]].to_numpy(np.float32) for name in NUMBERS}
        feed |= {name: frame[[name]].to_numpy(object) for name in TEXTS}
    else:
        feed = {session.get_inputs()[0].name: frame[NUMBERS].to_numpy(np.float32)}
    label, probabilities = session.run(None, feed)
    if isinstance(probabilities, list):
        probabilities = np.array([[row[key] for key in sorted(row)] for row in probabilities])
    return [str(name) for name in label], np.asarray(probabilities, np.float64).tolist()


def main():
    training, test = rows(600, 1), rows(60, 2)
    test.loc[3:8, "colour"] = "violet"
    holed = test.copy()
    holed.loc[10:20, "age"] = np.nan
    holed.loc[15:25, "dose"] = np.nan
    columns = NUMBERS + TEXTS
    test[columns].to_csv(OUT / "rows.csv", index=False)
    holed[columns].to_csv(OUT / "rows_missing.csv", index=False)
    for name, (pipeline, target, by_column, zipmap) in MODELS.items():
        if by_column:
            types = [(column, FloatTensorType([None, 1])) for column in NUMBERS]
            types += [(column, StringTensorType([None, 1])) for column in TEXTS]
            fitted = pipeline.fit(training[columns], training[target])
        else:
            types = [("X", FloatTensorType([None, len(NUMBERS)]))]
            fitted = pipeline.fit(training[NUMBERS].to_numpy(np.float32), training[target])
        steps = fitted.steps[-1][1] if hasattr(fitted, "steps") else fitted
        model = to_onnx(fitted, initial_types=types, options={id(steps): {"zipmap": zipmap}}, target_opset={"": 17, "ai.onnx.ml": 3})
        known = test if name != "boosting_ordinal" else test.replace("violet", "blue")
        data, frame = "rows.csv", known
        if name in TAKES_MISSING:
            data, frame = "rows_missing.csv", holed
        if name == "boosting_ordinal":
            data = "rows_known.csv"
            frame[columns].to_csv(OUT / data, index=False)
        label, probabilities = answers(model, frame, by_column)
        (OUT / f"{name}.onnx").write_bytes(model.SerializeToString())
        said = {"data": data, "columns": None if by_column else NUMBERS, "label": label, "probabilities": probabilities}
        (OUT / f"{name}.json").write_text(json.dumps(said) + "\n")
        operators = list(dict.fromkeys(node.op_type for node in model.graph.node))
        print(f"{name}: {(OUT / f'{name}.onnx').stat().st_size} bytes, {' '.join(operators)}")


if __name__ == "__main__":
    main()
