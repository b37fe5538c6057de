"""Writes the vectors of comparisons and plans beside this file, from independent implementations.

P-values invert the intervals of `make_vectors.py` by scipy's root finder: Newcombe from statsmodels,
Student's t from scipy, the adjusted Wald interval and the pseudo-answers written anew for any error.
Holm's correction is statsmodels'. Plans minimise relative entropy by scipy, and look for the least
number of responses by halving. The random tallies are seeded: the same versions give the same files.

    python3 -m venv venv && venv/bin/pip install scipy==1.17.1 statsmodels==0.15.0 mpmath==1.4.1
    venv/bin/python make_comparisons.py
"""

import math
import random

import numpy
from scipy import optimize, stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from make_vectors import SCALES, exact_value, group, random_counts, responses, write

ERRORS = {"80": 0.2, "90": 0.1, "95": 0.05, "99": 0.01}
FURTHEST = {"nps": 200, "ces": 6, "csat": 100}
RANGE = {"nps": (-100, 100), "ces": (1, 7), "csat": (0, 100)}
Z_95 = stats.norm.isf(0.025)
Z_80_PERCENT = stats.norm.ppf(0.8)
SMALL_SAMPLE_BELOW = 10


def z(error):
    return float(stats.norm.isf(error / 2))


def thirds(kind, counts):
    """Low, middle and high answers of NPS."""
    return group(kind, counts, 0, 6), group(kind, counts, 7, 8), group(kind, counts, 9, 10)


def nps_added(error):
    return min(3.0, 3.0 * (z(error) / Z_95) ** 2)


def nps_adjusted(low, middle, high, error):
    """Centre and squared standard error of -1, 0 and 1, with a quarter, a half, a quarter added."""
    added = nps_added(error)
    weights = numpy.array([low + added / 4, middle + added / 2, high + added / 4])
    described = DescrStatsW(numpy.array([-1.0, 0.0, 1.0]), weights=weights, ddof=0)
    return float(described.mean), float(described.var / described.sum_weights)


def mean_adjusted(kind, counts, error):
    weights = numpy.array(counts, dtype=float)
    weights[[0, -1]] += 0.6 * z(error)
    described = DescrStatsW(numpy.array(SCALES[kind], dtype=float), weights=weights, ddof=0)
    return float(described.mean), float(described.var / described.sum_weights)


def t_margin(error, squares, degrees):
    whole = sum(squares)
    welch = whole**2 / sum(square**2 / degree for square, degree in zip(squares, degrees))
    return float(stats.t.isf(error / 2, welch)) * math.sqrt(whole)


def plain_difference(kind, current, previous, error):
    """Interval of the difference of two scores, neither clipped nor stretched."""
    if kind == "nps":
        now, now_square = nps_adjusted(*thirds(kind, current), error)
        before, before_square = nps_adjusted(*thirds(kind, previous), error)
        margin = z(error) * math.sqrt(now_square + before_square)
        return [100 * (now - before - margin), 100 * (now - before + margin)]
    if kind == "csat":
        low, high = confint_proportions_2indep(
            group(kind, current, 4, 5),
            responses(current),
            group(kind, previous, 4, 5),
            responses(previous),
            method="newcomb",
            compare="diff",
            alpha=error,
        )
        return [100 * float(low), 100 * float(high)]
    now, now_square = mean_adjusted(kind, current, error)
    before, before_square = mean_adjusted(kind, previous, error)
    degrees = [responses(current) - 1, responses(previous) - 1]
    margin = t_margin(error, [now_square, before_square], degrees)
    return [now - before - margin, now - before + margin]


def difference(kind, part, rest, error):
    if kind == "ces" and min(responses(part), responses(rest)) < 2:
        return None
    value = float(exact_value(kind, part) - exact_value(kind, rest))
    low, high = plain_difference(kind, part, rest, error)
    most = FURTHEST[kind]
    return [min(max(low, -most), value), max(min(high, most), value)]


def p_value(kind, part, rest):
    value = float(exact_value(kind, part) - exact_value(kind, rest))
    if value == 0:
        return 1.0

    def clearance(at):
        low, high = plain_difference(kind, part, rest, 2 * float(stats.norm.sf(at)))
        return low if value > 0 else -high

    highest = 6.0
    if clearance(highest) > 0:
        at = highest
    else:
        at = optimize.brentq(clearance, 1e-9, highest, xtol=1e-13, rtol=1e-13)
    return 2 * float(stats.norm.sf(at))


def comparison(kind, parts):
    whole = [sum(counts) for counts in zip(*parts)]
    rests = [[a - b for a, b in zip(whole, part)] for part in parts]
    is_tested = [
        min(responses(part), responses(rest)) >= SMALL_SAMPLE_BELOW
        for part, rest in zip(parts, rests)
    ]
    raw = {
        at: p_value(kind, parts[at], rests[at]) for at in range(len(parts)) if is_tested[at]
    }
    case = {"kind": kind, "parts": parts, "at": {}}
    for confidence, error in ERRORS.items():
        if len(parts) == 2 or not raw:
            m, told, corrected = min(1, len(raw)), {at: raw[at] <= error for at in raw}, dict(raw)
        else:
            m = len(raw)
            reject, adjusted, _, _ = multipletests(list(raw.values()), alpha=error, method="holm")
            told = dict(zip(raw, map(bool, reject)))
            corrected = dict(zip(raw, map(float, adjusted)))
        n_told = min(sum(told.values()), m)
        order = sorted(raw, key=raw.get)
        values = []
        for at, (part, rest) in enumerate(zip(parts, rests)):
            if not responses(rest):
                values.append({"verdict": "none"})
                continue
            if at not in raw:
                divisor = m
            elif len(parts) == 2:
                divisor = 1
            elif told[at]:
                divisor = m - order.index(at)
            else:
                divisor = m - n_told
            value = exact_value(kind, part) - exact_value(kind, rest)
            drag = exact_value(kind, whole) - exact_value(kind, rest)
            interval = difference(kind, part, rest, error / max(1, divisor))
            share = responses(part) / responses(whole)
            if at not in raw:
                verdict = "too-few"
            elif told[at]:
                verdict = "better" if value > 0 else "worse"
            else:
                verdict = "no-difference"
            values.append(
                {
                    "difference": float(value),
                    "interval": interval,
                    "drag": float(drag),
                    "drag_interval": interval and [share * end for end in interval],
                    "p_value": corrected.get(at),
                    "verdict": verdict,
                }
            )
        case["at"][confidence] = values
    return case


def breakdowns(rng):
    for kind, scale in SCALES.items():
        one = random_counts(rng, kind, 30)
        yield kind, [one]
        yield kind, [one, one]
        yield kind, [one, random_counts(rng, kind, 9)]
        yield kind, [one, random_counts(rng, kind, 10)]
        top, bottom = [0] * (len(scale) - 1) + [40], [12] + [0] * (len(scale) - 1)
        yield kind, [top, bottom]
        yield kind, [top, bottom, one, [0] * (len(scale) - 1) + [1]]
        for sizes in [(300, 200, 100), (80, 60, 40, 20, 12, 9, 1), (2_000, 1_500, 30, 30)]:
            yield kind, [random_counts(rng, kind, n) for n in sizes]
        # One distribution, and one part that is worse.
        common = rng.choices(range(len(scale)), [1 + i for i in range(len(scale))], k=2_000)
        parts = [[common[i::8].count(point) for point in range(len(scale))] for i in range(8)]
        yield kind, list(parts)
        parts[3] = [count + (40 if i < 2 else 0) for i, count in enumerate(parts[3])]
        yield kind, parts
        yield kind, [random_counts(rng, kind, rng.choice([10, 25, 120])) for _ in range(30)]


def points(kind):
    return {"nps": [-100.0, 0.0, 100.0], "csat": [0.0, 100.0]}.get(
        kind, [float(value) for value in SCALES[kind]]
    )


def counted(kind, counts):
    """Responses by what they add to the score."""
    if kind == "nps":
        return list(thirds(kind, counts))
    if kind == "csat":
        return [group(kind, counts, 1, 3), group(kind, counts, 4, 5)]
    return list(counts)


def smoothed(kind, counts, error):
    by_point = numpy.array(counted(kind, counts), dtype=float)
    if kind == "nps":
        by_point += nps_added(error) * numpy.array([0.25, 0.5, 0.25])
    elif kind == "csat":
        by_point += z(error) ** 2 / 2
    else:
        by_point[[0, -1]] += 0.6 * z(error)
    return by_point / by_point.sum()


def moments(kind, shares):
    described = DescrStatsW(numpy.array(points(kind)), weights=shares, ddof=0)
    return float(described.mean), float(described.var)


def nearest(kind, shares, mean):
    """The distribution of that mean with the least relative entropy: its dual problem is convex."""
    values = numpy.array(points(kind))
    lowest, highest = values[0], values[-1]
    if mean < lowest - 1e-9 or mean > highest + 1e-9:
        return None
    if min(mean - lowest, highest - mean) < 1e-9:
        return numpy.where(abs(values - mean) < 1e-6, 1.0, 0.0)
    unit = (values - lowest) / (highest - lowest)
    aim = (mean - lowest) / (highest - lowest)
    gap = lambda tilt: float(numpy.sum(shares * numpy.exp(tilt * unit) * (unit - aim)))
    tilt = optimize.brentq(gap, -200, 200, xtol=1e-13)
    weights = shares * numpy.exp(tilt * unit)
    return weights / weights.sum()


def as_counts(kind, shares, n):
    """Expected counts on the kind's scale."""
    if kind == "nps":
        low, middle, high = n * shares
        return [low, 0, 0, 0, 0, 0, 0, middle, 0, 0, high]
    if kind == "csat":
        low, high = n * shares
        return [low, 0, 0, 0, high]
    return list(n * shares)


def least(first, is_enough):
    low, high = first, max(first, 1)
    while not is_enough(high):
        if high > 10**12:
            return None
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return low if is_enough(low) else high


def two_digits(number):
    digits = max(0, len(str(number)) - 2)
    return -(-number // 10**digits) * 10**digits


def drawn(kind, n, error):
    """What added answers leave of a difference."""
    if kind == "nps":
        return n / (n + nps_added(error))
    if kind == "ces":
        return n / (n + 1.2 * z(error))
    return 1.0


def needed(kind, counts, step, error):
    own = smoothed(kind, counts, error)
    mean, variance = moments(kind, own)
    found = []
    for signed in (-step, step):
        other = nearest(kind, own, mean + signed)
        if other is None:
            continue
        _, other_variance = moments(kind, other)

        def is_enough(n):
            current, previous = as_counts(kind, other, n), as_counts(kind, own, n)
            low, high = plain_difference(kind, current, previous, error)
            clearance = low if signed > 0 else -high
            spread = drawn(kind, n, error) * math.sqrt((variance + other_variance) / n)
            return clearance >= Z_80_PERCENT * spread

        found.append(least(SMALL_SAMPLE_BELOW, is_enough))
    found = [n for n in found if n is not None]
    return two_digits(max(found)) if found else None


def power(rng):
    steps = {"nps": [0.5, 3, 10, 30, 90, 150, 200], "ces": [0.05, 0.25, 1, 3, 6]}
    steps["csat"] = [0.5, 3, 10, 30, 55, 100]
    for kind, scale in SCALES.items():
        alike = [[n * (i == at) for i in range(len(scale))] for n in (1, 12) for at in (0, -1 % len(scale))]
        tallies = [*alike, *(random_counts(rng, kind, n) for n in (3, 10, 40, 412, 5_000))]
        for counts in tallies:
            for step in steps[kind]:
                yield {
                    "kind": kind,
                    "counts": counts,
                    "step": step,
                    "needed": {c: needed(kind, counts, step, e) for c, e in ERRORS.items()},
                }


def score_interval(kind, counts, error):
    if kind == "nps":
        centre, square = nps_adjusted(*thirds(kind, counts), error)
        margin = z(error) * math.sqrt(square)
        return [100 * (centre - margin), 100 * (centre + margin)]
    if kind == "csat":
        satisfied = group(kind, counts, 4, 5)
        low, high = proportion_confint(satisfied, responses(counts), alpha=error, method="wilson")
        return [100 * float(low), 100 * float(high)]
    centre, square = mean_adjusted(kind, counts, error)
    margin = float(stats.t.isf(error / 2, responses(counts) - 1)) * math.sqrt(square)
    return [centre - margin, centre + margin]


def target(kind, counts, score, error):
    n = responses(counts)
    if n == 0:
        return ["none", None]
    if n < SMALL_SAMPLE_BELOW:
        return ["too-few", None]
    value = float(exact_value(kind, counts))
    least_value, most_value = RANGE[kind]

    def interval(shares, n):
        low, high = score_interval(kind, as_counts(kind, shares, n), error)
        return min(max(low, least_value), value), max(min(high, most_value), value)

    shares = numpy.array(counted(kind, counts), dtype=float) / n
    low, high = interval(shares, n)
    if low >= score:
        return ["reached", None]
    if high < score:
        return ["missed", None]
    _, variance = moments(kind, shares)

    def is_enough(n):
        low, high = interval(shares, n)
        margin = Z_80_PERCENT * math.sqrt(variance / n)
        return low - margin >= score or high + margin < score

    found = least(n, is_enough)
    return ["open", None if found is None else two_digits(max(SMALL_SAMPLE_BELOW, found - n))]


def targets(rng):
    scores = {"nps": [-100, 0, 35.5, 80, 100], "ces": [1, 3.75, 5.5, 7], "csat": [0, 50, 82.5, 100]}
    for kind, scale in SCALES.items():
        alike = [[n * (i == at) for i in range(len(scale))] for n in (9, 10, 60) for at in (0, len(scale) - 1)]
        tallies = [[0] * len(scale), *alike]
        tallies += [random_counts(rng, kind, n) for n in (9, 10, 40, 412, 5_000)]
        for counts in tallies:
            for score in scores[kind]:
                yield {
                    "kind": kind,
                    "counts": counts,
                    "target": score,
                    "at": {c: target(kind, counts, score, e) for c, e in ERRORS.items()},
                }


if __name__ == "__main__":
    rng = random.Random(20261129)
    write("comparisons.json", [comparison(kind, parts) for kind, parts in breakdowns(rng)])
    write("power.json", list(power(rng)))
    write("targets.json", list(targets(rng)))
