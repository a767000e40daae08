"""Extracts the pages of a gold folder with another tool, for the same scorer.

peer.py TOOL GOLD: one JSON object a line to stdout; pages per CPU second to stderr.
Tools: trafilatura, trafilatura-precision, readability-lxml, newspaper4k, resiliparse.
"""

import gzip
import json
import sys
import time
from pathlib import Path


def trafilatura_with(**options):
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")

    def run(page, url):
        found = trafilatura.bare_extraction(
            page, url=url, include_comments=False, with_metadata=True, config=config, **options
        )
        fields = found.as_dict() if found else {}
        return {name: fields.get(name) for name in ("text", "title", "author", "date")}

    return run


def readability_lxml():
    import html_text
    from readability import Document

    def run(page, url):
        document = Document(page.decode("utf8", "replace"))
        return {"text": html_text.extract_text(document.summary()), "title": document.short_title()}

    return run


def newspaper4k():
    import newspaper

    def run(page, url):
        article = newspaper.Article(url or "https://a.example/", fetch_images=False)
        article.download(input_html=page.decode("utf8", "replace"))
        article.parse()
        date = article.publish_date
        return {
            "text": article.text,
            "title": article.title,
            "author": article.authors,
            "date": date.strftime("%Y-%m-%d") if date else None,
        }

    return run


def resiliparse():
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    from resiliparse.parse.html import HTMLTree

    def run(page, url):
        tree = HTMLTree.parse(bytes_to_str(page, detect_encoding(page)))
        return {"text": extract_plain_text(tree, main_content=True), "title": tree.title}

    return run


TOOLS = {
    "trafilatura": trafilatura_with,
    "trafilatura-precision": lambda: trafilatura_with(favor_precision=True),
    "readability-lxml": readability_lxml,
    "newspaper4k": newspaper4k,
    "resiliparse": resiliparse,
}


def main():
    run, gold = TOOLS[sys.argv[1]](), Path(sys.argv[2])
    records = [json.loads(line) for line in (gold / "gold.jsonl").open(encoding="utf8")]
    spent, slowest = 0.0, 0.0
    for record in records:
        page = gzip.decompress((gold / "html" / f"{record['id']}.html.gz").read_bytes())
        start = time.process_time()
        try:
            found = run(page, record.get("url"))
        except Exception as error:  # a tool that fails on a page has found nothing there
            print(f"{record['id']}: {error}", file=sys.stderr)
            found = {}
        took = time.process_time() - start
        spent, slowest = spent + took, max(slowest, took)
        print(json.dumps({"id": record["id"], **found, "text": found.get("text") or ""}))
    rate = len(records) / max(spent, 1e-9)
    print(f"{len(records)} pages, {rate:.0f} pages a CPU second, slowest page {slowest:.4f} s", file=sys.stderr)


main()
