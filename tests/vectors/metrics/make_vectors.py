"""Writes the metrics vectors beside this file, from independent implementations.

Wilson, Newcombe and the weighted variance of a mean come from statsmodels, Student's t from scipy,
what those lack (the Net Promoter Score's adjusted Wald interval, exact rounding) from fractions and
mpmath. The random tallies are seeded: the same versions give the same files.

    python3 -m venv venv && venv/bin/pip install scipy==1.17.1 statsmodels==0.15.0 mpmath==1.4.1
    venv/bin/python make_vectors.py
"""

import json
import math
import random
from fractions import Fraction
from pathlib import Path

import mpmath
import numpy
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

HERE = Path(__file__).parent
CONFIDENCES = [80, 90, 95, 99]
SCALES = {"nps": range(0, 11), "ces": range(1, 8), "csat": range(1, 6)}
SMALL_SAMPLE_BELOW = 10

mpmath.mp.dps = 40


def z(confidence):
    return float(mpmath.sqrt(2) * mpmath.erfinv(mpmath.mpf(confidence) / 100))


def t(confidence, degrees_of_freedom):
    return float(stats.t.ppf((100 + confidence) / 200, degrees_of_freedom))


def students_t():
    degrees = [*range(1, 41), 50, 99, 100, 150, 198, 199, 200, 201, 202, 250, 365, 500, 999]
    degrees += [1_000, 5_000, 10_000, 99_999, 123_456, 500_000, 1_000_000]
    return [
        {"confidence": confidence, "degrees_of_freedom": degree, "t": t(confidence, degree)}
        for confidence in CONFIDENCES
        for degree in degrees
    ]


def responses(counts):
    return sum(counts)


def group(kind, counts, low, high):
    return sum(count for value, count in zip(SCALES[kind], counts) if low <= value <= high)


def exact_mean(kind, counts):
    return Fraction(sum(v * c for v, c in zip(SCALES[kind], counts)), responses(counts))


def exact_value(kind, counts):
    n = responses(counts)
    if kind == "nps":
        return Fraction(100 * (group(kind, counts, 9, 10) - group(kind, counts, 0, 6)), n)
    if kind == "ces":
        return exact_mean(kind, counts)
    return Fraction(100 * group(kind, counts, 4, 5), n)


def rounded(kind_decimals, exact):
    """Half away from zero, in whole numbers."""
    unit = 10**kind_decimals
    steps = (abs(exact) * unit + Fraction(1, 2)).__floor__()
    return steps / unit * (1 if exact >= 0 else -1) + 0.0


def clipped(low, high, least, most):
    return [max(low, least), min(high, most)]


def reaching(interval, value):
    return [min(interval[0], value), max(interval[1], value)]


def wilson(part, whole, confidence):
    low, high = proportion_confint(part, whole, alpha=1 - confidence / 100, method="wilson")
    return [100 * float(low), 100 * float(high)]


def adjusted_nps(counts, confidence):
    """Centre and squared standard error, exactly but for the number of added answers."""
    added = Fraction(min(3, 3 * (z(confidence) / z(95)) ** 2))
    n = responses(counts) + added
    promoters = (group("nps", counts, 9, 10) + added / 4) / n
    detractors = (group("nps", counts, 0, 6) + added / 4) / n
    centre = promoters - detractors
    return centre, (promoters + detractors - centre**2) / n


def nps_interval(counts, confidence):
    centre, square = adjusted_nps(counts, confidence)
    margin = z(confidence) * math.sqrt(square)
    plain = clipped(100 * (float(centre) - margin), 100 * (float(centre) + margin), -100, 100)
    return reaching(plain, float(exact_value("nps", counts)))


def adjusted_mean(kind, counts, confidence):
    """Centre and squared standard error, with pseudo-answers at both ends."""
    weights = numpy.array(counts, dtype=float)
    weights[[0, -1]] += 0.6 * z(confidence)
    described = DescrStatsW(numpy.array(SCALES[kind], dtype=float), weights=weights, ddof=0)
    return float(described.mean), float(described.var / described.sum_weights)


def mean_interval(kind, counts, confidence):
    if responses(counts) < 2:
        return None
    centre, square = adjusted_mean(kind, counts, confidence)
    margin = t(confidence, responses(counts) - 1) * math.sqrt(square)
    plain = clipped(centre - margin, centre + margin, SCALES[kind][0], SCALES[kind][-1])
    return reaching(plain, float(exact_mean(kind, counts)))


def score_interval(kind, counts, confidence):
    if kind == "nps":
        return nps_interval(counts, confidence)
    if kind == "ces":
        return mean_interval(kind, counts, confidence)
    return wilson(group(kind, counts, 4, 5), responses(counts), confidence)


def scores(tallies):
    cases = []
    for kind, counts in tallies:
        decimals = 2 if kind == "ces" else 1
        mean = exact_mean(kind, counts)
        case = {
            "kind": kind,
            "counts": counts,
            "responses": responses(counts),
            "value": float(exact_value(kind, counts)),
            "value_rounded": rounded(decimals, exact_value(kind, counts)),
            "mean": float(mean),
            "mean_rounded": rounded(2, mean),
            "intervals": {},
        }
        for confidence in CONFIDENCES:
            intervals = {
                "score": score_interval(kind, counts, confidence),
                "mean": mean_interval(kind, counts, confidence),
            }
            if kind == "ces":
                easy = group(kind, counts, 5, 7)
                case["easy_percent"] = float(Fraction(100 * easy, responses(counts)))
                intervals["easy_percent"] = wilson(easy, responses(counts), confidence)
            case["intervals"][str(confidence)] = intervals
        cases.append(case)
    return cases


def change_interval(kind, current, previous, confidence):
    if kind == "nps":
        now, now_square = adjusted_nps(current, confidence)
        before, before_square = adjusted_nps(previous, confidence)
        centre, margin = float(now - before), z(confidence) * math.sqrt(now_square + before_square)
        return clipped(100 * (centre - margin), 100 * (centre + margin), -200, 200)
    if kind == "csat":
        return share_change_interval(kind, current, previous, confidence)
    return mean_change_interval(kind, current, previous, confidence)


def share_change_interval(kind, current, previous, confidence):
    """Of satisfied (4-5 of 5) or easy (5-7 of 7) answers."""
    lowest = {"csat": 4, "ces": 5}[kind]
    low, high = confint_proportions_2indep(
        group(kind, current, lowest, SCALES[kind][-1]),
        responses(current),
        group(kind, previous, lowest, SCALES[kind][-1]),
        responses(previous),
        method="newcomb",
        compare="diff",
        alpha=1 - confidence / 100,
    )
    return [100 * float(low), 100 * float(high)]


def mean_change_interval(kind, current, previous, confidence):
    if min(responses(current), responses(previous)) < 2:
        return None
    now, now_square = adjusted_mean(kind, current, confidence)
    before, before_square = adjusted_mean(kind, previous, confidence)
    square = now_square + before_square
    parts = now_square**2 / (responses(current) - 1) + before_square**2 / (responses(previous) - 1)
    margin = t(confidence, square**2 / parts) * math.sqrt(square)
    furthest = SCALES[kind][-1] - SCALES[kind][0]
    plain = clipped(now - before - margin, now - before + margin, -furthest, furthest)
    return reaching(plain, float(exact_mean(kind, current) - exact_mean(kind, previous)))


def changes(pairs):
    cases = []
    for kind, current, previous in pairs:
        exact = exact_value(kind, current) - exact_value(kind, previous)
        small = min(responses(current), responses(previous)) < SMALL_SAMPLE_BELOW
        case = {
            "kind": kind,
            "current": current,
            "previous": previous,
            "value": float(exact),
            "value_rounded": rounded(2 if kind == "ces" else 1, exact),
            "note": "small-sample" if small else None,
            "intervals": {},
            "significant": {},
            "mean": float(exact_mean(kind, current) - exact_mean(kind, previous)),
            "mean_intervals": {},
        }
        for confidence in CONFIDENCES:
            interval = change_interval(kind, current, previous, confidence)
            if interval:
                interval = reaching(interval, float(exact))
            case["intervals"][str(confidence)] = interval
            case["significant"][str(confidence)] = (
                None if small else not interval[0] <= 0 <= interval[1]
            )
            mean_interval = mean_change_interval(kind, current, previous, confidence)
            case["mean_intervals"][str(confidence)] = mean_interval
            if kind == "ces":
                easy = share_change_interval(kind, current, previous, confidence)
                case.setdefault("easy_percent_intervals", {})[str(confidence)] = easy
        cases.append(case)
    return cases


def random_counts(rng, kind, n):
    """n answers, leaning by chance to one end, the middle or both ends."""
    weights = [0.01 + rng.random() ** rng.choice([0.3, 1, 4]) for _ in SCALES[kind]]
    picks = rng.choices(range(len(weights)), weights, k=n) if n <= 5_000 else None
    if picks is not None:
        return [picks.count(i) for i in range(len(weights))]
    counts = [int(n * w / sum(weights)) for w in weights]
    counts[-1] += n - sum(counts)
    return counts


def tallies(rng):
    yield "ces", [80, 210, 140, 110, 160, 180, 120]
    yield "nps", [1, 0, 0, 0, 0, 0, 0, 1, 1, 3, 4]
    for kind, scale in SCALES.items():
        for position in range(len(scale)):
            for n in (1, 2, 10):
                yield kind, [n if i == position else 0 for i in range(len(scale))]
        for position in (0, len(scale) - 1):
            yield kind, [1_000_000 if i == position else 0 for i in range(len(scale))]
        yield kind, [1 if i in (0, len(scale) - 1) else 0 for i in range(len(scale))]
        yield kind, [1] * len(scale)
        for n in [2, 3, 4, 5, 7, 9, 10, 11, 15, 20, 29, 40, 64, 80, 100, 160, 200, 201, 202, 365]:
            yield kind, random_counts(rng, kind, n)
        for n in [400, 999, 1_000, 2_000, 4_321, 10_000, 250_000, 1_000_000, 123_456_789]:
            yield kind, random_counts(rng, kind, n)


def pairs(rng):
    for kind, scale in SCALES.items():
        low_end = [1] + [0] * (len(scale) - 1)
        high_end = low_end[::-1]
        for n in (1, 2, 9, 10, 1_000):
            yield kind, [n * c for c in high_end], [n * c for c in low_end]
            yield kind, [n * c for c in low_end], [n * c for c in low_end]
        for n, m in [(9, 10), (10, 9), (10, 10), (12, 500), (30, 30), (100, 90), (3, 4), (1, 50)]:
            yield kind, random_counts(rng, kind, n), random_counts(rng, kind, m)
        for n, m in [(412, 390), (1_000, 1_000), (5_000, 80), (200_000, 150_000)]:
            yield kind, random_counts(rng, kind, n), random_counts(rng, kind, m)
        same = random_counts(rng, kind, 57)
        yield kind, same, same
        yield kind, same, [4 * c for c in same]
    # Ten sevens against a hundred answers of which four in five are: told apart once, by mistake.
    yield "ces", [0, 0, 0, 0, 0, 0, 10], [1, 0, 1, 1, 4, 13, 80]
    yield "ces", [0, 0, 0, 0, 0, 0, 10], [0, 0, 0, 0, 0, 1, 99]
    yield "csat", [0, 0, 0, 0, 10], [1, 1, 4, 14, 80]


def write(name, cases):
    lines = ",\n".join(json.dumps(case) for case in cases)
    (HERE / name).write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(name, len(cases))


if __name__ == "__main__":
    rng = random.Random(20261122)
    write("student_t.json", students_t())
    write("scores.json", scores(tallies(rng)))
    write("changes.json", changes(pairs(rng)))
