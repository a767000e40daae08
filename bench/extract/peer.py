"""Extracts the pages of a gold folder with trafilatura, for the same scorer.

peer.py GOLD: one JSON object a line to stdout; pages per CPU second to stderr.
"""

import gzip
import json
import sys
import time
from pathlib import Path

import trafilatura
from trafilatura.settings import use_config

gold = Path(sys.argv[1])
config = use_config()
config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")
records = [json.loads(line) for line in (gold / "gold.jsonl").open(encoding="utf8")]
spent = 0.0
for record in records:
    page = gzip.decompress((gold / "html" / f"{record['id']}.html.gz").read_bytes())
    start = time.process_time()
    found = trafilatura.bare_extraction(
        page,
        url=record.get("url"),
        include_comments=False,
        with_metadata=True,
        config=config,
    )
    spent += time.process_time() - start
    fields = found.as_dict() if found else {}
    print(
        json.dumps(
            {
                "id": record["id"],
                "text": fields.get("text") or "",
                "title": fields.get("title"),
                "author": fields.get("author"),
                "date": fields.get("date"),
            }
        )
    )
print(f"{len(records)} pages, {len(records) / spent:.0f} pages a CPU second", file=sys.stderr)
