"""Two spaces or more stand between two words of running text.

The places that are safe to close (between two words, or a comma and a word, inside a sentence) are one finding, those
behind a sentence another, reported less surely, because a writer may set two spaces there on purpose; where the whole
text does, nothing is reported. Lines that look like tables or columns are left alone. Closing a gap changes no word:
that is the proof behind ``safe``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evalkit.checks import Text, texts_of, weigh_slip
from evalkit.data import WRITTEN_WITHOUT_SPACES, Example, Fault, Place, Segment

CATEGORY = "Linguistic conventions/Typography"
SEVERITY = "minor"
MESSAGES = {
    "between-words": "More than one space stands between two words ({count} places). Keep one.",
    "between-sentences": "More than one space stands behind a sentence ({count} places), elsewhere there is one. Keep one.",
}

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_TABLE = re.compile(r"\t|\S {4,}\S|\S {2,}\S.* {3,}\S|\|")
_WORD_END = re.compile(r"[\w,]$")
_SENTENCE_GAP = re.compile(r"[.!?:][\"'”’)]* (?=\S)")


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """At most two faults for each side of a document."""
    for text in texts_of(segments):
        inside, behind = _find_places(text)
        if inside:
            yield Fault(
                places=tuple(inside),
                message="between-words",
                parameters={"count": len(inside)},
                confidence=weigh_slip(text, len(inside), 0.97),
                safe=True,
                about="between words",
            )
        if behind and len(behind) <= _count_single(text):
            yield Fault(
                places=tuple(behind),
                message="between-sentences",
                parameters={"count": len(behind)},
                confidence=0.75,
                about="between sentences",
            )


def _find_places(text: Text) -> tuple[list[Place], list[Place]]:
    inside: list[Place] = []
    behind: list[Place] = []
    for passage in text.passages:
        if "  " not in passage.text or _TABLE.search(passage.text):
            continue
        for match in _GAP.finditer(passage.text):
            before, after = passage.text[: match.start()], passage.text[match.end()]
            if text.language.code in WRITTEN_WITHOUT_SPACES and not (before[-1] + after).isascii():
                continue
            within = _WORD_END.search(before) and after.isalnum()
            place = passage.place(match.start(), match.end(), side=text.side, suggestion=" ")
            (inside if within else behind).append(place)
    return inside, behind


def _count_single(text: Text) -> int:
    return sum(len(_SENTENCE_GAP.findall(passage.text)) for passage in text.passages)


FLAGGED = (
    Example(target="They visited  the office.", text="  ", suggestion=" "),
    Example(target="One came. Two came. It was late.  They left. All was well.", text="  ", suggestion=" "),
)
CLEAN = (
    Example(target="They visited the office.  They left.  It was late."),
    Example(target="Name      Age      City"),
    Example(target="They visited the office."),
)
