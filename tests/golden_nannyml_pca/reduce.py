"""Keeps of the NannyML cases what tests/multivariate.rs compares: python reduce.py <folder of cases>.

The cases hold what NannyML 0.13.1's DataReconstructionDriftCalculator says of the numeric and
categorical columns and y_proba of each pair, chunk by chunk.
"""

import json
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

for case in ("n_chunk_size", "n_monthly"):
    source = os.path.join(sys.argv[1], case)
    for side in ("reference.csv", "current.csv"):  # The same rows in both cases.
        shutil.copyfile(os.path.join(source, side), os.path.join(HERE, side))
    with open(os.path.join(source, "golden.json")) as file:
        golden = json.load(file)
    kept = {key: golden[key] for key in ("case", "note", "versions", "chunking", "numeric", "categorical")}
    kept["pca_reconstruction_error"] = [
        {
            "chunk": {key: entry["chunk"][key] for key in ("key", "start_index", "end_index", "period")},
            **{
                key: entry["reconstruction_error"][key]
                for key in ("value", "upper_threshold", "lower_threshold")
            },
        }
        for entry in golden["pca_reconstruction_error"]
    ]
    with open(os.path.join(HERE, f"{case}.json"), "w") as file:
        json.dump(kept, file, indent=1)
        file.write("\n")
