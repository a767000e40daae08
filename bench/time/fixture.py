#!/usr/bin/env python3
"""Turns marked sentences into gold lines for the scorers: `fixture.py times|quantities FILE… > gold.jsonl`.

A sentence marks an expression as [words](code …); for times the line begins with its day of
publication and a tab.
"""
import json
import re
import sys

MARK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")


def unmarked(marked):
    text, found, at = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[at:match.start()]
        found.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    return text + marked[at:], found


def quantity(start, end, code):
    change, value, unit = code.split(" ", 2)
    value = [float(part) for part in value.split("..")]
    return {"start": start, "end": end, "change": change, "value": value if len(value) > 1 else value[0], "normalized_unit": unit}


def main():
    kind, files = sys.argv[1], sys.argv[2:]
    lines = [line.rstrip("\n") for path in files for line in open(path, encoding="utf8") if not line.startswith("#")]
    for number, line in enumerate(lines):
        day, marked = line.split("\t", 1) if kind == "times" else (None, line)
        text, found = unmarked(marked)
        row = {"id": str(number), "text": text}
        if kind == "times":
            row["dct"] = day
            row["timex"] = [dict(zip(("type", "value"), code.split(" ")), start=start, end=end) for start, end, code in found]
        else:
            row["quantities"] = [quantity(*one) for one in found]
        print(json.dumps(row))


main()
