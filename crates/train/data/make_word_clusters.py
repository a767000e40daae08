#!/usr/bin/env python3
"""Makes word_clusters.tsv.gz from the English Brown clusters of spacy-lookups-data (MIT).

    pip download --no-deps spacy-lookups-data==1.0.5
    python3 make_word_clusters.py spacy_lookups_data-1.0.5-py2.py3-none-any.whl

Keeps the 80,000 most frequent words that have a cluster. A line is one cluster: its path in the
tree of clusters as the bits 0 and 1 from the root, a tab, and its words, most frequent first.
"""

import gzip
import json
import sys
import zipfile

N_WORDS = 80_000


def table(wheel, name):
    with wheel.open(f"spacy_lookups_data/data/en_lexeme_{name}.json.gz") as file:
        return json.loads(gzip.decompress(file.read()))


def main():
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        cluster_of, weight = table(wheel, "cluster"), table(wheel, "prob")
    words = [word for word, cluster in cluster_of.items() if cluster and not any(c.isspace() for c in word)]
    words.sort(key=lambda word: (-weight.get(word, -99.0), word))
    clusters = {}
    for word in words[:N_WORDS]:
        # The package keeps a path as a number whose lowest bit is the branch at the root.
        clusters.setdefault(format(cluster_of[word], "b")[::-1], []).append(word)
    lines = [f"{path}\t{' '.join(members)}\n" for path, members in sorted(clusters.items())]
    with open("word_clusters.tsv.gz", "wb") as file:
        file.write(gzip.compress("".join(lines).encode(), 9, mtime=0))


main()
