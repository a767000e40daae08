#!/usr/bin/env python3
"""Reads the cases of recognizers-text-specs that fall under our conventions: `specs.py FILE TIME_GOLD [--errors N]`.

Counted are the resolved English cases of dates, durations, numbers, percentages, money, measures,
temperatures and ages with exactly one result. A date counts as read when our value is its day in
one of the readings given (past or to come), or the month or year of it where the words count
months or years; a duration when it is as long; a number or unit when value and unit agree. Left out are
- times of day, date ranges, repeated times, time zones, ordinals, number ranges, shares of numbers
  and the modes that only switch an option: their spans hold what ours split;
- dates that do not exist, a number of few (`a few days` is 3 there), dates of digits without a year
  (`4/22`, `the 15`), `in three weeks` (a length with us), `next Friday` of the week after, `the day`;
- words for money that are two sums (`15 dollars 50`, `5 feet 2 inches`), glued codes (`30 MUSD`),
  bare letters for scales (`10G`) and signs in spaced-out text (`46 . 8`).
"""
import collections
import gzip
import json
import re
import subprocess
import sys

SPECS = {
    "DateTime/DateParser": "date",
    "DateTime/DateTimeModel": "datetime",
    "DateTime/DurationParser": "duration",
    "Number/NumberModel": "number",
    "Number/PercentModel": "unit",
    "NumberWithUnit/CurrencyModel": "unit",
    "NumberWithUnit/DimensionModel": "unit",
    "NumberWithUnit/TemperatureModel": "unit",
    "NumberWithUnit/AgeModel": "unit",
}


def days(resolution):
    if "values" in resolution:
        return {v["value"] for v in resolution["values"] if v.get("type") == "date" and "value" in v}
    return {r["date"] for key in ("FutureResolution", "PastResolution") if (r := resolution.get(key)) and "date" in r}


def length(resolution):
    if "values" in resolution:
        return resolution["values"][0].get("timex")
    return resolution.get("Timex")


WEEKDAY = r"(mon|tues|wednes|thurs|fri|satur|sun)day"
OUTSIDE = [
    r"\b\d{1,2}[/.\-]\d{1,2}\b(?![/.\-,]\d)(?! ?\d{4})|\b\d{1,2}-\d{1,2}-\d{2}\b|\d\d/\d\d,\d\d|\b(jan|oct|nov)[/-]\d\b",
    r"\b(few|some) (hours|days|weeks|months)\b",
    r"\bin (\w+ ){1,2}(days?|weeks?|months?|years?)\b",
    r"\b(next|following) " + WEEKDAY,
    r"\b(the|my) day( |\?|$|\.)(?!(before|after|of))|week - ",
]
OUTSIDE_NUMBERS = [
    r"(dollars?|rupees|\$) (and )?\w+([ -]\w+)?( cents?)?\.?$|\d (ft|feet)( and)? \d|point of your|points of your",
    r"\bM[A-Z]{3}\b|\bMM\b|\dmil\b|^[\d,.]+ ?[GMk]\b|\d+[GM]\b|[-.] +\d+ +k|^ *\d[\d.]* k$|\d \. \d",
    r"\d \d{3}\b|\d,\d\d,\d|\d,\d\.|point (zero|seventy|five)|SCP|percents? of|per cent of|\d+ ?[({]|元|₿|satoshi|111|dzs|dozs|naught",
]


def outside(text, patterns):
    return any(re.search(pattern, text, re.I if patterns is OUTSIDE else 0) for pattern in patterns)


def case(row):
    """What a case asks for: (kind, expected) or None where it falls outside."""
    numbers = row["spec"].startswith("Number")
    if outside(row["text"], OUTSIDE_NUMBERS if numbers else OUTSIDE):
        return None
    kind = SPECS.get(row["spec"])
    if not kind or len(row["results"]) != 1 or not row["results"][0].get("resolution"):
        return None
    result = row["results"][0]
    resolution, kind_of = result["resolution"], result["type"]
    if kind in ("date", "datetime") and kind_of in ("date", "datetimeV2.date"):
        words = result["text"].lower().split()
        bare = all(word.strip(",.").rstrip("stndrh").isdigit() or word in ("the", "on") for word in words)
        named = days(resolution) - {"0001-01-01", "not resolved"}
        return None if bare or not named else ("date", named)
    if kind in ("duration", "datetime") and kind_of in ("duration", "datetimeV2.duration"):
        return ("duration", {length(resolution)})
    if kind == "number" and kind_of == "number" and resolution.get("subtype") in ("integer", "decimal"):
        return ("number", {float(resolution["value"])})
    if kind == "unit" and "value" in resolution:
        value = str(resolution["value"] or "null").rstrip("%")
        unit = "percentage" if kind_of == "percentage" else resolution.get("unit") or ""
        return ("unit", {(float(value), unit.lower())}) if value != "null" else None
    return None


def seconds(value):
    """The length of `P…` in seconds; None for what has none."""
    per = {"Y": 31536000, "M": 31536000 / 12, "W": 604800, "D": 86400, "TH": 3600, "TM": 60, "TS": 1}
    total, number, clock = 0.0, "", ""
    for letter in (value or "")[1:]:
        if letter == "T":
            clock = "T"
        elif letter.isdigit() or letter == ".":
            number += letter
        elif number and clock + letter in per:
            total += float(number) * per[clock + letter]
            number = ""
        else:
            return None
    return total or None


def same_unit(theirs, ours):
    british = {"kilometer": "kilometre", "meter": "metre", "centimeter": "centimetre", "millimeter": "millimetre", "liter": "litre",
               "square meter": "square metre", "metric ton": "tonne", "pence": "penny", "british pound": "pound sterling",
               "united states dollar": "dollar", "chinese yuan": "yuan", "c": "degree celsius", "f": "degree fahrenheit", "pound": "pound", "kilometer per hour": "kilometre per hour"}
    ours = ours or "-"
    theirs = british.get(theirs, theirs)
    return ours in (theirs, theirs + "-mass", theirs + " sterling") or theirs.split(" ")[-1] == ours.split(" ")[-1]


def right(kind, expected, line, text):
    if kind == "date":
        counted = re.search(r"\b(months?|years?)\b", text)
        return any(t["value"] in expected or (counted and any(day.startswith(t["value"] + "-") for day in expected)) for t in line["timex"])
    if kind == "duration":
        asked = {seconds(value) for value in expected}
        return any(t["value"] in expected or (seconds(t["value"]) and seconds(t["value"]) in asked) for t in line["timex"])
    values = [(q["value"], q["normalized_unit"]) for q in line["quantities"] if not isinstance(q["value"], list)]
    if kind == "number":
        return any(abs(value - asked) <= 1e-6 * abs(asked) for value, _ in values for asked in expected)
    return any(abs(value - asked) <= 1e-6 * abs(asked) and same_unit(theirs, ours) for value, ours in values for asked, theirs in expected)


def main():
    path, program = sys.argv[1:3]
    n_errors = int(sys.argv[sys.argv.index("--errors") + 1]) if "--errors" in sys.argv else 0
    rows = [json.loads(line) for line in gzip.open(path, "rt", encoding="utf8")]
    cases = [(row, *asked) for row in rows if (asked := case(row))]
    text = "".join(json.dumps({"id": row["id"], "text": row["text"], "ref": row["ref"]}) + "\n" for row, _, _ in cases)
    lines = [{} for _ in cases]
    for mode in ("times", "quantities"):
        done = subprocess.run([program, mode], input=text, capture_output=True, text=True, check=True)
        for line, answer in zip(lines, done.stdout.splitlines()):
            line.update(json.loads(answer))
    count = collections.Counter()
    for (row, kind, expected), line in zip(cases, lines):
        good = right(kind, expected, line, row["text"].lower())
        count[kind, good] += 1
        if not good and n_errors > 0:
            n_errors -= 1
            ours = [t["value"] for t in line["timex"]] + [(q["value"], q["normalized_unit"]) for q in line["quantities"]]
            print(kind, row["ref"], row["text"][:100], "| asked", sorted(map(str, expected)), "| read", ours)
    for kind in ("date", "duration", "number", "unit"):
        n = count[kind, True] + count[kind, False]
        print("%-9s %4d cases  read %.1f%%" % (kind, n, 100 * count[kind, True] / max(n, 1)))
    print("all       %4d cases  read %.1f%%" % (len(cases), 100 * sum(count[k, True] for k in ("date", "duration", "number", "unit")) / len(cases)))


main()
