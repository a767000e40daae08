"""The peer of grouping: TF-IDF of words and pairs of words, average link, a window of 14 days.

peer.py widen N     repeats the documents of standard input, with new ids and later dates, up to N
peer.py cluster     groups the documents of standard input as the peer does, {"id", "cluster"} lines
peer.py race FILE N A… -- B…   runs two commands on a file in turns, N times each; prints the time that
                    passed, the processor time, the peak of memory, and how many times faster A is
"""

import datetime
import json
import os
import subprocess
import sys
import time


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


def race(file, n, ours, theirs):
    def run(command):
        with open(file, "rb") as text:
            start = time.perf_counter()
            child = subprocess.Popen(command, stdin=text, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, status, spent = os.wait4(child.pid, 0)
            passed = time.perf_counter() - start
        if status:
            raise SystemExit(f"{command[0]} failed")
        return passed, spent.ru_utime + spent.ru_stime, spent.ru_maxrss // 1000

    runs = [(run(ours), run(theirs)) for _ in range(n)]
    for name, at in ("ours", 0), ("peer", 1):
        print(name, "; ".join("%.2f s passed, %.2f s CPU, %d MB" % pair[at] for pair in runs))
    for what, at in ("passed", 0), ("CPU", 1):
        times = sorted(theirs[at] / ours[at] for ours, theirs in runs)
        print(f"times faster by seconds {what}: median {times[n // 2]:.1f} ({times[0]:.1f} to {times[-1]:.1f})")


if sys.argv[1] == "widen":
    widen(int(sys.argv[2]))
elif sys.argv[1] == "cluster":
    cluster()
else:
    parting = sys.argv.index("--")
    race(sys.argv[2], int(sys.argv[3]), sys.argv[4:parting], sys.argv[parting + 1:])
