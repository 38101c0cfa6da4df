"""The injectors of ``evalkit selftest``: one file each, named after the fault that it puts into sound text.

An injector's module offers

- a docstring that says what is done to the text;
- ``CHECK``, the name of the check that ought to find it;
- ``find_chances(text, counterpart)``, which yields every :class:`Chance` to put the fault into one paragraph;
  ``counterpart`` is the text on the other side, or empty; or, for a fault that shows in several paragraphs only,
  ``find_together(paragraphs, terms)``, which yields every way to put it into a document: by the number of each
  :class:`Paragraph` that it changes, the chance there. ``terms`` is the user's glossary. One way is taken;
- if needed ``SIDE``, the only side whose paragraphs it damages; with ``find_chances``, ``PER_DOCUMENT``, how many
  faults a document takes at once; with ``find_together``, ``WHOLE = True`` where all that one way changes is one fault,
  and the finding is about the whole document.

An injector shares no code with the checks and the languages of evalkit: what both got wrong would be invisible.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

RenderedTerm = tuple[str, tuple[str, ...]]
"""A term of the source, and how it may be rendered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """``text[start:end]`` may become ``replacement``.

    The finding is expected on these words; anywhere in the paragraph if ``anywhere``; on the paragraph's counterpart if
    ``elsewhere``.
    """

    start: int
    end: int
    replacement: str
    anywhere: bool = False
    elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of one side of a document, in the order of the text; ``counterpart`` is the text on the other side,
    or empty."""

    side: Literal["source", "target", "both"]
    text: str
    counterpart: str


def repeat_paragraphs(paragraphs: Sequence[Paragraph], *, shortest: int) -> Iterator[Mapping[int, Chance]]:
    """Each way to write a paragraph of that length once more in the place of the next, where the two have different
    counterparts."""
    for number, (one, other) in enumerate(pairwise(paragraphs), start=1):
        if min(len(one.text), len(other.text)) >= shortest and "" != one.counterpart != other.counterpart != "":
            yield {number: Chance(start=0, end=len(other.text), replacement=one.text, anywhere=True)}


def rewrite_sides(
    paragraphs: Sequence[Paragraph], pattern: re.Pattern[str], replacement: str, *, least: int
) -> Iterator[Mapping[int, Chance]]:
    """For each side that has so many matches of a pattern: all its paragraphs with every match replaced."""
    matching: defaultdict[str, dict[int, Chance]] = defaultdict(dict)
    counts: defaultdict[str, int] = defaultdict(int)
    for number, paragraph in enumerate(paragraphs):
        changed, count = pattern.subn(replacement, paragraph.text)
        if count:
            matching[paragraph.side][number] = Chance(start=0, end=len(paragraph.text), replacement=changed)
            counts[paragraph.side] += count
    yield from (chances for side, chances in matching.items() if counts[side] >= least)
