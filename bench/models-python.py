"""scikit-learn and xgboost on the numbers in a file, one thread, same trees and depth. `models-python.py TRAIN TEST COLUMNS
ROUNDS` prints CPU seconds (medians after a warm-up; GradientBoostingRegressor, which takes a
minute, once) and errors as JSON; a library that is not installed is left out by name."""

import json
import statistics
import sys
import time

import numpy as np

columns, rounds = int(sys.argv[3]), int(sys.argv[4])


def data(path):
    numbers = np.fromfile(path)
    rows = len(numbers) // (columns + 1)
    return numbers[: rows * columns].reshape(rows, columns), numbers[rows * columns :]


train, target = data(sys.argv[1])
test, truth = data(sys.argv[2])


def cpu(work, times):
    if times > 1:
        work()
    taken = []
    for _ in range(times):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def error(model):
    return float(np.sqrt(np.mean((model.predict(test) - truth) ** 2)))


found = {}
try:
    from sklearn.ensemble import GradientBoostingRegressor, HistGradientBoostingRegressor
except ImportError as absent:
    found["skipped: scikit-learn"] = str(absent)
else:
    hist = HistGradientBoostingRegressor(
        max_iter=100, max_depth=5, max_leaf_nodes=None, learning_rate=0.1, min_samples_leaf=20, early_stopping=False
    )
    found["HistGradientBoosting"] = {"cpu": cpu(lambda: hist.fit(train, target), rounds), "rmse": error(hist)}
    exact = GradientBoostingRegressor(n_estimators=100, max_depth=5)
    found["GradientBoosting"] = {"cpu": cpu(lambda: exact.fit(train, target), 1), "rmse": error(exact)}
try:
    import xgboost
except ImportError as absent:
    found["skipped: xgboost"] = str(absent)
else:
    booster = xgboost.train(
        {"max_depth": 5, "eta": 0.1, "tree_method": "hist", "nthread": 1}, xgboost.DMatrix(train, target), 100
    )
    rows = xgboost.DMatrix(test)
    found["xgboost contributions"] = {"cpu": cpu(lambda: booster.predict(rows, pred_contribs=True), rounds)}
print(json.dumps(found))
