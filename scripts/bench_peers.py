#!/usr/bin/env python3
"""What `cargo xtask bench` measures beside the command, one task a process.

    python3 bench_peers.py read REFERENCE.csv CURRENT.csv
    python3 bench_peers.py test REFERENCE.csv CURRENT.csv

`read` reads both files with polars. `test` also does by hand what a drift check does:
per column, Kolmogorov-Smirnov for numbers (asymptotics of the finite-sample law) and
chi-square on the contingency table for categories, columns shared by two threads.
The process as a whole is timed from outside, imports included; what it prints is only
for people who run it by hand.
"""
import sys
import time
from concurrent.futures import ThreadPoolExecutor

THREADS = 2
LEVEL = 0.05


def read(reference_path, current_path):
    import polars as pl

    return pl.read_csv(reference_path), pl.read_csv(current_path)


def test(reference_path, current_path):
    import numpy as np
    import polars as pl
    from scipy import stats

    reference, current = read(reference_path, current_path)

    def p_value(name):
        a, b = reference[name].drop_nulls(), current[name].drop_nulls()
        if not a.dtype.is_numeric():
            counts = a.value_counts().join(b.value_counts(), on=name, how="full", coalesce=True).fill_null(0)
            return stats.chi2_contingency(counts.drop(name).to_numpy().T, correction=False).pvalue
        # polars sorts faster than NumPy; the sweep over both samples is the one ks_2samp makes.
        x, y = a.sort().to_numpy(), b.sort().to_numpy()
        both = np.concatenate([x, y])
        gap = np.searchsorted(x, both, side="right") / len(x) - np.searchsorted(y, both, side="right") / len(y)
        statistic = np.abs(gap).max()
        larger, smaller = max(len(x), len(y)), min(len(x), len(y))
        return stats.kstwo.sf(statistic, np.round(larger * smaller / (larger + smaller)))

    with ThreadPoolExecutor(THREADS) as pool:
        values = list(pool.map(p_value, reference.columns))
    return dict(zip(reference.columns, values))


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in ("read", "test"):
        sys.exit(__doc__)
    started = time.perf_counter()
    if sys.argv[1] == "read":
        tables = read(*sys.argv[2:])
        print(*(table.shape for table in tables))
    else:
        values = test(*sys.argv[2:])
        print(f"{sum(p < LEVEL for p in values.values())} of {len(values)} columns below p = {LEVEL}")
    print(f"{time.perf_counter() - started:.2f} s after start-up")


if __name__ == "__main__":
    main()
