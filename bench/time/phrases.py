#!/usr/bin/env python3
"""Scores the values of single phrases: `phrases.py GOLD.jsonl.gz TIME_GOLD [--together] [--errors N]`.

Each phrase is read alone with its document date; with --together the phrases of one document are
read as the lines of one text, so that what one names the next can go on from. A phrase counts as
right when the longest expression found in it has the gold value.
"""
import gzip
import itertools
import json
import subprocess
import sys


def read(program, texts):
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run([program, "times"], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line)["timex"] for line in done.stdout.splitlines()]


def main():
    gold = [json.loads(line) for line in gzip.open(sys.argv[1], "rt", encoding="utf8")]
    program, together = sys.argv[2], "--together" in sys.argv
    n_errors = int(sys.argv[sys.argv.index("--errors") + 1]) if "--errors" in sys.argv else 0
    runs = [[phrase] for phrase in gold]
    if together:
        runs = [list(run) for _, run in itertools.groupby(gold, key=lambda phrase: phrase["dct"])]
    texts = [{"id": str(n), "dct": run[0]["dct"], "text": "\n".join(p["text"] for p in run)} for n, run in enumerate(runs)]
    right = found = 0
    errors = []
    for run, timex in zip(runs, read(program, texts)):
        at = 0
        for phrase in run:
            end = at + len(phrase["text"])
            inside = [t for t in timex if t["start"] < end and at < t["end"]]
            best = max(inside, key=lambda t: t["end"] - t["start"], default=None)
            found += best is not None
            if best and best["value"] == phrase["value"]:
                right += 1
            else:
                errors.append((phrase["dct"], phrase["text"], phrase["value"], best and best["value"]))
            at = end + 1
    for error in errors[:n_errors]:
        print("%s  %-34s gold %-14s read %s" % error)
    print("phrases %d  found %.1f%%  value right %.1f%%" % (len(gold), 100 * found / len(gold), 100 * right / len(gold)))


main()
