"""Simulates how often the interval of a customer satisfaction index holds the truth.

Writes `docs/coverage-csi.md`, the table for readers, and `csi_coverage.json` beside this file: cases
of a few kinds of respondents, enumerated, which `domain/tests/csi_coverage.rs` computes again with
the shipped code.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 scipy==1.17.1
    venv/bin/python csi_coverage.py
"""

import json

import numpy as np
from coverage import ADDED_PER_END, CLOSE, HERE, LEVELS, compositions, percent, shapes, t, table, z
from scipy import special

TABLE = HERE.parents[2] / "docs" / "coverage-csi.md"
SIZES = [2, 3, 5, 7, 10, 15, 20, 30, 50, 100]
DRAWN = 5_000
# Shares of respondents whose ratings are all one; the others rate each attribute for itself.
ALIKE = [0, 0.5, 0.9]
GAPS = [0, 0.3]
WEIGHTS = {2: [1, 1], 3: [2, 1, 1], 5: [35, 25, 20, 10, 10], 10: [1] * 10}
rng = np.random.default_rng(20261202)


def interval(n, mean, squares, level):
    """Of a mean between 0 and 100, by rows; at least two values in each."""
    added = ADDED_PER_END * z(level)
    weight = n + 2 * added
    centre = (n * mean + 100 * added) / weight
    squares = squares + n * (mean - centre) ** 2 + added * (centre**2 + (100 - centre) ** 2)
    margin = t(level, n - 1) * np.sqrt(squares) / weight
    low, high = (centre - margin).clip(0, 100), (centre + margin).clip(0, 100)
    return np.minimum(low, mean), np.maximum(high, mean)


def respondents(p, weights, alike, gaps):
    """Indices of DRAWN samples of respondents, with NaN for those who have none."""
    size, k = (DRAWN, SIZES[-1]), len(weights)
    cumulated, weights = p.cumsum()[:-1], np.array(weights, float)
    sums, answered = np.zeros(size), np.zeros(size)
    common, is_alike = np.searchsorted(cumulated, rng.random(size)), rng.random(size) < alike
    for weight in weights:
        rating = np.where(is_alike, common, np.searchsorted(cumulated, rng.random(size)))
        is_rated = rng.random(size) >= gaps if gaps else np.ones(size, bool)
        sums += weight * is_rated * rating
        answered += weight * is_rated
    index = 100 * sums / (np.maximum(answered, 1) * (len(p) - 1))
    return np.where(2 * answered >= weights.sum(), index, np.nan)


def report(points, k):
    rows = []
    found = {n: [] for n in SIZES}
    for name, p in shapes(points).items():
        truth = 100 * p @ np.arange(points) / (points - 1)
        for alike in ALIKE:
            for gaps in GAPS:
                all_indices = respondents(p, WEIGHTS[k], alike, gaps)
                for n in SIZES:
                    indices = all_indices[:, :n]
                    indices = indices[np.isfinite(indices).sum(axis=1) >= 2]
                    count = np.isfinite(indices).sum(axis=1)
                    mean, squares = np.nanmean(indices, axis=1), count * np.nanvar(indices, axis=1)
                    held = []
                    for level in LEVELS:
                        low, high = interval(count, mean, squares, level)
                        held.append(((low <= truth + CLOSE) & (truth - CLOSE <= high)).mean())
                    found[n].append((held, f"{name}, {percent(alike, 0)} % alike, "
                                           f"{percent(gaps, 0)} % left out"))
    at_95 = LEVELS.index(0.95)
    for n in SIZES:
        held = np.array([one for one, _ in found[n]])
        at = held[:, at_95].argmin()
        assert n < 5 or held[at, at_95] >= 0.93, (points, k, n, found[n][at])
        cells = [f"{percent(a)} / {percent(b)}" for a, b in zip(held.min(axis=0), held.mean(axis=0))]
        rows.append([str(n), *cells, found[n][at][1]])
    heads = [f"{round(100 * level)} %" for level in LEVELS]
    return table(["n", *heads, "worst at 95 %"], rows)


def coverage(counts, likely, values, level):
    """Of the mean of what has a value; rows of numbers of respondents of each kind."""
    p, rows = likely
    is_counted = np.array([value is not None for value in values])
    values = np.array([value for value in values if value is not None])
    counts, p = counts[:, is_counted].astype(float), p[is_counted] / p[is_counted].sum()
    n = counts.sum(axis=1)
    counts, n, rows = counts[n >= 2], n[n >= 2], rows[n >= 2]
    mean = counts @ values / n
    squares = (counts * (values - mean[:, None]) ** 2).sum(axis=1)
    low, high = interval(n, mean, squares, level)
    truth = p @ values
    return float(rows @ ((low <= truth + CLOSE) & (truth - CLOSE <= high)) / rows.sum())


def recomputed():
    kinds = [
        (5, [2, 1, 1], [[5, 5, 5], [1, 1, 1]], [0.5, 0.5]),
        (5, [2, 1, 1], [[5, 5, 5], [1, 1, 1]], [0.9, 0.1]),
        (5, [2, 1, 1], [[5, 5, 5], [4, 4, 3], [1, 1, 1]], [0.8, 0.15, 0.05]),
        (5, [2, 1, 1], [[5, 4, 5], [3, None, 2], [None, 1, None]], [0.5, 0.3, 0.2]),
        (10, [35, 25, 20, 20], [[9, 8, 10, 10], [7, 8, None, 6], [2, 1, 3, None]], [0.6, 0.3, 0.1]),
        (10, [1, 1], [[10, 10], [10, None], [1, 2]], [0.45, 0.45, 0.1]),
    ]
    cases = []
    for points, weights, ratings, p in kinds:
        for n in (5, 10, 20, 30, 50):
            counts = compositions(n, len(p))
            log = special.gammaln(n + 1) - special.gammaln(counts + 1).sum(axis=1)
            likely = np.array(p), np.exp(log + special.xlogy(counts, p).sum(axis=1))
            indices = []
            for one in ratings:
                rated = [(w, r - 1) for w, r in zip(weights, one) if r is not None]
                answered = sum(w for w, _ in rated)
                index = 100 * sum(w * r for w, r in rated) / answered / (points - 1)
                indices.append(index if 2 * answered >= sum(weights) else None)
            # A drag's interval holds the truth where its attribute's mean does.
            first = [100 * (one[0] - 1) / (points - 1) if one[0] else None for one in ratings]
            case = {"points": points, "weights": weights, "ratings": ratings, "p": p, "n": n}
            for figure, values in (("index", indices), ("drag", first)):
                held = {level: coverage(counts, likely, values, level) for level in LEVELS}
                assert held[0.95] >= 0.93, (case, held)
                case[figure] = {round(100 * level): one for level, one in held.items()}
            cases.append(case)
    return cases


HEAD = """# How often the interval of a satisfaction index holds the truth

Made by `tests/vectors/metrics/csi_coverage.py`; don't edit it here. `domain/tests/csi_coverage.rs`
computes cases that can be enumerated with the shipped code, on every test run.

Respondents rate 2, 3, 5 or 10 attributes (of weights 1:1, 2:1:1, 35:25:20:10:10, and all alike) by
the distributions of [coverage.md](coverage.md). Of them 0, 50 or 90 % give one rating to all
attributes, the others each its own; 0 or 30 % of the ratings are left out. All were drawn 5,000
times (right to 0.7 points). Each cell has the worst of all, and their mean.

Where everybody gives one rating to everything, the index is a mean on 5 or 10 points. That is also
what an attribute's mean is, and a drag's interval is that of the mean, turned over and times the
attribute's share of the weight: [coverage.md](coverage.md) has all three."""


def main():
    parts = [HEAD]
    for points in (5, 10):
        for k in WEIGHTS:
            parts += [f"## {k} attributes on {points} points", report(points, k)]
            print(points, k, flush=True)
    TABLE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    cases = recomputed()
    lines = ",\n".join(json.dumps(case) for case in cases)
    (HERE / "csi_coverage.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(TABLE.name, "csi_coverage.json", len(cases))


if __name__ == "__main__":
    main()
