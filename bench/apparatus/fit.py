#!/usr/bin/env python3
"""Fits the weights of `crates/engine/src/apparatus/weights.rs`.

Reads the pairs that `stories_gold -- fixtures/stories tune --pairs` writes. A pair is of one matter where both
places stand in one entry of the gold and the values fit its readings; it is not where one stands in
an entry that does not hold the other. Prints, for each story, how well the weights that are fitted
on the other stories do on it, and writes the weights fitted on all of them.

    bench/apparatus/fit.py pairs.jsonl > crates/engine/src/apparatus/weights.rs

With a second file, that of weights fitted before, only a part of the way from those to the new ones is
gone (`PART`): the rules around the weights were made with the old ones.
"""

import json
import re
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

# How strongly large weights are held back, by set: chosen by the scores on the story left out.
STRENGTH = {"EQUAL": 1.0, "OTHER": 1.0}
# Which part of the way is gone from weights fitted before: of 0, 1/4, 1/2 and 1 the one with the most right
# verdicts on `tune` and `read` that loses no conflict found before.
PART = {"EQUAL": 0.5, "OTHER": 0.25}


def numbers(text):
    return {float(n.replace(",", "")) for n in re.findall(r"\d+(?:[.,]\d+)*", str(text).replace(",", ""))}


def fits(value, gold):
    """Whether the value of a place can be the one that the gold reads there."""
    own, wanted = numbers(value), numbers(gold)
    return not own or not wanted or bool(own & wanted)


def entries_of(side, kinds, sort):
    """The entries of the gold that a place stands in, by number."""
    fitting = {
        "date": {"date"}, "hour": {"date"}, "figure": {"quantity"}, "place": {"place"},
        "name": {"name"},
    }[sort]
    found = set()
    for n, gold in side["entries"]:
        if kinds[n]["kind"] in fitting and (sort != "figure" or fits(side["value"], gold)):
            found.add(n)
    return found


def label(pair, entries):
    a, b = (entries_of(pair[side], entries, pair["sort"]) for side in "ab")
    if a & b:
        return 1
    for here, there in ((a, pair["b"]), (b, pair["a"])):
        for n in here:
            # A place elsewhere in a telling that has the entry is not of it: a second mention of the
            # same matter is taken for another one, which makes the scores below too low, not too high.
            if there["file"] not in entries[n]["open"]:
                return 0
    return None


def read(path):
    pairs, gold = [], {}
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        if "gold" in row:
            gold[row["story"]] = row["gold"]
        else:
            pairs.append(row)
    rows = []
    for pair in pairs:
        is_one = label(pair, gold[pair["story"]])
        if is_one is not None:
            rows.append((pair["story"], pair["sort"], pair["bearing"], pair["signals"], is_one, pair))
    return rows


def fit(rows, strength):
    x = np.array([row[3] for row in rows])
    y = np.array([row[4] for row in rows])
    return LogisticRegression(C=strength, fit_intercept=False, max_iter=5000).fit(x, y)


def report(name, rows, strength):
    scores, truth = [], []
    for story in sorted({row[0] for row in rows}):
        model = fit([row for row in rows if row[0] != story], strength)
        own = [row for row in rows if row[0] == story]
        p = model.predict_proba(np.array([row[3] for row in own]))[:, 1]
        y = np.array([row[4] for row in own])
        scores.extend(p)
        truth.extend(y)
        if 0 < y.sum() < len(y):
            print(f"{name} {story:16} {len(own):5} pairs {y.sum():4} of one matter  AUC {roc_auc_score(y, p):.3f}"
                  f"  average precision {average_precision_score(y, p):.3f}", file=sys.stderr)
    scores, truth = np.array(scores), np.array(truth)
    print(f"{name} all {len(truth)} pairs, {truth.sum()} of one matter: AUC {roc_auc_score(truth, scores):.3f}"
          f"  average precision {average_precision_score(truth, scores):.3f}", file=sys.stderr)
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        given = scores >= least
        right = (given & (truth == 1)).sum()
        print(f"    from {least}: precision {right / max(given.sum(), 1):.3f}  recall {right / truth.sum():.3f}",
              file=sys.stderr)


def weights_before(path):
    """The weights in a file that this program wrote, by set."""
    text = open(path, encoding="utf-8").read()
    sets = re.findall(r"const (\w+): Signals = \[(.*?)\];", text, re.S)
    return {name: np.array([float(w) for w in re.findall(r"-?\d+\.\d+", body)]) for name, body in sets}


def main():
    rows = read(sys.argv[1])
    before = weights_before(sys.argv[2]) if len(sys.argv) > 2 else {}
    sets = {
        "EQUAL": [row for row in rows if row[2] == "equal"],
        "OTHER": [row for row in rows if row[2] != "equal"],
    }
    print("//! Weights of the signals; written by `bench/apparatus/fit.py`, not by hand.\n")
    print("use super::signals::Signals;")
    for name, own in sets.items():
        report(name, own, STRENGTH[name])
        weights = fit(own, STRENGTH[name]).coef_[0]
        if name in before:
            weights = before[name] + PART[name] * (weights - before[name])
        kind = "equal" if name == "EQUAL" else "not equal"
        print(f"\n/// For values that are {kind}.\npub(super) const {name}: Signals = [")
        for w in weights:
            print(f"    {w:.3f},")
        print("];")


if __name__ == "__main__":
    main()
