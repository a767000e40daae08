#!/usr/bin/env python3
"""Precision and recall by how much of the shorter text is shared, on pairs within 80 h.

  partial.py GOLD_PAIRS FOUND_PAIRS

Gold rows give `share_min`, matched words over the shorter text, and `share_max`. Near-verbatim: both
at .8 and more; inside: the shorter one at .8, the longer below; partial: the shorter below .8. A found pair
that the gold does not list is false and is counted by the shares that were found."""
import gzip
import json
import sys


def kind(least, most):
    """By the shares of the shorter and of the longer text."""
    if least < 0.8:
        return "partial"
    return "near-verbatim" if most >= 0.8 else "inside"


def key(row):
    return tuple(sorted((row["a"], row["b"])))


def main():
    gold = {}
    with gzip.open(sys.argv[1], "rt") as rows:
        for row in map(json.loads, rows):
            gold[key(row)] = row
    found = {key(row): row for row in map(json.loads, open(sys.argv[2]))}
    count = {name: [0, 0, 0] for name in ("near-verbatim", "inside", "partial")}
    for pair, row in gold.items():
        if row["label"] == 1:
            shares = sorted((row["share_min"], row["share_max"]), reverse=True)
            tally = count[kind(*shares)]
            tally[0 if pair in found else 1] += 1
    for pair, row in found.items():
        known = gold.get(pair)
        if known and known["label"] != 0:
            continue
        shares = sorted((row["share_a"], row["share_b"]), reverse=True)
        if known:
            shares = sorted((known["share_min"], known["share_max"]), reverse=True)
        count[kind(*shares)][2] += 1
    for name, (hit, miss, false) in count.items():
        print(f"{name:14s} recall {hit / max(1, hit + miss):.3f} of {hit + miss}  "
              f"precision {hit / max(1, hit + false):.3f} ({false} false)")


main()
