"""Some headings of a text are in title case and others in sentence case.

A heading is a short line without closing punctuation. Words that are written with a capital anyway say nothing. The
rarer kind is reported, where it is clearly the rarer.

Switched off: on English news and web text nearly every natural finding was about captions, list items and tags, which
are no headings.

Known false alarms: a text put together from several sources, captions and list items.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.checks import Text, texts_of
from evalkit.data import Example, Fault, Passage, Segment

CATEGORY = "Linguistic conventions/Spelling/Capitalization"
SEVERITY = "minor"
ENABLED = False
MESSAGES = {
    "title": "This heading is in title case; the {count} others are in sentence case.",
    "sentence": "This heading is in sentence case; the {count} others are in title case.",
}

_LONGEST = 100
_LEAST_USUAL = 3
_CLEARLY = 3
_CONFIDENCE = 0.85


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """At most one fault for each side, on the headings of the rarer kind."""
    for text in texts_of(segments):
        kinds: dict[str, list[Passage]] = {"title": [], "sentence": []}
        for passage in text.passages:
            kind = _tell_case(text, passage)
            if kind:
                kinds[kind].append(passage)
        rarer = min(kinds, key=lambda kind: len(kinds[kind]))
        usual = max(len(group) for group in kinds.values())
        if kinds[rarer] and usual >= max(_LEAST_USUAL, _CLEARLY * len(kinds[rarer])):
            yield Fault(
                places=tuple(passage.place(0, len(passage.text), side=text.side) for passage in kinds[rarer]),
                message=rarer,
                parameters={"count": usual},
                confidence=_CONFIDENCE,
                about=rarer,
            )


def _tell_case(text: Text, passage: Passage) -> str | None:
    line = passage.text.strip()
    if len(line) > _LONGEST or line[-1:] in ",;:，；：、":
        return None
    ends = any(match.end() == len(line) for match in text.language.sentence_end.finditer(line))
    return None if ends else text.language.tell_heading_case(line)


FLAGGED = (
    Example(
        target="Visiting the Foreign Affairs Office\nText follows here.\nLearning About the New Building\nText follows here.\n"
        "Meeting the Women of the City\nText follows here.\nThanking the guests for their visit\nText follows here.",
        text="Thanking the guests for their visit",
    ),
)
CLEAN = (
    Example(
        target="Visiting the Foreign Affairs Office\nText follows.\nLearning About the New Building\nText follows.\n"
        "Meeting the Women of the City\nText follows."
    ),
    Example(
        target="Visiting the Foreign Affairs Office\nText follows.\nLearning About the New Building\nText follows.\n"
        "Meeting the Women of the City\nText follows.\nThe guests were thanked for their visit."
    ),
)
