"""Reference values for core/stats, from SciPy 1.17, scikit-learn 1.9, statsmodels 0.15 and kneed 0.9.

    pip install scipy scikit-learn statsmodels kneed && python3 test/reference/stats.py

writes stats.json beside this file. Inputs are kept with the answers, so the tests need no Python.
"""

import json
import pathlib
import warnings

import kneed
import numpy as np
from scipy import special, stats
from scipy.stats import contingency
from sklearn import metrics
from sklearn.calibration import calibration_curve
from statsmodels.stats.contingency_tables import StratifiedTable

rng = np.random.default_rng(20260630)


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        return value.item()
    return value


def xoshiro128(state, count):
    """Independent transcription of the published C (Blackman and Vigna, prng.di.unimi.it/xoshiro128starstar.c)."""
    mask = 0xFFFFFFFF
    rotl = lambda x, k: ((x << k) | (x >> (32 - k))) & mask
    s = list(state)
    out = []
    for _ in range(count):
        out.append((rotl((s[1] * 5) & mask, 7) * 9) & mask)
        t = (s[1] << 9) & mask
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 11)
    return out


def random_part():
    return {
        "xoshiro": [
            {"state": state, "values": xoshiro128(state, 20)}
            for state in ([1, 2, 3, 4], [0xFFFFFFFF, 0, 0x12345678, 1], [0x9E3779B9, 0x7F4A7C15, 0xBF58476D, 0x1CE4E5B9])
        ]
    }


def normal_part():
    zs = [-37, -30, -20, -8, -5.3, -3, -1.959963984540054, -0.67, -0.6, -0.1, 0.0, 0.1, 0.5, 0.6629, 0.663, 1.5, 3, 5.6, 5.7, 8.2]
    ps = [1e-300, 1e-100, 1e-20, 1e-11, 1e-10, 1e-5, 0.001, 0.025, 0.07, 0.075, 0.08, 0.3, 0.5, 0.7, 0.9249, 0.9251, 0.975, 0.999999]
    return {
        "cdf": [[z, stats.norm.cdf(z)] for z in zs],
        "quantile": [[p, stats.norm.ppf(p)] for p in ps],
    }


def quantile_part():
    cases = []
    for values in ([4.0, 1, 3, 2], [7.5], rng.normal(size=101).round(3).tolist(), rng.poisson(3, 40).astype(float).tolist()):
        for share in (0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999, 1):
            cases.append({"values": values, "share": share, "quantile": np.quantile(values, share)})
    return cases


def fisher_part():
    tables = [[3, 5, 5, 27], [8, 2, 1, 5], [0, 10, 12, 3], [1, 0, 0, 1], [5, 5, 5, 5], [10, 0, 0, 10], [2, 40, 90, 300]]
    tables += [[40, 360, 80, 1520], [120, 280, 300, 1300], [0, 400, 37, 1563], [60100, 139900, 239400, 560600], [1, 199999, 40, 799960]]
    for _ in range(60):
        n = int(10 ** rng.uniform(1, 4.5))
        row = rng.integers(1, n)
        column = rng.integers(1, n)
        a = int(rng.hypergeometric(row, n - row, column))
        tables.append([a, int(row - a), int(column - a), int(n - row - column + a)])
    return [{"table": t, "p": stats.fisher_exact([t[:2], t[2:]])[1]} for t in tables]


def bh_part():
    cases = [[0.01, 0.04, 0.03, 0.5], [0.5], [0.02, 0.02, 0.02], [1, 1, 0.9], [0, 0.2, 1e-300]]
    cases += [rng.uniform(size=50).tolist(), (rng.uniform(size=200) ** 3).tolist()]
    return [{"p": p, "q": stats.false_discovery_control(p)} for p in cases]


def gamma_part():
    xs = [1e-8, 1e-3, 0.1, 0.5, 0.9999, 1.0001, 1.5, 1.9999, 2.5, 3, 7.3, 9.99, 10, 50.5, 1e3, 1e6, 1e12]
    return {
        "logGamma": [[x, special.gammaln(x)] for x in xs],
        "digamma": [[x, special.digamma(x)] for x in xs],
        "trigamma": [[x, special.polygamma(1, x)] for x in xs],
        "upperGamma": [[a, x, special.gammaincc(a, x)] for a in (0.5, 1, 3.5, 20, 300) for x in (0.01, 0.5, 2, 10, 60, 350)],
        "chiSquare": [[s, d, stats.chi2.sf(s, d)] for s in (0.1, 3.84, 25, 200) for d in (1, 2, 5, 40)],
        "beta": [[x, a, b, special.betainc(a, b, x)] for a in (0.5, 1, 4, 90, 2000) for b in (0.5, 3, 70, 9000) for x in (0.001, 0.1, 0.5, 0.9)],
        "betaQuantile": [[p, a, b, special.betaincinv(a, b, p)] for a in (0.7, 4, 90) for b in (0.7, 6, 400) for p in (0.025, 0.5, 0.975)],
        "student": [[t, d, 2 * stats.t.sf(abs(t), d)] for t in (0.1, 2.2, -3, 12) for d in (1, 4, 30, 1000)],
    }


def rate_part():
    counts = [(0, 10), (10, 10), (3, 8), (1, 1), (64, 320), (500, 1000)]
    tables = [(3, 8, 5, 32), (40, 80, 60, 320), (1, 100, 1, 1000), (80, 80, 100, 320)]
    return {
        "wilson": [
            [k, n, level, *stats.binomtest(k, n).proportion_ci(level, method="wilson")] for k, n in counts for level in (0.9, 0.95)
        ],
        "riskRatio": [
            [*t, contingency.relative_risk(*t).relative_risk, *contingency.relative_risk(*t).confidence_interval(0.95)] for t in tables
        ],
        "shrunken": [
            [k, n, (a := 8 * 0.2 + k) / (a + (b := 8 * 0.8 + n - k)), stats.beta.ppf(0.025, a, b), stats.beta.ppf(0.975, a, b)]
            for k, n in counts
        ],
        "logBetaMoments": [
            # by numerical integration, not by the formula that is being checked
            [a, b, (m := stats.beta(a, b).expect(np.log)), stats.beta(a, b).expect(lambda x: (np.log(x) - m) ** 2)]
            for a, b in ((2.5, 9.0), (34.4, 55.6), (66.4, 263.6))
        ],
    }


def two_samples():
    yield [1, 4, 6, 8, 9], [2, 3, 5, 7]
    yield rng.poisson(3, 40).tolist(), rng.poisson(4, 70).tolist()
    yield rng.normal(size=200).tolist(), (rng.normal(size=333) + 0.3).tolist()
    yield [1, 1, 1], [1, 1, 2]


def rank_part():
    out = []
    for x, y in two_samples():
        test = stats.mannwhitneyu(x, y, alternative="two-sided", method="asymptotic", use_continuity=True)
        out.append({"x": x, "y": y, "u": test.statistic, "p": test.pvalue})
    pairs = []
    for n in (6, 50, 300):
        a = rng.poisson(4, n)
        b = a + rng.poisson(3, n)
        pairs.append({"x": a, "y": b, "spearman": stats.spearmanr(a, b).statistic, "pearson": stats.pearsonr(a, b).statistic})
    return {"mannWhitney": out, "correlation": pairs}


def delong(scores, labels):
    """Direct O(mn) form of DeLong's variance, written from the 1988 paper."""
    x = scores[labels == 1]
    y = scores[labels == 0]
    psi = (x[:, None] > y[None, :]) + 0.5 * (x[:, None] == y[None, :])
    return np.sqrt(psi.mean(1).var(ddof=1) / len(x) + psi.mean(0).var(ddof=1) / len(y))


def score_part():
    out = []
    for n, rate, digits in ((40, 0.3, 1), (400, 0.2, 2), (1000, 0.05, 6)):
        labels = (rng.uniform(size=n) < rate).astype(int)
        p = np.clip(rng.beta(2, 6, size=n) + 0.15 * labels, 0, 1).round(digits)
        observed, predicted = calibration_curve(labels, p, n_bins=5, strategy="quantile")
        out.append({
            "scores": p,
            "labels": labels,
            "auc": metrics.roc_auc_score(labels, p),
            "error": delong(p, labels),
            "averagePrecision": metrics.average_precision_score(labels, p),
            "brier": metrics.brier_score_loss(labels, p),
            "observed": observed if digits == 6 else None,
            "predicted": predicted if digits == 6 else None,
        })
    return out


def grouping_part():
    out = []
    for n, k, noise in ((10, 2, 0.2), (200, 4, 0.3), (200, 3, 1.0), (50, 1, 0.0)):
        a = rng.integers(0, k, n)
        b = np.where(rng.uniform(size=n) < noise, rng.integers(0, k + 1, n), a)
        out.append({"first": a, "second": b, "ari": metrics.adjusted_rand_score(a, b)})
    return out


def kneedle_part():
    out = []
    x = list(range(1, 11))
    curves = [
        ([100, 50, 20, 18, 17, 16, 15.5, 15, 14.8, 14.7], "elbow"),
        ([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], "elbow"),
        (np.sqrt(x), "knee"),
        ([1, 5, 8, 9, 9.2, 9.3, 9.4, 9.4, 9.5, 9.5], "knee"),
    ]
    for _ in range(20):
        curves.append((np.sort(rng.pareto(1.2, 10))[::-1], "elbow"))
        curves.append((np.cumsum(np.sort(rng.pareto(1.0, 10))[::-1]), "knee"))
        curves.append((rng.normal(size=10), "elbow"))
    for y, shape in curves:
        for sensitivity in (1, 0.5):
            args = ("convex", "decreasing") if shape == "elbow" else ("concave", "increasing")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                knee = kneed.KneeLocator(x, list(y), curve=args[0], direction=args[1], S=sensitivity).knee
            out.append({"x": x, "y": y, "shape": shape, "sensitivity": sensitivity, "knee": knee})
    return out


def strata_part():
    out = []
    for k in (1, 2, 4):
        for effect in (0.0, 0.6):
            strata = []
            for _ in range(k):
                first, second = int(rng.integers(15, 80)), int(rng.integers(60, 300))
                rate = rng.uniform(0.1, 0.5)
                a, c = int(rng.binomial(first, min(0.95, rate * np.exp(effect)))), int(rng.binomial(second, rate))
                strata.append([a, first - a, c, second - c])
            table = StratifiedTable([np.array(s).reshape(2, 2).astype(float) for s in strata])
            out.append({"strata": strata, "riskRatio": table.riskratio_pooled, "p": table.test_null_odds(correction=True).pvalue})
    return out


if __name__ == "__main__":
    parts = {
        "random": random_part(),
        "normal": normal_part(),
        "quantile": quantile_part(),
        "fisher": fisher_part(),
        "benjaminiHochberg": bh_part(),
        "gamma": gamma_part(),
        "rates": rate_part(),
        "ranks": rank_part(),
        "scores": score_part(),
        "strata": strata_part(),
        "groupings": grouping_part(),
        "kneedle": kneedle_part(),
    }
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(plain(parts)) + "\n")
