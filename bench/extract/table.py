"""Prints one table of all tools whose predictions lie in a folder.

table.py SCORER GOLD FOLDER TOOL...: predictions are FOLDER/<set>.<tool>.jsonl, the speed on
`aeb` the last line of FOLDER/aeb.<tool>.speed.
"""

import importlib.util
import re
import sys
from pathlib import Path

COLUMNS = [
    ("aeb", "body", "f1"),
    ("aeb", "body", "accuracy"),
    ("fundus-eval", "body", "f1"),
    ("fundus-tests", "body", "f1"),
    ("fundus-tests", "body", "accuracy"),
    ("wcxb-article", "body", "f1"),
    ("traf-eval", "snippets", "f1"),
    ("wcxb-article", "title", "exact"),
    ("fundus-tests", "title", "exact"),
    ("fundus-tests", "author", "f1"),
    ("traf-eval", "author", "f1"),
    ("date-mediacloud", "date", "accuracy"),
    ("fundus-tests", "date", "accuracy"),
]


def main():
    scorer, gold, folder, tools = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:]
    spec = importlib.util.spec_from_file_location("scorer", scorer)
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    print("| tool | " + " | ".join(f"{s} {k} {n}" for s, k, n in COLUMNS) + " | pages a CPU second |")
    print("| --- |" + " ---: |" * (len(COLUMNS) + 1))
    for tool in tools:
        figures = {}
        for name in {column[0] for column in COLUMNS}:
            found = folder / f"{name}.{tool}.jsonl"
            if found.exists():
                records = score.load_gold(str(gold / name), "dev")
                figures[name], _ = score.evaluate(records, score.load_pred(str(found)))
        cells = []
        for name, kind, figure in COLUMNS:
            value = figures.get(name, {}).get(kind, {}).get(figure)
            cells.append("–" if not value else f"{value:.3f}")
        speed = folder / f"aeb.{tool}.speed"
        rate = re.findall(r"(\d+) pages a CPU second", speed.read_text()) if speed.exists() else []
        print(f"| {tool} | " + " | ".join(cells) + f" | {rate[-1] if rate else '–'} |")


main()
