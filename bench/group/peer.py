"""The peer of grouping: TF-IDF of words and pairs of words, average link, a window of 14 days.

peer.py widen N     repeats the documents of standard input, with new ids and later dates, up to N
peer.py cluster     groups the documents of standard input as the peer does, {"id", "cluster"} lines
peer.py time CMD…   runs a command on standard input and prints its CPU seconds
"""

import datetime
import json
import resource
import subprocess
import sys


def widen(n):
    rows = [json.loads(line) for line in sys.stdin]
    for at in range(n):
        row = dict(rows[at % len(rows)])
        turn = at // len(rows)
        if turn:
            later = datetime.date.fromisoformat(row["date"][:10]) + datetime.timedelta(days=3000 * turn)
            row.update(id=f"{row['id']}-{turn}", date=later.isoformat(), cluster=f"{row['cluster']}-{turn}")
        print(json.dumps(row))


def cluster():
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = [json.loads(line) for line in sys.stdin]
    texts = [f"{row['title']}\n{row['text']}" for row in rows]
    terms = TfidfVectorizer(ngram_range=(1, 2), min_df=2, max_df=0.5, sublinear_tf=True, dtype=np.float32)
    vectors = terms.fit_transform(texts)
    alike = (vectors @ vectors.T).toarray()
    days = np.array([datetime.date.fromisoformat(row["date"][:10]).toordinal() for row in rows])
    alike[np.abs(days[:, None] - days[None, :]) > 14] = 0.0
    apart = np.clip(1.0 - alike, 0.0, 1.0)
    np.fill_diagonal(apart, 0.0)
    tree = linkage(squareform(apart, checks=False), "average")
    for row, label in zip(rows, fcluster(tree, 1 - 0.15, "distance")):
        print(json.dumps({"id": row["id"], "cluster": int(label)}))


def time(command):
    subprocess.run(command, stdin=sys.stdin, stdout=subprocess.DEVNULL, check=True)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{spent.ru_utime + spent.ru_stime:.1f} s CPU, {spent.ru_maxrss // 1000} MB: {' '.join(command)}")


if sys.argv[1] == "widen":
    widen(int(sys.argv[2]))
elif sys.argv[1] == "cluster":
    cluster()
else:
    time(sys.argv[2:])
