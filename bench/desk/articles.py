#!/usr/bin/env python3
"""Makes N invented articles of 450 words in files of STEP: articles.py TELLINGS N STEP FOLDER [FIRST]

They are the texts of the fixture stories, told again of other people, places and things in every
round: every capitalised word gets a suffix of the round, figures are shifted, and the rarer long words
change places with others of the same ending, the same way in all texts of a round; so a week holds
many events, not one event under many names. A text is filled up with sentences of other texts of its
story, or cut, to 450 words. Dates spread over 28 days; what comes in one file lies on neighbouring
days, as articles arrive.
"""
import collections, json, pathlib, re, subprocess, sys

program, n, step, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), pathlib.Path(sys.argv[4])
first = int(sys.argv[5]) if len(sys.argv) > 5 else 0
folder.mkdir(parents=True, exist_ok=True)
stories = []
for story in sorted(path for path in pathlib.Path("fixtures/stories").iterdir() if path.is_dir()):
    rows = subprocess.run([program, "extract", "-q", str(story)], capture_output=True, text=True, check=True)
    texts = [json.loads(line)["text"] for line in rows.stdout.splitlines()]
    for at, text in enumerate(texts):
        words = text.split(" ")
        others = " ".join(texts[at + 1:] + texts[:at]).split(" ")
        stories.append(" ".join((words + others)[:450]))

long_word = re.compile(r"\b[a-z]{5,}\b")
ending = re.compile(r"(s|ed|ing|ly|)$")
counts = collections.Counter(word for text in stories for word in long_word.findall(text))
pools = collections.defaultdict(list)
for word in sorted(word for word, n in counts.items() if n <= 60):
    pools[ending.search(word)[1]].append(word)
place = {word: (pool, at) for pool in pools.values() for at, word in enumerate(pool)}


def other_word(word, round_idx):
    """The word that stands for another in a round."""
    if word not in place:
        return word
    pool, at = place[word]
    return pool[(at + round_idx * 389) % len(pool)]


out = None
for made in range(n):
    if made % step == 0:
        out = open(folder / f"part-{made // step:04d}.jsonl", "w")
    round_idx, text_idx = divmod(made + first, len(stories))
    tail = "".join(chr(97 + int(figure)) for figure in str(round_idx))
    text = re.sub(r"\b([A-Z][a-z]{3,})\b", lambda m: m[1] + tail, stories[text_idx])
    text = long_word.sub(lambda m: other_word(m[0], round_idx), text)
    text = re.sub(r"\d{2,3}", lambda m: str(int(m[0]) + round_idx % 7), text)
    day = f"2024-03-{1 + made * 28 // n:02d}"
    print(json.dumps({"id": f"{first}-{made}", "published": day, "outlet": f"Outlet {made % 97}", "text": text}), file=out)
