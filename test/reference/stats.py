"""Reference values for core/stats, from SciPy, scikit-learn and statsmodels.

    pip install scipy scikit-learn statsmodels && python3 test/reference/stats.py

writes stats.json beside this file. Inputs are kept with the answers, so the tests need no Python.
"""

import json
import pathlib

import numpy as np
from scipy import stats

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


if __name__ == "__main__":
    parts = {
        "random": random_part(),
        "normal": normal_part(),
        "quantile": quantile_part(),
        "fisher": fisher_part(),
        "benjaminiHochberg": bh_part(),
    }
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(plain(parts), indent=1) + "\n")
