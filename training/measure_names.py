"""How well misspelt names are found: names of a Chinese-English text, one letter of each changed in the English.

    python training/measure_names.py SOURCE TARGET [--edits 1] [--skip 937]

Every name that is verified in its pair is misspelt in the target in one way (a letter dropped, doubled, replaced or two
exchanged; the choice depends on the name alone). Prints how many were reported, with the right place, and with the
right spelling proposed.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from pathlib import Path

from evalkit.data import Anchor
from evalkit.facts.anchoring import find_anchors

_LANGUAGES = {"source_language": "zh", "target_language": "en"}


def main() -> None:
    """Reads the options, misspells, counts, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--edits", type=int, default=1)
    parser.add_argument("--skip", type=int, default=0, help="leave out the first lines, which something was tuned on")
    options = parser.parse_args()
    texts = [path.read_text(encoding="utf-8").split("\n")[options.skip :] for path in (options.source, options.target)]
    counts: Counter[str] = Counter()
    for source, target in zip(*texts, strict=True):
        for anchor in find_anchors(source, target, **_LANGUAGES):
            if anchor.kind == "name" and anchor.verdict == "verified":
                counts.update(_try_name(source, target, anchor, options.edits))
    for key, count in counts.items():
        sys.stdout.write(f"{key:28}{count:6}{count / counts['names misspelt']:8.3f}\n")


def _try_name(source: str, target: str, anchor: Anchor, edits: int) -> list[str]:
    if not (anchor.source and anchor.target and anchor.target_span and re.search("[a-z]{2}", anchor.target)):
        return []
    wrong = _misspell(anchor.target, edits)
    start = anchor.target_span[0]
    changed = target.replace(anchor.target, wrong)
    found = [
        other
        for other in find_anchors(source, changed, **_LANGUAGES)
        if other.kind == "name" and other.verdict == "differs" and other.source == anchor.source
    ]
    results = ["names misspelt"]
    if found:
        results.append("reported")
        results += ["at the right place"] * (
            found[0].target == wrong and found[0].target_span == (start, start + len(wrong))
        )
        results += ["right spelling proposed"] * (found[0].expected == anchor.target)
        results += ["confidence of .8 or more"] * (found[0].confidence >= 0.8)
    return results


def _misspell(name: str, edits: int) -> str:
    chance = random.Random(name)
    letters = list(name)
    for _ in range(edits):
        at = chance.choice(
            [n for n, letter in enumerate(letters[:-1]) if letter.islower() and letters[n + 1].islower()]
        )
        kind = chance.choice(["drop", "double", "replace", "exchange"])
        if kind == "drop":
            del letters[at]
        elif kind == "double":
            letters.insert(at, letters[at])
        elif kind == "replace":
            letters[at] = chance.choice("aeiounghzs")
        else:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
    wrong = "".join(letters)
    return wrong if wrong != name else name[:-1]


if __name__ == "__main__":
    main()
