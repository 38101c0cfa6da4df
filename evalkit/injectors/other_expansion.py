"""A name in two paragraphs is followed by its initials in both, and one word of it gives way to another in one of
them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from evalkit.injectors import Chance, Paragraph, RenderedTerm

CHECK = "rival-expansions"
SIDE = "target"
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,}){1,3}\b(?! ?[A-Z(&])")
_OTHERS = {"A": "Alliance", "C": "Chamber", "D": "Delegation", "O": "Organ", "P": "Panel", "S": "Secretariat"}


def find_together(paragraphs: Sequence[Paragraph], terms: Sequence[RenderedTerm]) -> Iterator[Mapping[int, Chance]]:
    """Each name that stands inside sentences of two paragraphs, where its last word or another has a substitute of the
    same initial."""
    places: defaultdict[str, dict[int, re.Match[str]]] = defaultdict(dict)
    for number, paragraph in enumerate(paragraphs):
        for found in _NAME.finditer(paragraph.text):
            places[found[0]].setdefault(number, found)
    for name, group in places.items():
        rival = _change(name.split(" "))
        if len(group) > 1 and rival:
            (first, one), (second, other) = list(group.items())[:2]
            yield {first: _write(one, name), second: _write(other, rival)}


def _change(words: Sequence[str]) -> str:
    """The name with its last word that can be exchanged; empty if there is none."""
    for at in range(len(words) - 1, -1, -1):
        new = _OTHERS.get(words[at][0])
        if new and new != words[at]:
            return " ".join((*words[:at], new, *words[at + 1 :]))
    return ""


def _write(found: re.Match[str], name: str) -> Chance:
    initials = "".join(word[0] for word in name.split(" "))
    return Chance(start=found.start(), end=found.end(), replacement=f"{name} ({initials})")
