"""Reference values for core/model from scikit-learn and xgboost. Writes model-scikit-learn.json beside this file.

    pip install scikit-learn==1.9.1 xgboost==3.2.0
    python3 model-scikit-learn.py

The data are made by the same small generator in test/core/model/reference-data.ts, so only results are stored.
"""

import json
import math
import os

import numpy as np
import sklearn
import xgboost
from sklearn.calibration import _sigmoid_calibration
from sklearn.ensemble import (
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
)
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, mean_squared_error, roc_auc_score


class Lehmer:
    """Park and Miller's minimal standard generator."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = self.state * 48271 % 2147483647
        return self.state / 2147483647


def rows(count, width, seed):
    random = Lehmer(seed)
    x = np.array([[random.next() for _ in range(width)] for _ in range(count)])
    eta = (
        -2.2
        + 2.5 * (x[:, 0] > 0.6)
        + 2.0 * x[:, 1]
        + 3.0 * (x[:, 2] > 0.5) * (x[:, 3] > 0.5)
        - 4.0 * (x[:, 4] - 0.5) ** 2
    )
    u = np.array([random.next() for _ in range(count)])
    y = (u < 1 / (1 + np.exp(-eta))).astype(int)
    noise = np.array([sum(random.next() for _ in range(12)) - 6 for _ in range(count)])
    return x, y, eta + noise


x, y, z = rows(4000, 10, 11)
xt, yt, zt = rows(4000, 10, 12)
out = {"versions": {"sklearn": sklearn.__version__, "xgboost": xgboost.__version__, "numpy": np.__version__}}

hist = dict(max_iter=100, learning_rate=0.1, max_leaf_nodes=None, max_depth=4, min_samples_leaf=20,
            l2_regularization=1.0, max_bins=64, early_stopping=False)
c = HistGradientBoostingClassifier(**hist).fit(x, y)
p = c.predict_proba(xt)[:, 1]
out["boosting_classifier"] = {"auc": roc_auc_score(yt, p), "log_loss": log_loss(yt, p)}
r = HistGradientBoostingRegressor(**hist).fit(x, z)
out["boosting_regressor"] = {"rmse": math.sqrt(mean_squared_error(zt, r.predict(xt)))}
g = GradientBoostingRegressor(n_estimators=100, learning_rate=0.1, max_depth=5, random_state=42).fit(x, z)
out["gradient_boosting_regressor"] = {"rmse": math.sqrt(mean_squared_error(zt, g.predict(xt)))}
f = RandomForestClassifier(100, max_depth=8, min_samples_leaf=5, max_features="sqrt", random_state=42).fit(x, y)
p = f.predict_proba(xt)[:, 1]
out["forest"] = {"auc": roc_auc_score(yt, p), "log_loss": log_loss(yt, p)}

# one-hot ridge logistic: 10 columns cut in 5 equal parts, intercept not penalised, C = 1 / penalty
bins = np.minimum((x * 5).astype(int), 4)
onehot = np.concatenate([(bins[:, [j]] == np.arange(5)).astype(float) for j in range(10)], axis=1)
m = LogisticRegression(C=1 / 8, tol=1e-12, max_iter=10000).fit(onehot, y)
out["ridge_logistic"] = {"intercept": float(m.intercept_[0]), "coefficients": m.coef_[0].tolist()}

# calibration on 400 scores
s, t = (c.decision_function(xt)[:400] / 3).round(2), yt[:400]
a, b = _sigmoid_calibration(s, t)
grid = np.linspace(-2.5, 2.5, 21)
iso = IsotonicRegression(out_of_bounds="clip").fit(s, t)
out["calibration"] = {
    "scores": s.tolist(),
    "labels": t.tolist(),
    "platt": {"slope": -float(a), "intercept": -float(b)},
    "grid": grid.tolist(),
    "isotonic": iso.predict(grid).tolist(),
}

# TreeSHAP: trees on whole-numbered bins 1-8, some of them missing
random = Lehmer(77)
bx = np.array([[1 + int(random.next() * 8) for _ in range(6)] for _ in range(1500)], dtype=float)
by = (bx[:, 0] > 4) * 2.0 + bx[:, 1] * (bx[:, 2] > 3) * 0.4 - (bx[:, 3] == 2)
for i in range(0, 1500, 7):
    bx[i, i % 6] = np.nan
booster = xgboost.train({"max_depth": 4, "eta": 0.3, "lambda": 1, "min_child_weight": 5, "base_score": 0.0,
                         "nthread": 1}, xgboost.DMatrix(bx, by), num_boost_round=12)
trees = [json.loads(d) for d in booster.get_dump(dump_format="json", with_stats=True)]
sample = bx[:40]
out["tree_shap"] = {
    "rows": [[None if math.isnan(v) else int(v) for v in row] for row in sample],
    "trees": trees,
    "contributions": booster.predict(xgboost.DMatrix(sample), pred_contribs=True).astype(float).tolist(),
}

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "model-scikit-learn.json"), "w") as file:
    json.dump(out, file, separators=(",", ":"))
    file.write("\n")
print({k: v for k, v in out.items() if k in ("boosting_classifier", "boosting_regressor", "gradient_boosting_regressor", "forest")})
