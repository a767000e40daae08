#!/usr/bin/env python3
"""What a log-linear model over whole trees learns from the cues of `lineage_gold cues`, and how
well it does on stories it has not seen; beside it the shipped round weights on the same trees.

  calibrate.py GOLD CUES SCORER   needs numpy and scipy; prints the learned weights and the scores

Training: maximum likelihood of the gold trees (matrix-tree theorem: Koo, Globerson, Carreras and
Collins 2007) with a normal prior; five folds over stories, so that no telling of a tested event is
trained on."""
import collections
import importlib.util
import json
import random
import sys

import numpy as np
from scipy.optimize import minimize

PRIOR = 1.0


def main(gold_path, cues_path, scorer_path):
    gold = [json.loads(line) for line in open(gold_path)]
    parent = {row["id"]: row.get("parent") for row in gold}
    story = {row["id"]: row["story"] for row in gold}
    edges = [json.loads(line) for line in open(cues_path)]
    names = sorted({cue for edge in edges for cue in edge["cues"]})
    trees = families(edges, names, parent)
    spec = importlib.util.spec_from_file_location("scorer", scorer_path)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)

    def report(what, predicted):
        found = scorer.lineage(parent, {**{i: None for i in parent}, **predicted})
        keys = ("parent_accuracy", "direction_accuracy_on_linked", "same_origin_accuracy")
        print(f"{what:28s}" + "  ".join(f"{key} {found[key]:.3f}" for key in keys))

    shipped = {}
    for tree in trees:
        shipped.update(decode(tree, tree["weight"]))
    report("shipped weights (in sample)", shipped)
    runs = []
    for seed in range(3):
        stories = sorted({story[tree["ids"][0]] for tree in trees})
        random.Random(seed).shuffle(stories)
        fold = {name: at % 5 for at, name in enumerate(stories)}
        of = lambda tree: fold[story[tree["ids"][0]]]
        predicted = {}
        for held in range(5):
            weights = fit([t for t in trees if of(t) != held], len(names))
            for tree in trees:
                if of(tree) == held:
                    predicted.update(decode(tree, tree["cues"] @ weights))
        report(f"learned, unseen, seed {seed}", predicted)
    for name, weight in zip(names, fit(trees, len(names))):
        print(f"  {name:18s} {weight:6.2f}")


def families(edges, names, parent):
    """Edges by connected family, each with a matrix of cues and the gold edges marked."""
    column = {name: at for at, name in enumerate(names)}
    joined = {}

    def top(i):
        while joined.setdefault(i, i) != i:
            i = joined[i]
        return i

    for edge in edges:
        if edge["model"] is not None:
            joined[top(edge["model"])] = top(edge["copy"])
    of = collections.defaultdict(list)
    for edge in edges:
        of[top(edge["copy"])].append(edge)
    trees = []
    for members in of.values():
        ids = sorted({edge["copy"] for edge in members})
        at = {i: n for n, i in enumerate(ids)}
        cues = np.zeros((len(members), len(names)))
        for row, edge in enumerate(members):
            for cue, amount in edge["cues"].items():
                cues[row, column[cue]] = amount
        tails = np.array([at[e["model"]] if e["model"] is not None else -1 for e in members])
        heads = np.array([at[e["copy"]] for e in members])
        known = [parent[i] if parent[i] in at else None for i in ids]
        right = np.array([e["model"] == known[at[e["copy"]]] for e in members])
        if right.sum() == len(ids):
            trees.append(dict(ids=ids, cues=cues, tails=tails, heads=heads, right=right,
                              weight=np.array([e["weight"] for e in members])))
        else:  # A gold edge that no evidence allows: it can be decoded, not trained on.
            trees.append(dict(ids=ids, cues=cues, tails=tails, heads=heads, right=None,
                              weight=np.array([e["weight"] for e in members])))
    return trees


def fit(trees, n_cues):
    trees = [tree for tree in trees if tree["right"] is not None]

    def loss(weights):
        total, slope = PRIOR / 2 * weights @ weights, PRIOR * weights
        for tree in trees:
            cues, tails, heads = tree["cues"], tree["tails"], tree["heads"]
            n = len(tree["ids"])
            score = np.clip(cues @ weights, -40, 40)
            most = np.full(n, -np.inf)
            np.maximum.at(most, heads, score)
            mass = np.exp(score - most[heads])
            laplacian = np.zeros((n, n))
            np.add.at(laplacian, (heads, heads), mass)
            inner = tails >= 0
            np.add.at(laplacian, (tails[inner], heads[inner]), -mass[inner])
            inverse = np.linalg.inv(laplacian)
            total += np.linalg.slogdet(laplacian)[1] + most.sum() - score[tree["right"]].sum()
            share = mass * (inverse[heads, heads] - np.where(inner, inverse[heads, tails], 0.0))
            slope = slope + cues.T @ share - cues[tree["right"]].sum(0)
        return total, slope

    return minimize(loss, np.zeros(n_cues), jac=True, method="L-BFGS-B").x


def decode(tree, score):
    edges = [(int(t), int(h), float(s), int(n)) for n, (t, h, s) in
             enumerate(zip(tree["tails"], tree["heads"], score))]
    chosen = arborescence(edges)
    ids = tree["ids"]
    return {ids[h]: ids[t] if t >= 0 else None for t, h, _, _ in chosen.values()}


def arborescence(edges):
    """Heaviest incoming edges without a circle (Chu and Liu 1965, Edmonds 1967); -1 is the root."""
    best = {}
    for edge in edges:
        if edge[1] not in best or edge[2] > best[edge[1]][2]:
            best[edge[1]] = edge
    for start in best:
        seen, at = [], start
        while at in best and at not in seen:
            seen.append(at)
            at = best[at][0]
        if at in best:
            circle = set(seen[seen.index(at):])
            new = ("circle", tuple(sorted(map(str, circle))))
            lifted, origin = [], {}
            for tail, head, score, n in edges:
                if tail in circle and head in circle:
                    continue
                if head in circle:
                    edge = (tail, new, score - best[head][2], n)
                elif tail in circle:
                    edge = (new, head, score, n)
                else:
                    edge = (tail, head, score, n)
                lifted.append(edge)
                origin[n] = (tail, head, score, n)
            opened = {}
            for edge in arborescence(lifted).values():
                edge = origin[edge[3]]
                opened[edge[1]] = edge
            return {**{node: best[node] for node in circle}, **opened}
    return best


if __name__ == "__main__":
    main(*sys.argv[1:4])
