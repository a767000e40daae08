#!/usr/bin/env python3
"""Makes N articles of the fixture stories' texts, as JSONL on standard output: vary.py TELLINGS N

Each round tells the same stories of other people in other places: every capitalised word gets a
suffix of the round and every figure is shifted, so that rounds are stories of their own. Dates
spread over a month.
"""
import json, pathlib, re, subprocess, sys

program, n = sys.argv[1], int(sys.argv[2])
stories = sorted(path for path in pathlib.Path("fixtures/stories").iterdir() if path.is_dir())
texts = []
for story in stories:
    rows = subprocess.run([program, "extract", "-q", str(story)], capture_output=True, text=True, check=True)
    texts += [json.loads(line)["text"] for line in rows.stdout.splitlines()]
made = 0
for round_idx in range(n):
    tail = "".join(chr(97 + int(digit)) for digit in str(round_idx))
    day = f"2024-03-{1 + round_idx * 28 // max(1, n // len(texts)) % 28:02d}"
    for text_idx, text in enumerate(texts):
        if made == n:
            sys.exit()
        text = re.sub(r"\b([A-Z][a-z]{3,})\b", lambda m: m[1] + tail, text)
        text = re.sub(r"\d{2,3}", lambda m: str(int(m[0]) + round_idx % 7), text)
        print(json.dumps({"id": f"{round_idx}-{text_idx}", "published": day, "text": text}))
        made += 1
