#!/usr/bin/env python3
"""One line on a step of adding: row.py FOLDER PART"""
import json, os, pathlib, sys

folder, part = pathlib.Path(sys.argv[1]), sys.argv[2]
wall, user, system, kilobytes = map(float, (folder / "time").read_text().split())
n = n_bytes = 0
for line in open(part):
    n += 1
    n_bytes += len(json.loads(line)["text"].encode())
state = folder / "state.json"
before = json.loads(state.read_text()) if state.exists() else {"n": 0, "bytes": 0}
total = {"n": before["n"] + n, "bytes": before["bytes"] + n_bytes}
state.write_text(json.dumps(total))
size = sum(os.path.getsize(folder / name) for name in ("desk", "desk-wal") if (folder / name).exists())
cores = (user + system) / wall
print(f"{total['n']:>7} articles: {n / wall:6.0f}/s wall, {2 * n / (user + system):6.0f}/s on two cores "
      f"({user + system:.0f} s CPU, {cores:.1f} cores), {kilobytes / 1024:.0f} MB memory, "
      f"file {size / total['bytes']:.2f} x text", flush=True)
