#!/usr/bin/env python3
"""What `lineage_gold` states beyond the main model: directions, second models, carried credits.

  stated.py GOLD LINES CREDITS

A carried credit is what the kin of an article name, the article's own credit hidden; it is right
where the original of the family was published by that agency. Articles of agencies are left out, as their outlet names them."""
import collections
import json
import sys

AGENCIES = {"The Associated Press": "AP", "AFP": "AFP", "Reuters": "Reuters"}
SPEAKS = 0.8


def main():
    gold = {row["id"]: row for row in map(json.loads, open(sys.argv[1]))}
    lines = [json.loads(line) for line in open(sys.argv[2])]
    stated = collections.Counter()
    for row in (row for row in lines if row["parent"]):
        right = gold[row["id"]]["parent"] == row["parent"]
        turned = gold[row["parent"]]["parent"] == row["id"]
        if right or turned:
            stated[row["direction"], right] += 1
    for direction in ("Known", "Likely", "Unknown"):
        n, right = stated[direction, True] + stated[direction, False], stated[direction, True]
        print(f"direction {direction.lower():8s} {n:4d} linked edges, right {right / max(1, n):.3f}")

    second = [(row["id"], other) for row in lines for other in row["parents"][1:]]
    hit = sum(gold[i].get("parent2") == other for i, other in second)
    n_gold = sum(bool(row.get("parent2")) for row in gold.values())
    print(f"second models    {len(second)} stated, {hit} of the {n_gold} made mergers' named exactly")

    def original(i):
        while gold[i]["parent"]:
            i = gold[i]["parent"]
        return i

    right = wrong = silent = 0
    for row in map(json.loads, open(sys.argv[3])):
        i = row["id"]
        if gold[i]["publisher"] in AGENCIES:
            continue
        truth = AGENCIES.get(gold[original(i)]["publisher"])
        if row["carried"] and row["share"] >= SPEAKS:
            right += row["carried"] == truth
            wrong += row["carried"] != truth
        elif truth:
            silent += 1
    print(f"carried credits  {right + wrong} stated, right {right / max(1, right + wrong):.3f}; "
          f"{silent} agency copies left without")


main()
