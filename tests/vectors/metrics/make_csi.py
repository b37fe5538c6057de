"""Writes `csi.json` beside this file: customer satisfaction indices, attributes' means and drags,
from an independent implementation.

Indices are exact (fractions, respondent by respondent), the weighted mean and variance with
pseudo-answers come from statsmodels, Student's t from scipy. A case's responses are counted
`2 ** doublings` times, for samples that nobody would list.

    python3 -m venv venv && venv/bin/pip install scipy==1.17.1 statsmodels==0.15.0 mpmath==1.4.1
    venv/bin/python make_csi.py
"""

import json
import math
import random
from fractions import Fraction

import numpy
from make_vectors import (CONFIDENCES, HERE, SMALL_SAMPLE_BELOW, clipped, reaching, rounded, t, z)
from statsmodels.stats.weightstats import DescrStatsW

# Pseudo-answers at each end, in units of z.
ADDED_PER_END = 0.6


def scaled(rating, points):
    return Fraction(100 * (rating - 1), points - 1)


def index(ratings, weights, points):
    """Of one respondent; None when less than half of the weight was rated."""
    rated = [(w, scaled(r, points)) for w, r in zip(weights, ratings) if r is not None]
    answered = sum(w for w, _ in rated)
    if 2 * answered < sum(weights):
        return None
    return sum(w * value for w, value in rated) / answered


def mean_interval(values, times, confidence):
    """Of values between 0 and 100, each counted so many times."""
    if len(values) * times < 2:
        return None
    added = ADDED_PER_END * z(confidence)
    numbers = numpy.array([0.0, 100.0, *map(float, values)])
    weights = numpy.array([added, added, *[times] * len(values)])
    described = DescrStatsW(numbers, weights=weights, ddof=0)
    error = math.sqrt(described.var / described.sum_weights)
    margin = t(confidence, len(values) * times - 1) * error
    plain = clipped(described.mean - margin, described.mean + margin, 0, 100)
    return reaching([float(plain[0]), float(plain[1])], float(sum(values) / len(values)))


def figure(values, times):
    if not values:
        return None
    mean = sum(values) / len(values)
    is_small = len(values) * times < SMALL_SAMPLE_BELOW
    return {
        "value": float(mean),
        "value_rounded": rounded(2, mean),
        "note": "small-sample" if is_small else None,
        "intervals": {str(c): mean_interval(values, times, c) for c in CONFIDENCES},
    }


def drag(mean, at, weights, exact):
    """From the figure of the attribute's mean: its share of the weight times what it lacks."""
    share = Fraction(weights[at], sum(weights))
    value = share * (100 - exact)
    back = {
        level: interval and [float(share) * (100 - interval[1]), float(share) * (100 - interval[0])]
        for level, interval in mean["intervals"].items()
    }
    return {"attribute": at, "value": float(value), "value_rounded": rounded(2, value),
            "note": mean["note"], "intervals": back, "exact": value}


def case(points, weights, responses, doublings=0):
    times = 2**doublings
    indices = [index(ratings, weights, points) for ratings in responses]
    indices = [one for one in indices if one is not None]
    means, drags = [], []
    for at in range(len(weights)):
        values = [scaled(r[at], points) for r in responses if r[at] is not None]
        means.append(figure(values, times))
        if values:
            drags.append(drag(means[-1], at, weights, sum(values) / len(values)))
    drags.sort(key=lambda one: (-one["exact"], one["attribute"]))
    has_gaps = any(r is None for ratings in responses for r in ratings)
    if responses and not has_gaps:
        assert sum(one["exact"] for one in drags) == 100 - sum(indices) / len(indices)
    for one in drags:
        del one["exact"]
    return {"points": points, "weights": weights, "responses": responses, "doublings": doublings,
            "indexed": len(indices) * times, "index": figure(indices, times), "means": means,
            "drags": drags}


def drawn(rng, points, count, n, gaps):
    """Respondents who lean to their own part of the scale, attributes to theirs."""
    lean = [rng.random() for _ in range(count)]
    found = []
    for _ in range(n):
        own = rng.random()
        ratings = []
        for one in lean:
            likely = min(max((own + one) / 2 + rng.uniform(-0.2, 0.2), 0), 0.999)
            ratings.append(None if rng.random() < gaps else 1 + int(points * likely))
        if all(rating is None for rating in ratings):
            ratings[0] = points
        found.append(ratings)
    return found


def cases(rng):
    # The field's example: means of 65, 50 and 60, an index of 58.33.
    yield case(5, [1, 1, 1], [[5, 3, 4], [3, 3, 3], [4, 3, 3], [2, 3, 2], [4, 3, 5]])
    for points in (5, 10):
        for weights in ([1, 1], [3, 1, 1, 1], [1] * 10):
            yield case(points, weights, [])
            for rating, n in ((1, 1), (points, 2), (3, 10)):
                yield case(points, weights, [[rating] * len(weights)] * n)
            yield case(points, weights, [[points] * len(weights)] * 5, doublings=20)
            # Nobody rated enough for an index; one attribute that nobody rated.
            yield case(points, [*weights[:9], 20], [[2] * len(weights[:9]) + [None]] * 3)
            yield case(points, weights, [[points] + [None] * (len(weights) - 1), [1] * len(weights)])
        for weights in ([1, 1], [2, 1, 1], [35, 25, 20, 20], [1] * 5, [9, 8, 7, 6, 5, 4], [1] * 10):
            for n, gaps in ((2, 0), (5, 0.2), (12, 0), (40, 0.3)):
                yield case(points, weights, drawn(rng, points, len(weights), n, gaps))
            yield case(points, weights, drawn(rng, points, len(weights), 20, 0.2), doublings=30)
    yield case(10, [96, 1, 1, 1, 1], drawn(rng, 10, 5, 20, 0.4))


if __name__ == "__main__":
    found = list(cases(random.Random(20261201)))
    lines = ",\n".join(json.dumps(one) for one in found)
    (HERE / "csi.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print("csi.json", len(found))
