#!/usr/bin/env python3
"""Dates the gold events of the timeline set: `anchors.py FOLDER TIME_GOLD OUT [--errors N]`.

Reads docs.jsonl.gz and timelines.jsonl.gz under FOLDER, has the events dated in place, and writes
OUT/anchors.jsonl (for `timeline.py --anchors`) and OUT/timelines.jsonl (for `timeline.py`).
A time is written as precisely as its days allow: a day, a month or a year; undated is XXXX.
"""
import datetime
import glob
import gzip
import json
import subprocess
import sys


def rows(folder, name):
    for path in sorted(glob.glob(folder + "/**/" + name, recursive=True)):
        yield from (json.loads(line) for line in gzip.open(path, "rt", encoding="utf8"))


def place(doc, mention):
    """Where the first word of a mention stands: the words of its sentence are searched in order."""
    _, sentence, words = mention.split("-", 2)
    for row in doc["sents"]:
        if str(row["id"]) == sentence:
            text, piece = doc["text"][row["start"]:row["end"]], words.replace("_", " ")
            for form in (piece, piece.replace("-", " - "), piece.split(" ")[0]):
                at = (" " + text + " ").lower().find(" " + form.lower() + " ")
                if at >= 0:
                    return {"mention": mention, "start": row["start"] + at, "end": row["start"] + at + len(form)}
    return None


def date(anchor):
    if not anchor:
        return "XXXX"
    first, last = (datetime.date.fromisoformat(anchor[key]) for key in ("first", "last"))
    n_days = (last - first).days
    return str(first)[:10 if n_days == 0 else 7 if n_days < 32 else 4]


def main():
    folder, program, out = sys.argv[1:4]
    n_errors = int(sys.argv[sys.argv.index("--errors") + 1]) if "--errors" in sys.argv else 0
    docs = {doc["docid"]: doc for doc in rows(folder, "docs.jsonl.gz")}
    timelines = list(rows(folder, "timelines.jsonl.gz"))
    spans = {}
    for timeline in timelines:
        for event in timeline["events"]:
            for mention in event["mentions"]:
                doc = docs.get(mention.split("-")[0])
                found = doc and place(doc, mention)
                if found:
                    spans.setdefault(doc["docid"], {})[mention] = found
    lines = [{"id": key, "dct": docs[key]["dct"], "text": docs[key]["text"], "spans": list(found.values())} for key, found in spans.items()]
    given = "".join(json.dumps(line) + "\n" for line in lines)
    done = subprocess.run([program, "anchors"], input=given, capture_output=True, text=True, check=True)
    dates, why = {}, {}
    for line, answer in zip(lines, done.stdout.splitlines()):
        for span, anchor in zip(line["spans"], json.loads(answer)["anchors"]):
            dates[span["mention"]] = date(anchor)
            why[span["mention"]] = anchor and anchor["basis"]
    with open(out + "/anchors.jsonl", "w", encoding="utf8") as file:
        file.writelines(json.dumps({"mention": m, "date": d}) + "\n" for m, d in sorted(dates.items()))
    with open(out + "/timelines.jsonl", "w", encoding="utf8") as file:
        for timeline in timelines:
            mentions = [m for event in timeline["events"] for m in event["mentions"]]
            named = sorted({(dates[m], m) for m in mentions if dates.get(m, "XXXX") != "XXXX"})
            order = {day: n for n, day in enumerate(sorted({day for day, _ in named}), 1)}
            events = [{"order": order[day], "date": day, "mentions": [m]} for day, m in named]
            file.write(json.dumps({"id": timeline["id"], "events": events}) + "\n")
    for timeline in timelines:
        for event in timeline["events"]:
            for mention in event["mentions"]:
                gold, read = event["date"].replace("-XX", ""), dates.get(mention, "none")
                if event["order"] > 0 and gold != read and n_errors > 0:
                    n_errors -= 1
                    print("%-22s gold %-11s read %-11s %s" % (mention, gold, read, why.get(mention)))


main()
