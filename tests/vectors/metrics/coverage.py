"""Simulates how often intervals hold the truth, and how often changes are false alarms.

Writes `docs/coverage.md`, the table for readers, and `coverage.json` beside this file, the part of
it that `domain/tests/coverage.rs` computes again with the shipped code. What can be enumerated
(every outcome with its probability) is; the rest is drawn, seeded. The methods are written out here
once more, in numpy, so that a mistake in either shows.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 scipy==1.17.1
    venv/bin/python coverage.py
"""

import json
import math
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy import special, stats

HERE = Path(__file__).parent
TABLE = HERE.parents[2] / "docs" / "coverage.md"

LEVELS = [0.8, 0.9, 0.95, 0.99]
SCALES = [5, 7, 10]
SIZES = [2, 3, 5, 7, 10, 15, 20, 30, 50, 100, 200, 500]
PAIRS = [(5, 5), (5, 50), (5, 500), (10, 10), (10, 100), (10, 500), (20, 20), (20, 200)]
PAIRS += [(30, 300), (50, 50), (50, 500), (100, 100), (100, 500), (200, 200)]
# Pseudo-answers at each end of the scale, in units of z.
ADDED_PER_END = 0.6
DRAWN = 40_000
ENUMERATED_MAX = 260_000
# Ends that meet the truth but for the last bits of the arithmetic hold it.
CLOSE = 1e-9
rng = np.random.default_rng(20261128)


# --- True distributions ------------------------------------------------------------------------


def shapes(k):
    """By name: how likely each of the k points is, from the lowest up."""
    points = np.arange(k)

    def at(**where):
        places = {"bottom": 0, "middle": k // 2, "below_top": k - 2, "top": k - 1}
        p = np.zeros(k)
        for place, share in where.items():
            p[places[place]] = share
        return p

    def fading(top):
        rest = 0.4 ** points[:-1][::-1]
        return np.append((1 - top) * rest / rest.sum(), top)

    humps = np.zeros(k)
    humps[[0, 1, -2, -1]] = 0.3, 0.2, 0.15, 0.35
    found = {
        "all alike": at(top=1.0),
        "even": np.full(k, 1 / k),
        "rising": (points + 1) / (points + 1).sum(),
        "bell in the middle": stats.binom.pmf(points, k - 1, 0.5),
        "bell, high": stats.binom.pmf(points, k - 1, 0.75),
        "bell, at the top": stats.binom.pmf(points, k - 1, 0.9),
        "two humps": humps,
        "both ends": at(bottom=0.5, top=0.5),
    }
    for percent in (80, 90, 95, 99):
        found[f"{percent} % top, fading"] = fading(percent / 100)
        found[f"{percent} % top, else bottom"] = at(bottom=1 - percent / 100, top=percent / 100)
    for percent in (80, 90, 95):
        rest = 1 - percent / 100
        found[f"{percent} % next to top, else bottom"] = at(bottom=rest, below_top=percent / 100)
        found[f"{percent} % middle, else bottom"] = at(bottom=rest, middle=percent / 100)
    if k == 7:
        found["80, 13, 4, 1, 1, 0, 1 %"] = np.array([1, 0, 1, 1, 4, 13, 80]) / 100
    return found


def compositions(n, k):
    """Every way to split n answers into k counts."""
    if k == 1:
        return np.full((1, 1), n)
    if k == 2:
        first = np.arange(n + 1)
        return np.column_stack([first, n - first])
    bars = np.array(list(combinations(range(n + k - 1), k - 1)), dtype=np.int32)
    edges = np.column_stack([np.full(len(bars), -1), bars, np.full(len(bars), n + k - 1)])
    return np.diff(edges, axis=1) - 1


def outcomes(p, n):
    """Counts and how likely each row is: all there are, or a drawn part of them."""
    support = np.flatnonzero(p)
    if math.comb(n + len(support) - 1, len(support) - 1) > ENUMERATED_MAX:
        return rng.multinomial(n, p, size=DRAWN).astype(float), np.full(DRAWN, 1 / DRAWN)
    counts = np.zeros((math.comb(n + len(support) - 1, len(support) - 1), len(p)))
    counts[:, support] = compositions(n, len(support))
    log = special.gammaln(n + 1) - special.gammaln(counts + 1).sum(axis=1)
    return counts, np.exp(log + special.xlogy(counts, p).sum(axis=1))


def pairs_of_outcomes(p, sizes):
    """The same for two samples of one distribution: rows of both, and how likely each pair is."""
    support = np.count_nonzero(p)
    if math.prod(math.comb(n + support - 1, support - 1) for n in sizes) > ENUMERATED_MAX:
        current, previous = (rng.multinomial(n, p, size=DRAWN).astype(float) for n in sizes)
        return current, previous, np.full(DRAWN, 1 / DRAWN)
    (current, likely), (previous, likely_before) = outcomes(p, sizes[0]), outcomes(p, sizes[1])
    repeated = np.repeat(current, len(previous), axis=0)
    return repeated, np.tile(previous, (len(current), 1)), np.outer(likely, likely_before).ravel()


# --- The methods -------------------------------------------------------------------------------


def z(level):
    return stats.norm.ppf((1 + level) / 2)


GRID = np.concatenate([np.linspace(1, 40, 4_000), np.geomspace(40, 1e7, 2_000)[1:]])
QUANTILES = {level: stats.t.ppf((1 + level) / 2, GRID) for level in LEVELS}


def t(level, degrees):
    """Between grid points straight in 1/ν: right to 6 digits."""
    return np.interp(1 / degrees, 1 / GRID[::-1], QUANTILES[level][::-1])


def reaching(low, high, value):
    return np.minimum(low, value), np.maximum(high, value)


def student(counts, level):
    """The plain interval of before, to compare with."""
    points, n = np.arange(counts.shape[1]), counts[0].sum()
    mean = counts @ points / n
    variance = (counts @ points**2 - n * mean**2).clip(0) / (n - 1)
    margin = t(level, n - 1) * np.sqrt(variance / n)
    return (mean - margin).clip(0, points[-1]), (mean + margin).clip(0, points[-1])


def adjusted(counts, level):
    points, n = np.arange(counts.shape[1]), counts[0].sum()
    weights = counts.copy()
    weights[:, [0, -1]] += ADDED_PER_END * z(level)
    weight = n + 2 * ADDED_PER_END * z(level)
    centre = weights @ points / weight
    squares = (weights * (points - centre[:, None]) ** 2).sum(axis=1)
    return counts @ points / n, centre, squares / weight**2, n - 1


def adjusted_t(counts, level):
    mean, centre, square, degrees = adjusted(counts, level)
    margin, top = t(level, degrees) * np.sqrt(square), counts.shape[1] - 1
    return reaching((centre - margin).clip(0, top), (centre + margin).clip(0, top), mean)


def change_of_means(current, previous, level):
    """For rows of both, pair by pair."""
    now, centre_now, square_now, degrees_now = adjusted(current, level)
    before, centre_before, square_before, degrees_before = adjusted(previous, level)
    square = square_now + square_before
    degrees = square**2 / (square_now**2 / degrees_now + square_before**2 / degrees_before)
    margin, centre = t(level, degrees) * np.sqrt(square), centre_now - centre_before
    return reaching(centre - margin, centre + margin, now - before)


def nps_parts(counts, level):
    """Of detractors, passives and promoters."""
    added = min(3, 3 * (z(level) / z(0.95)) ** 2)
    n = counts[0].sum()
    promoters = (counts[:, 2] + added / 4) / (n + added)
    detractors = (counts[:, 0] + added / 4) / (n + added)
    centre = promoters - detractors
    square = (promoters + detractors - centre**2) / (n + added)
    return (counts[:, 2] - counts[:, 0]) / n, centre, square


def adjusted_wald(counts, level):
    value, centre, square = nps_parts(counts, level)
    margin = z(level) * np.sqrt(square)
    return reaching((centre - margin).clip(-1, 1), (centre + margin).clip(-1, 1), value)


def change_of_nps(current, previous, level):
    now, centre_now, square_now = nps_parts(current, level)
    before, centre_before, square_before = nps_parts(previous, level)
    margin, centre = z(level) * np.sqrt(square_now + square_before), centre_now - centre_before
    return reaching(centre - margin, centre + margin, now - before)


def wilson(counts, level):
    """Of others and hits."""
    n = counts[0].sum()
    share, z2 = counts[:, 1] / n, z(level) ** 2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    margin = z(level) * np.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return reaching((centre - margin).clip(0, 1), (centre + margin).clip(0, 1), share)


def newcombe(current, previous, level):
    (low_now, high_now), (low_before, high_before) = wilson(current, level), wilson(previous, level)
    now, before = current[:, 1] / current[0].sum(), previous[:, 1] / previous[0].sum()
    low = now - before - np.hypot(now - low_now, high_before - before)
    high = now - before + np.hypot(high_now - now, before - low_before)
    return low, high


# --- Figures of the tables -----------------------------------------------------------------------


def coverage(method, p, values, n, level, sample=None):
    counts, likely = outcomes(p, n) if sample is None else sample
    low, high = method(counts, level)
    truth = p @ values
    holds = (low <= truth + CLOSE) & (truth - CLOSE <= high)
    return float(likely @ holds), float(likely @ (high - low))


def false_alarms(method, p, sizes):
    """By level: how often two samples of one distribution are told apart."""
    current, previous, likely = pairs_of_outcomes(p, sizes)
    found = {}
    for level in LEVELS:
        low, high = method(current, previous, level)
        # An end at 0 but for the last bits of the arithmetic is at 0.
        found[level] = float(likely @ ((low > CLOSE) | (high < -CLOSE)))
    return found


def percent(share, digits=1):
    return f"{100 * share:.{digits}f}"


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def means():
    """Coverage and width by scale, shape, size and level, and the width of Student's t."""
    found = {}
    for k in SCALES:
        for name, p in shapes(k).items():
            for n in SIZES:
                sample = outcomes(p, n)
                for level in LEVELS:
                    ours = coverage(adjusted_t, p, np.arange(k), n, level, sample)
                    plain = coverage(student, p, np.arange(k), n, level, sample)
                    found[k, name, n, level] = (*ours, *plain)
    return found


def report_means():
    found = means()
    for n in SIZES:
        if n >= 5:
            for k in SCALES:
                worst = min(found[k, name, n, 0.95][0] for name in shapes(k))
                assert worst >= 0.93, (k, n, worst)
    parts = ["## Means (CES, CSAT's mean)", "### The worst of all shapes, in percent"]
    parts.append("How often the interval holds the true mean where it does so least often, at the "
                 "confidence asked for. In brackets: where Student's t does so least often.")
    for k in SCALES:
        rows = []
        for n in SIZES:
            row = [str(n)]
            for level in LEVELS:
                ours = min(found[k, name, n, level][0] for name in shapes(k))
                plain = min(found[k, name, n, level][2] for name in shapes(k))
                row.append(f"{percent(ours)} ({percent(plain)})")
            worst = min((found[k, name, n, 0.95][0], name) for name in shapes(k))
            rows.append([*row, worst[1]])
        heads = [f"{k} points, n", *(f"{round(100 * level)} %" for level in LEVELS), "worst at 95 %"]
        parts.append(table(heads, rows))
    parts += report_two_points()
    parts.append("### Each shape on 7 points at 95 %, in percent")
    rows = []
    for name in shapes(7):
        rows.append([name, *(percent(found[7, name, n, 0.95][0]) for n in SIZES)])
    parts.append(table(["true distribution", *(f"n = {n}" for n in SIZES)], rows))
    parts.append("### Width at 95 %, relative to Student's t")
    parts.append("Where Student's t is right (the even and the bell-shaped distributions, many "
                 "answers) the intervals are as wide. Where they are wider, few answers or answers "
                 "close together tell little about what else people may answer.")
    rows = []
    for k in SCALES:
        for name in ("even", "bell in the middle", "bell, high", "bell, at the top", "both ends"):
            ratio = [found[k, name, n, 0.95][1] / found[k, name, n, 0.95][3] for n in SIZES]
            rows.append([f"{k} points: {name}", *(f"{r:.2f}" for r in ratio)])
    parts.append(table(["true distribution", *(f"n = {n}" for n in SIZES)], rows))
    return parts


def report_two_points():
    """Two answers alone are the hardest: the fewest steps, and the widest gap between them."""
    parts = ["### The worst of everything that has two answers alone, in percent"]
    parts.append("The top and one other answer of 7 points (or the middle, or the one next to the "
                 "top, and the lowest), in shares of 0.5 to 99.5 % by half percents, at every n: all "
                 "exact.")
    rows = []
    places = {"1 and 7": (0, 6), "3 and 7": (2, 6), "5 and 7": (4, 6), "6 and 7": (5, 6)}
    places |= {"1 and 4": (0, 3), "1 and 6": (0, 5)}
    shares = np.arange(1, 200) / 200
    for name, (low_point, high_point) in places.items():
        row = [name]
        for level in LEVELS:
            worst = (1.0, 0, 0.0)
            for n in [*range(5, 61), 80, 100, 150, 200, 300, 500]:
                counts = np.zeros((n + 1, 7))
                counts[:, high_point] = np.arange(n + 1)
                counts[:, low_point] = n - counts[:, high_point]
                low, high = adjusted_t(counts, level)
                likely = stats.binom.pmf(counts[:, high_point], n, shares[:, None])
                truth = (low_point + shares * (high_point - low_point))[:, None]
                held = (likely * ((low <= truth + CLOSE) & (truth - CLOSE <= high))).sum(axis=1)
                worst = min(worst, (held.min(), n, shares[held.argmin()]))
            assert level != 0.95 or worst[0] >= 0.93, (name, worst)
            row.append(f"{percent(worst[0])} (n = {worst[1]}, {percent(worst[2])} the higher)")
        rows.append(row)
    heads = ["answers", *(f"at {round(100 * level)} %" for level in LEVELS)]
    return [*parts, table(heads, rows)]


def worst_alarms(method, distributions, pairs=PAIRS):
    rows = []
    for sizes in pairs:
        alarms = [false_alarms(method, p, sizes) for p in distributions]
        worst = {level: max(alarm[level] for alarm in alarms) for level in LEVELS}
        # A change of means is a false alarm 6 times in 100 at the most.
        assert method is not change_of_means or worst[0.95] <= 0.06, (sizes, worst)
        rows.append([f"{sizes[0]} against {sizes[1]}", *(percent(worst[level]) for level in LEVELS)])
    heads = ["answers", *(f"at {round(100 * level)} %" for level in LEVELS)]
    return table(heads, rows)


def report_changes_of_means():
    parts = ["### Changes: false alarms of the worst shape, in percent"]
    parts.append("Two samples of one distribution, told apart. Nothing is called significant below "
                 "10 answers; the interval is shown, so these rows are here, too.")
    for k in SCALES:
        parts.append(f"On {k} points:")
        parts.append(worst_alarms(change_of_means, list(shapes(k).values())))
    return parts


def nps_distributions():
    """Detractors, passives and promoters, in steps of 5 % and near the ends."""
    steps = [(d / 20, p / 20) for d in range(21) for p in range(21 - d)]
    steps += [(0.01, 0.99), (0.0, 0.99), (0.03, 0.97), (0.0, 0.97), (0.01, 0.97)]
    steps += [(p, d) for d, p in steps[-5:]]
    return [np.array([d, max(1 - d - p, 0.0), p]) for d, p in steps]


def report_nps():
    parts = ["## Net Promoter Score", "### Coverage over all distributions, in percent"]
    parts.append("The worst, the 5th of 100, and the mean over all shares of promoters and "
                 "detractors in steps of 5 % and at 97 and 99 %, all exact. An interval of few "
                 "answers can't do better than their steps: at n = 5 and half promoters, half "
                 "detractors, the scores next to 0 have 62.5 % between them.")
    for level in LEVELS:
        rows = []
        for n in [5, 7, 10, 15, 20, 30, 50, 100]:
            counts = outcomes(np.full(3, 1 / 3), n)[0]
            low, high = adjusted_wald(counts, level)
            log = special.gammaln(n + 1) - special.gammaln(counts + 1).sum(axis=1)
            held = []
            for p in nps_distributions():
                likely = np.exp(log + special.xlogy(counts, p).sum(axis=1))
                truth = p[2] - p[0]
                held.append(float(likely @ ((low <= truth + CLOSE) & (truth - CLOSE <= high))))
            top = [h for h, p in zip(held, nps_distributions()) if p[2] - p[0] >= 0.8 - CLOSE]
            figures = [min(held), min(top), np.quantile(held, 0.05), np.mean(held)]
            rows.append([str(n), *(percent(figure) for figure in figures)])
        heads = [f"{round(100 * level)} %, n", "worst", "worst with a score from 80 on", "5th of 100"]
        parts.append(table([*heads, "mean"], rows))
    parts.append("### Changes: false alarms of the worst distribution, in percent")
    some = [[0.1, 0.3, 0.6], [0, 0.1, 0.9], [0, 0.05, 0.95], [0.05, 0, 0.95], [0.2, 0, 0.8]]
    some += [[0.5, 0, 0.5], [0.3, 0.4, 0.3], [0.1, 0, 0.9], [0, 0.5, 0.5], [0, 0.2, 0.8]]
    some += [[0.7, 0.2, 0.1], [0.01, 0, 0.99]]
    parts.append("Over twelve distributions from even to one-sided (90, 95 and 99 % promoters). With "
                 "10 answers on one side and hundreds on the other, changes of scores near an end "
                 "are called significant up to 8 times in 100 at 95 %.")
    parts.append(worst_alarms(change_of_nps, [np.array(p) for p in some]))
    return parts


def report_shares():
    parts = ["## Shares (CSAT, `easy_percent`)", "### Wilson's interval, in percent"]
    parts.append("The worst and the mean over true shares from 1 to 99 %, all exact. Wilson's "
                 "interval is right on average; where nearly everybody answers alike it holds the "
                 "truth less often than it says, a known trait of it (Brown, Cai and DasGupta 2001, "
                 "Statistical Science 16).")
    rows = []
    ps = [np.array([1 - p / 100, p / 100]) for p in range(1, 100)]
    inner = slice(9, 90)
    for n in SIZES[2:]:
        row = [str(n)]
        for level in LEVELS:
            held = [coverage(wilson, p, np.array([0, 1]), n, level)[0] for p in ps]
            row.append(f"{percent(min(held))} / {percent(min(held[inner]))} / {percent(np.mean(held))}")
        rows.append(row)
    heads = ["n", *(f"{round(100 * level)} %: worst / worst of 10 to 90 % / mean" for level in LEVELS)]
    parts.append(table(heads, rows))
    parts.append("### Changes (Newcombe's method 10): false alarms of the worst share, in percent")
    parts.append("Over true shares of 1, 5, 10, 20, 50, 80, 90, 95 and 99 %. With 10 answers on one "
                 "side and hundreds on the other, changes of shares near 0 or 100 % are called "
                 "significant up to 9 times in 100 at 95 %.")
    some = [np.array([1 - p, p]) for p in (0.01, 0.05, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99)]
    parts.append(worst_alarms(newcombe, some))
    return parts


def recomputed():
    """What the shipped code computes again: enumerable, and quick to enumerate."""
    cases = []
    for kind, k in (("csat", 5), ("ces", 7)):
        for name, p in shapes(k).items():
            for n in (2, 5, 10, 30, 100):
                support = np.count_nonzero(p)
                if math.comb(n + support - 1, support - 1) > 8_100:
                    continue
                held = {round(100 * level): coverage(adjusted_t, p, np.arange(k), n, level)[0]
                        for level in LEVELS}
                cases.append({"figure": "mean", "kind": kind, "shape": name, "p": list(p), "n": n,
                              "coverage": held})
            for sizes in ((5, 5), (5, 50), (10, 10), (10, 100)):
                if kind == "csat" or np.count_nonzero(p) > 2:
                    continue
                alarms = false_alarms(change_of_means, p, sizes)
                alarms = {round(100 * level): alarm for level, alarm in alarms.items()}
                cases.append({"figure": "change", "kind": kind, "shape": name, "p": list(p),
                              "n": list(sizes), "false_alarms": alarms})
    for p in ([0, 0.05, 0.95], [0, 0.1, 0.9], [0.05, 0, 0.95], [0.5, 0, 0.5], [0.2, 0.3, 0.5]):
        for n in (5, 10, 30, 100):
            held = {round(100 * level): coverage(adjusted_wald, np.array(p), np.array([-1, 0, 1]),
                                                 n, level)[0] for level in LEVELS}
            cases.append({"figure": "nps", "kind": "nps", "p": p, "n": n, "coverage": held})
    return cases


HEAD = """# How often the intervals hold the truth

Made by `tests/vectors/metrics/coverage.py`; don't edit it here. `domain/tests/coverage.rs` computes
a part of it again with the shipped code, on every test run.

The true distributions: all alike at the top; even; rising; three bells (binomial around the
middle, at three quarters, at nine tenths of the scale); two humps; half and half at both ends;
80, 90, 95 and 99 % at the top, with the rest fading below it or all at the bottom; 80, 90 and 95 %
next to the top or in the middle, with the rest at the bottom; on 7 points also 80, 13, 4, 1, 1, 0
and 1 % from the top down. The methods are symmetric, so each stands for its mirror image. What has
at most 260,000 outcomes was enumerated, the rest drawn 40,000 times (right to 0.2 points)."""


def main():
    parts = [HEAD]
    for report in (report_means, report_changes_of_means, report_nps, report_shares):
        parts += report()
        print(report.__name__, flush=True)
    TABLE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    cases = recomputed()
    lines = ",\n".join(json.dumps(case) for case in cases)
    (HERE / "coverage.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(TABLE.name, "coverage.json", len(cases))


if __name__ == "__main__":
    main()
