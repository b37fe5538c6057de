"""Simulates how often the interval of a reason's impact holds the truth, and is a false alarm.

Writes `docs/coverage-reasons.md`, the table for readers, and `reasons_coverage.json` beside this
file, the part of it that `domain/tests/reason_coverage.rs` computes again with the shipped code. All
outcomes with their probabilities where these are not too many, else drawn, seeded.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 scipy==1.17.1
    venv/bin/python reasons_coverage.py
"""

import itertools
import json
import math

import numpy as np
from coverage import ADDED_PER_END, CLOSE, HERE, LEVELS, compositions, percent, shapes, t, table, z
from scipy import special

TABLE = HERE.parents[2] / "docs" / "coverage-reasons.md"
SIZES = [5, 7, 10, 15, 20, 30, 50, 100]
SHARES = [0.01, 0.03, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97]
# Values of the responses, from 0 to 1: CSAT, NPS, CES.
POINTS = {"csat": 2, "nps": 3, "ces": 7}
ENUMERATED_MAX = 60_000
DRAWN = 5_000
rng = np.random.default_rng(20261130)


def distributions(k):
    if k == 2:
        tops = [0, 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98, 1]
        return {f"{percent(top, 0)} %": np.array([1 - top, top]) for top in tops}
    found = shapes(k)
    names = ["all alike", "even", "bell, high", "both ends", "80 % top, fading"]
    names += ["80 % top, else bottom", "95 % top, else bottom"]
    some = {name: found[name] for name in names}
    # The methods are symmetric, but two sides may lie at different ends.
    return some | {f"{name}, reversed": found[name][::-1] for name in names if name != "even"}


def bounded_mean(weights, values, ends, bounds, level):
    """The mean, and its interval from pseudo-answers at both ends; rows of answers."""
    n, added = weights.sum(axis=1), ADDED_PER_END * z(level)
    mean, weight = (weights * values).sum(axis=1) / n, n + 2 * added
    centre = (n * mean + added * (ends[0] + ends[1])) / weight
    squares = (weights * (values - centre[:, None]) ** 2).sum(axis=1)
    squares += added * ((ends[0] - centre) ** 2 + (ends[1] - centre) ** 2)
    margin = t(level, np.maximum(n - 1, 1)) * np.sqrt(squares) / weight
    low, high = np.maximum(centre - margin, bounds[0]), np.minimum(centre + margin, bounds[1])
    return mean, np.minimum(low, mean), np.maximum(high, mean)


def impact(picked, others, level):
    """The impact and its interval, in shares of the scale; rows with others on each."""
    k = picked.shape[1]
    values, n_others = np.linspace(0, 1, k), others.sum(axis=1)
    share = picked.sum(axis=1) / (picked.sum(axis=1) + n_others)
    rest, low, high = bounded_mean(others, values, (0, 1), (0, 1), level)
    low, high = np.where(n_others < 2, 0, low), np.where(n_others < 2, 1, high)
    weights = np.column_stack([picked, n_others])
    taken = np.column_stack([rest[:, None] - values, np.zeros(len(rest))])
    value, taken_low, taken_high = bounded_mean(
        weights, taken, (rest - 1, rest), (low - 1, high), level)
    return (
        np.maximum(value - np.hypot(value - taken_low, share * (rest - low)), -1),
        np.minimum(value + np.hypot(taken_high - value, share * (high - rest)), 1),
    )


def delta(picked, others, level):
    """The plain interval of the delta method, to compare with."""
    values, a, b = np.linspace(0, 1, picked.shape[1]), picked.sum(axis=1), others.sum(axis=1)
    n = a + b
    rest, score = others @ values / b, np.where(a > 0, picked @ values / np.maximum(a, 1), 0)
    of_picked = picked @ values**2 / n - a / n * score**2
    of_others = others @ values**2 / b - rest**2
    share, distance = a / n, np.where(a > 0, rest - score, 0)
    variance = of_picked + share**2 * n / b * of_others + share * b / n * distance**2
    margin = z(level) * np.sqrt(variance.clip(0) / n)
    value = share * distance
    return value - margin, value + margin


def rows_of(n, k):
    """All ways to answer, or None where these are too many."""
    if math.comb(n + 2 * k - 1, 2 * k - 1) > ENUMERATED_MAX:
        return None
    counts = compositions(n, 2 * k).astype(float)
    return counts[counts[:, k:].sum(axis=1) > 0]


def held_by_truth(k, n, cases):
    """For each share and pair of distributions, by level: coverage of ours and of the plain delta
    method, and how often ours is called significant."""
    counts = rows_of(n, k)
    all_methods = [(method, level) for method in (impact, delta) for level in LEVELS]

    def intervals(counts):
        return [method(counts[:, :k], counts[:, k:], level) for method, level in all_methods]

    if counts is not None:
        ends = intervals(counts)
        log = special.gammaln(n + 1) - special.gammaln(counts + 1).sum(axis=1)
    for share, of_picked, of_others in cases:
        p = np.concatenate([share * of_picked, (1 - share) * of_others])
        if counts is not None:
            rows, found, likely = counts, ends, np.exp(log + special.xlogy(counts, p).sum(axis=1))
        else:
            rows = rng.multinomial(n, p, size=DRAWN).astype(float)
            rows = rows[rows[:, k:].sum(axis=1) > 0]
            found, likely = intervals(rows), np.full(len(rows), 1 / len(rows))
        # Where everybody picked the reason there is no impact.
        likely = likely / likely.sum()
        values = np.linspace(0, 1, k)
        truth = of_others @ values - (p[:k] + p[k:]) @ values
        held = [likely @ ((low <= truth + CLOSE) & (truth - CLOSE <= high)) for low, high in found]
        n_picked = rows[:, :k].sum(axis=1)
        is_told = np.minimum(n_picked, n - n_picked) >= 10
        alarms = [likely @ (is_told & ((low > CLOSE) | (high < -CLOSE))) for low, high in found[:4]]
        yield held[: len(LEVELS)], held[len(LEVELS) :], alarms


def all_cases(k, n):
    found = distributions(k)
    for share, (one, of_picked), (other, of_others) in itertools.product(
        SHARES, found.items(), found.items()
    ):
        # Impacts that exist at least every other time.
        if share**n < 0.5:
            yield (share, one, other), (share, of_picked, of_others)


def report(kind):
    k, rows, alarm_rows = POINTS[kind], [], []
    for n in SIZES:
        names, cases = zip(*all_cases(k, n))
        ours, plain, alarms = (np.array(one) for one in zip(*held_by_truth(k, n, cases)))
        at_95 = LEVELS.index(0.95)
        assert n < 10 or ours[:, at_95].min() >= 0.93, (kind, n, ours[:, at_95].min())
        cells = [f"{percent(a)} / {percent(b)} ({percent(c)})"
                 for a, b, c in zip(ours.min(axis=0), ours.mean(axis=0), plain.min(axis=0))]
        share, one, other = names[ours[:, at_95].argmin()]
        where = f"{percent(share, 0)} % pick it: {one}; others: {other}"
        rows.append([str(n), *cells, where])
        is_alike = [one == other for _, one, other in names]
        alarm_rows.append([str(n), *(percent(one) for one in alarms[is_alike].max(axis=0))])
    heads = [f"{round(100 * level)} %" for level in LEVELS]
    first = table(["n", *heads, "worst at 95 %"], rows)
    return first, table(["n", *heads], alarm_rows[3:])


def recomputed():
    """What the shipped code computes again: enumerable, and quick to enumerate."""
    found = []
    for kind, n in (("csat", 10), ("csat", 20), ("nps", 10)):
        k = POINTS[kind]
        names, cases = zip(*all_cases(k, n))
        # Every fifteenth, and the worst.
        held = [one[0] for one in held_by_truth(k, n, cases)]
        worst = min(range(len(held)), key=lambda at: held[at][LEVELS.index(0.95)])
        for at in sorted({*range(0, len(cases), 15), worst}):
            share, of_picked, of_others = cases[at]
            by_level = {round(100 * level): float(one) for level, one in zip(LEVELS, held[at])}
            found.append({"kind": kind, "n": n, "share": share, "picked": [float(p) for p in of_picked],
                          "others": [float(p) for p in of_others], "coverage": by_level})
    return found


HEAD = """# How often the interval of a reason's impact holds the truth

Made by `tests/vectors/metrics/reasons_coverage.py`; don't edit it here.
`domain/tests/reason_coverage.rs` computes a part of it again with the shipped code, on every test
run. The intervals of shares are Wilson's: see [coverage.md](coverage.md), where the scores are, too.

Of n responses, 1, 3, 10, 20, 40, 60, 80, 90 or 97 % pick the reason. Those who do answer by one
distribution, the others by another, any of 9 (CSAT) or 13 (NPS, CES) by any: all alike, even, a
bell, both ends, mostly at one end, and their mirror images. What has at most 60,000 outcomes was
enumerated, the rest drawn 5,000 times (right to 0.7 points).

Each cell has the worst of all, and their mean. In brackets: the worst of the plain delta method."""


def main():
    parts = [HEAD]
    alarms = ["## False alarms",
              "How often a reason is called significant that has no impact: those who pick it answer "
              "as the others do. The worst of all; nothing is called so below 10 responses on either "
              "side."]
    for kind, title in (("csat", "CSAT"), ("nps", "NPS"), ("ces", "CES")):
        coverage, of_kind = report(kind)
        parts += [f"## {title}", coverage]
        alarms += [f"{title}:", of_kind]
        print(kind, flush=True)
    TABLE.write_text("\n\n".join(parts + alarms) + "\n", encoding="utf-8")
    print(TABLE.name)
    write_recomputed()


def write_recomputed():
    cases = recomputed()
    lines = ",\n".join(json.dumps(case) for case in cases)
    (HERE / "reasons_coverage.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print("reasons_coverage.json", len(cases))


if __name__ == "__main__":
    main()
