#!/usr/bin/env python3
"""Candidate pairs among the texts of a file (one a line) by other tools, in processor seconds.

  peers.py TEXTS TOOL...   tools: datasketch, rensa; prints one line a tool

Each tool gets the texts in memory, makes sets of five words, sketches of 128 slots and an index at
a Jaccard of .5, and gives the pairs that the index answers with."""
import sys
import time


def shingles(text):
    words = text.lower().split()
    return {" ".join(words[at:at + 5]) for at in range(len(words) - 4)}


def datasketch(texts):
    from datasketch import MinHash, MinHashLSH
    index = MinHashLSH(threshold=0.5, num_perm=128)
    pairs = 0
    for at, text in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([shingle.encode() for shingle in shingles(text)])
        pairs += len(index.query(sketch))
        index.insert(str(at), sketch)
    return pairs


def rensa(texts):
    from rensa import RMinHash, RMinHashLSH
    index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    pairs = 0
    for at, text in enumerate(texts):
        sketch = RMinHash(num_perm=128, seed=42)
        sketch.update(list(shingles(text)))
        pairs += len(index.query(sketch))
        index.insert(at, sketch)
    return pairs


def main():
    texts = open(sys.argv[1], encoding="utf-8").read().splitlines()
    for tool in sys.argv[2:]:
        try:
            start = time.process_time()
            pairs = {"datasketch": datasketch, "rensa": rensa}[tool](texts)
            seconds = time.process_time() - start
            print(f"{tool}: {len(texts)} articles, {pairs} pairs; processor {seconds:.1f} s, "
                  f"{1e3 * seconds / len(texts):.3f} ms an article")
        except ImportError:
            print(f"{tool} is not installed: pip install {tool}")


main()
