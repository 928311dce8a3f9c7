"""Writes the golden cases x_stream_*: what River 0.26.1 and pandas say about streams made here.

    pip install river==0.26.1 pandas
    python tests/golden/make_streams.py

The streams are made by Python's own seeded generator, so they come out the same everywhere. KSWIN is asked only with a
window of twice its newest part: then it compares with all other values, and nothing is left to chance.
"""
import json, pathlib, random
from importlib.metadata import version

import pandas
from river import drift

TARGET = pathlib.Path(__file__).parent
BITS = {
    "DDM": lambda: drift.binary.DDM(),
    "DDM(1.5,2.5)": lambda: drift.binary.DDM(warm_start=50, warning_threshold=1.5, drift_threshold=2.5),
    "EDDM": lambda: drift.binary.EDDM(),
    "EDDM(.8,.75)": lambda: drift.binary.EDDM(alpha=0.8, beta=0.75),
    "EDDM(warm)": lambda: drift.binary.EDDM(warm_start=100, alpha=0.99, beta=0.7),
    "HDDM_A": lambda: drift.binary.HDDMA(),
    "HDDM_A(loose)": lambda: drift.binary.HDDMA(drift_confidence=0.05, warning_confidence=0.2, two_sided_test=True),
    "HDDM_W": lambda: drift.binary.HDDMW(),
    "HDDM_W(.2)": lambda: drift.binary.HDDMW(lambda_val=0.2, two_sided_test=True),
    "HDDM_W(loose)": lambda: drift.binary.HDDMW(drift_confidence=0.02, warning_confidence=0.1, lambda_val=0.01),
}
ANY = {
    "ADWIN": lambda: drift.ADWIN(),
    "ADWIN(loose)": lambda: drift.ADWIN(delta=0.3, clock=7),
    "ADWIN(coarse)": lambda: drift.ADWIN(clock=1, max_buckets=2, min_window_length=1, grace_period=0),
    "ADWIN(fine)": lambda: drift.ADWIN(clock=16, max_buckets=20, min_window_length=30, grace_period=200),
    "PageHinkley": lambda: drift.PageHinkley(),
    "PageHinkley(5)": lambda: drift.PageHinkley(min_instances=10, delta=0.05, threshold=5.0, alpha=0.99),
    "PageHinkley(up)": lambda: drift.PageHinkley(threshold=8.0, alpha=1.0, mode="up"),
    "PageHinkley(down)": lambda: drift.PageHinkley(delta=0.0, threshold=8.0, mode="down"),
    "KSWIN(60,30)": lambda: drift.KSWIN(window_size=60, stat_size=30, seed=1),
    "KSWIN(20,10)": lambda: drift.KSWIN(alpha=0.02, window_size=20, stat_size=10, seed=1),
}
WINDOWS = (1, 7, 50)


def runs(rows):
    found = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return found


def watch(detector, values):
    drifts, warnings = [], []
    for row, value in enumerate(values):
        detector.update(value)
        if detector.drift_detected:
            drifts.append(row)
        if getattr(detector, "warning_detected", False):
            warnings.append(row)
    params = {name: value for name, value in detector._get_params().items() if name not in ("window", "seed")}
    found = {"params": params, "drift": drifts}
    if hasattr(detector, "warning_detected"):
        found["warning_runs"] = runs(warnings)
    if isinstance(detector, drift.ADWIN):
        found["final"] = {"width": detector.width, "mean": detector.estimation, "variance": detector.variance}
    return found


def case(name, note, values, detectors):
    series = pandas.Series(values, dtype=float)
    averages = [
        {
            "window": window,
            "simple": series.rolling(window, min_periods=1).mean().iloc[::97].tolist(),
            "exponential": series.ewm(span=window, adjust=False).mean().iloc[::97].tolist(),
        }
        for window in WINDOWS
    ]
    golden = {
        "schema": 1, "case": name, "task": "stream", "note": note, "n": len(values),
        "versions": {lib: version(lib) for lib in ("river", "scipy", "pandas")},
        "detectors": {label: watch(make(), values) for label, make in detectors.items()},
        "averages_of_every_97th_row": averages,
        "tolerance": "rows exact; final means and averages rel 1e-9",
    }
    folder = TARGET / name
    folder.mkdir(exist_ok=True)
    (folder / "stream.csv").write_text("value\n" + "".join(f"{value}\n" for value in values))
    (folder / "golden.json").write_text(json.dumps(golden) + "\n")
    print(name, {label: len(found["drift"]) for label, found in golden["detectors"].items()})


draw = random.Random(20261121)
rates = [0.15] * 1500 + [0.3] * 700 + [0.05] * 800 + [0.5] * 500 + [0.15] * 1500
case("x_stream_bits", "errors at rates .15, .3, .05, .5, .15", [int(draw.random() < rate) for rate in rates], {**BITS, **ANY})
levels = [(0, 1)] * 1200 + [(0.4, 1)] * 800 + [(0.4, 2)] * 600 + [(-1, 0.5)] * 700 + [(50, 5)] * 700
case("x_stream_numbers", "mean and spread change: 0±1, .4±1, .4±2, -1±.5, 50±5",
     [round(draw.gauss(mean, spread), 4) for mean, spread in levels], ANY)
