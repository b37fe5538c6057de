"""Writes `reasons.json` beside this file: share, score and impact of a reason, from independent
implementations.

Wilson's interval and the weighted mean and variance come from statsmodels, Student's t from scipy;
the impact itself is exact. For large samples the interval is held to the delta method, whose
variance is computed here from the influence of each response, numerically: the impact with the
response's weight a little higher, minus the impact, by the difference in weight.

    python3 -m venv venv && venv/bin/pip install scipy==1.17.1 statsmodels==0.15.0 mpmath==1.4.1
    venv/bin/python make_reasons.py
"""

import json
import math
import random

import numpy
from make_vectors import (CONFIDENCES, HERE, SCALES, SMALL_SAMPLE_BELOW, exact_value, group,
                          random_counts, reaching, responses, rounded, score_interval, t, wilson, z)
from statsmodels.stats.weightstats import DescrStatsW

ENDS = {"nps": (-100, 100), "ces": (1, 7), "csat": (0, 100)}
# Pseudo-answers at each end, in units of z.
ADDED_PER_END = 0.6


def points(kind, counts):
    """Values that responses add to the score, and how many of each there are."""
    if kind == "ces":
        return numpy.array(SCALES["ces"], float), numpy.array(counts, float)
    if kind == "csat":
        return numpy.array([0.0, 100.0]), numpy.array([sum(counts[:3]), sum(counts[3:])], float)
    groups = [group(kind, counts, 0, 6), group(kind, counts, 7, 8), group(kind, counts, 9, 10)]
    return numpy.array([-100.0, 0.0, 100.0]), numpy.array(groups, float)


def mean_interval(values, weights, ends, bounds, confidence):
    """Of a bounded mean, with pseudo-answers at its ends."""
    added = ADDED_PER_END * z(confidence)
    n = weights.sum()
    smoothed = DescrStatsW(numpy.append(values, ends), numpy.append(weights, [added, added]), ddof=0)
    error = math.sqrt(smoothed.var / smoothed.sum_weights)
    margin = t(confidence, n - 1) * error
    mean = float(numpy.average(values, weights=weights))
    low, high = max(smoothed.mean - margin, bounds[0]), min(smoothed.mean + margin, bounds[1])
    return reaching([low, high], mean)


def impact_interval(kind, picked, others, confidence):
    if responses(picked) + responses(others) < 2:
        return None
    low, high = ENDS[kind]
    (values, of_picked), (_, of_others) = points(kind, picked), points(kind, others)
    rest = float(numpy.average(values, weights=of_others))
    bounds = (low, high)
    if of_others.sum() >= 2:
        bounds = mean_interval(values, of_others, (low, high), (low, high), confidence)
    taken = numpy.append(rest - values, 0.0)
    weights = numpy.append(of_picked, of_others.sum())
    impact = float(numpy.average(taken, weights=weights))
    furthest = (bounds[0] - high, bounds[1] - low)
    taken_in = mean_interval(taken, weights, (rest - high, rest - low), furthest, confidence)
    share = of_picked.sum() / weights.sum()
    return [
        max(impact - math.hypot(impact - taken_in[0], share * (rest - bounds[0])), low - high),
        min(impact + math.hypot(taken_in[1] - impact, share * (bounds[1] - rest)), high - low),
    ]


def delta_error(kind, picked, others):
    """Standard error from each response's influence on the impact."""
    (values, of_picked), (_, of_others) = points(kind, picked), points(kind, others)

    def impact(of_picked, of_others):
        n = of_picked.sum() + of_others.sum()
        return (values @ of_others) / of_others.sum() - values @ (of_picked + of_others) / n

    n, step, squares = of_picked.sum() + of_others.sum(), 1e-6, 0.0
    for is_picked, weights in ((True, of_picked), (False, of_others)):
        for at, count in enumerate(weights):
            # A share of the whole, added to one cell.
            more = numpy.zeros(len(values))
            more[at] = step
            raised = (of_picked / n + is_picked * more, of_others / n + (not is_picked) * more)
            influence = (impact(*raised) - impact(of_picked, of_others)) / step
            squares += count / n * influence**2
    return math.sqrt(squares / n)


def case(kind, asked, picked):
    others = [whole - part for whole, part in zip(asked, picked)]
    n, n_picked, n_others = responses(asked), responses(picked), responses(others)
    found = {"kind": kind, "asked": asked, "picked": picked}
    found["share"] = 100 * n_picked / n if n else None
    found["score"] = float(exact_value(kind, picked)) if n_picked else None
    found["none"] = "nobody-asked" if n == 0 else "everybody-picked" if n_others == 0 else None
    if found["none"] is None:
        exact = exact_value(kind, others) - exact_value(kind, asked)
        if n_picked:
            # The same by the other definition: p times the distance of the two scores.
            distance = exact_value(kind, others) - exact_value(kind, picked)
            assert exact * n == n_picked * distance
        is_small = min(n_picked, n_others) < SMALL_SAMPLE_BELOW
        found["impact"] = float(exact)
        found["impact_rounded"] = rounded(2 if kind == "ces" else 1, exact)
        found["note"] = "small-sample" if is_small else None
    found["at"] = {}
    for confidence in CONFIDENCES:
        at = {"share": wilson(n_picked, n, confidence) if n else None}
        at["score"] = score_interval(kind, picked, confidence) if n_picked else None
        if found["none"] is None:
            interval = impact_interval(kind, picked, others, confidence)
            if interval:
                interval = reaching(interval, found["impact"])
            at["impact"] = interval
            at["significant"] = None if is_small else not interval[0] <= 0 <= interval[1]
            if min(n_picked, n_others) > 20_000:
                margin = z(confidence) * delta_error(kind, picked, others)
                assert abs((interval[1] - interval[0]) / (2 * margin) - 1) < 0.01, found
        found["at"][str(confidence)] = at
    return found


def part_of(rng, counts, share):
    """Some of the responses, more of the lower scores than of the higher."""
    lean = [share * (1.5 - at / (len(counts) - 1)) for at in range(len(counts))]
    if sum(counts) > 5_000:
        return [int(count * min(1, one)) for count, one in zip(counts, lean)]
    return [sum(rng.random() < one for _ in range(count)) for count, one in zip(counts, lean)]


def cases(rng):
    for kind, scale in SCALES.items():
        none, top, bottom = [0] * len(scale), [0] * len(scale), [0] * len(scale)
        top[-1], bottom[0] = 1, 1
        yield case(kind, none, none)
        for n in (1, 2, 9, 10, 1_000):
            alike = [n * count for count in top]
            yield case(kind, alike, none)
            yield case(kind, alike, alike)
            yield case(kind, [2 * count for count in alike], alike)
            # All who picked it at one end, all others at the other.
            opposite = [n * (high + low) for high, low in zip(top, bottom)]
            yield case(kind, opposite, [n * low for low in bottom])
            yield case(kind, opposite, [n * high for high in top])
        for n in (2, 5, 10, 20, 37, 80, 150, 412, 1_000, 4_321, 250_000, 1_000_000):
            for share in (0.03, 0.2, 0.5, 0.8):
                asked = random_counts(rng, kind, n)
                yield case(kind, asked, part_of(rng, asked, share))
        # One alone picked it; all but one did.
        asked = random_counts(rng, kind, 40)
        one = [0] * len(scale)
        one[next(at for at, count in enumerate(asked) if count)] = 1
        yield case(kind, asked, one)
        yield case(kind, asked, [count - alone for count, alone in zip(asked, one)])


if __name__ == "__main__":
    found = list(cases(random.Random(20261130)))
    lines = ",\n".join(json.dumps(one) for one in found)
    (HERE / "reasons.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print("reasons.json", len(found))
