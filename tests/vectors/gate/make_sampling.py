"""Writes sampling.json: into which of the 10,000 buckets a visitor falls for a survey.

    python3 make_sampling.py
"""

import json
from pathlib import Path

MASK = 0xFFFFFFFF
SURVEYS = ["nps", "ces", "csat", "nps-1", "nps-2", "a", "a" * 40]
VISITORS = [
    "",
    "a",
    "1",
    "2",
    "4f6d1c52-0b7e-4a3e-9a53-3d5f1f1b2c11",
    "4f6d1c52-0b7e-4a3e-9a53-3d5f1f1b2c12",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    "FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF",
]


def fnv_1a(data):
    hash = 0x811C9DC5
    for byte in data:
        hash = (hash ^ byte) * 0x01000193 & MASK
    return hash


def fmix32(hash):
    hash = (hash ^ hash >> 16) * 0x85EBCA6B & MASK
    hash = (hash ^ hash >> 13) * 0xC2B2AE35 & MASK
    return hash ^ hash >> 16


cases = [
    {"visitor_id": visitor, "survey": survey, "bucket": fmix32(fnv_1a(f"{visitor}:{survey}".encode())) % 10_000}
    for visitor in VISITORS
    for survey in SURVEYS
]
lines = ",\n".join(json.dumps(case) for case in cases)
(Path(__file__).parent / "sampling.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
