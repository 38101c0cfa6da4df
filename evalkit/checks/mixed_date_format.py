"""Dates are written in two ways in one text: “March 11” here and “11 March” or “3/11” there.

The ways a language has are told by its own module. One finding for a text, on the rarer ways, with all its places.
Which way is right is for the house to say, so nothing is proposed.

Known false alarms: a quotation or a legal title that keeps its own form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.checks import Text, texts_of, weigh_slip
from evalkit.data import Example, Fault, Place, Segment

CATEGORY = "Style/Inconsistent style"
SEVERITY = "minor"
MESSAGES = {
    "mixed": "This date is written otherwise than the others of this text ({count} places): “{text}” beside “{other}”."
}

_CONFIDENCE = 0.85


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """At most one fault for each side of a document."""
    for text in texts_of(segments):
        found = {form: places for form in text.language.date_formats if (places := _find_places(text, form))}
        if len(found) > 1:
            usual = max(found, key=lambda form: len(found[form]))
            rarer = [place for form, places in found.items() if form != usual for place in places]
            yield Fault(
                places=tuple(sorted(rarer, key=lambda place: (place.path, place.line, place.column))),
                message="mixed",
                parameters={"count": len(rarer), "other": found[usual][0].text},
                confidence=weigh_slip(text, len(rarer), _CONFIDENCE),
                about="",
            )


def _find_places(text: Text, form: str) -> list[Place]:
    pattern = text.language.date_formats[form]
    return [
        passage.place(match.start(), match.end(), side=text.side)
        for passage in text.passages
        for match in pattern.finditer(passage.text)
    ]


FLAGGED = (
    Example(target="They came on March 11, 2022, met on March 12, and left on 15 March 2022.", text="15 March 2022"),
    Example(source="2022年3月11日，大家来了；2022年3月12日开会，2022-03-15离开。", text="2022-03-15"),
)
CLEAN = (
    Example(target="They came on March 11, 2022, and left on March 15; in May 2023, on the 4th of it, 3/4 came."),
    Example(source="2022年3月11日，大家来了，3月15日离开。"),
)
