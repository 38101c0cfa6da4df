"""The target is the source itself, untranslated.

Either the line was copied to be translated later, or a system gave it back. It counts when it holds words that only the
source's language can have: any letters of another script, else several words that are no names. Metrics may even reward
such a copy (unbabel-comet issue 192).

Known false alarms: a title, an address or a quotation that is kept in its language on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.checks.untranslated_text import find_words
from evalkit.data import Example, Fault, Segment

CATEGORY = "Accuracy/Untranslated"
SEVERITY = "major"
MESSAGES = {"copied": "This is the source itself, not a rendering of it."}

_CONFIDENCE = 0.97


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each passage that is its source."""
    for segment in segments:
        if not segment.source or not segment.hypothesis:
            continue
        originals = {_normalise(passage.text) for passage in segment.source} | {_normalise(segment.source_text)}
        for passage in segment.hypothesis:
            if _normalise(passage.text) in originals and find_words(segment.document, passage.text):
                place = passage.place(0, len(passage.text), side="target")
                yield Fault(places=(place,), message="copied", confidence=_CONFIDENCE)


def _normalise(line: str) -> str:
    return "".join(line.split()).lower()


FLAGGED = (
    Example(source="會議在北京舉行。", target="會議在北京舉行。", text="會議在北京舉行。"),
    Example(
        source="The meeting was held in Beijing yesterday.",
        target="The meeting was held in Beijing yesterday.",
        source_language="en",
        target_language="zh",
        text="The meeting was held in Beijing yesterday.",
    ),
)
CLEAN = (
    Example(source="WHO 2022", target="WHO 2022"),
    Example(source="Royal Mail", target="Royal Mail", source_language="en", target_language="zh"),
    Example(source="會議在北京舉行。", target="The meeting was held in Beijing."),
)
