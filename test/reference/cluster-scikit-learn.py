"""Reference values for core/cluster from scikit-learn. Writes cluster-scikit-learn.json beside itself.

Run: python cluster-scikit-learn.py   (scikit-learn 1.9.1, numpy 2.4.6 made the file that is kept)
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(20260630)
centres = rng.normal(0, 2, (4, 8))
which = rng.integers(0, 4, 240)
raw = centres[which] + rng.normal(0, 1, (240, 8))
raw[:, 6] = raw[:, 0] + 0.1 * rng.normal(0, 1, 240)  # a near copy, so that PCA drops something
raw[:, 7] = np.exp(raw[:, 1])
points = np.round(StandardScaler().fit_transform(raw), 4)

pca = PCA(0.95).fit(points)
projected = pca.transform(points)
fits = {}
for k in range(2, 8):
    fit = KMeans(k, init="k-means++", n_init=10, random_state=42, tol=1e-4, max_iter=300).fit(projected)
    fits[k] = {
        "inertia": fit.inertia_,
        "silhouette": silhouette_score(projected, fit.labels_),
        "labels": fit.labels_.tolist(),
    }

out = {
    "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "points": points.tolist(),
    "pca": {
        "components": pca.components_.tolist(),
        "variances": pca.explained_variance_.tolist(),
        "shares": pca.explained_variance_ratio_.tolist(),
    },
    "k_means": fits,
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
print({k: (round(v["inertia"], 3), round(v["silhouette"], 4)) for k, v in fits.items()}, len(pca.components_))
