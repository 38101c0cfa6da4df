"""The pinyin of a Chinese character was left in the text in brackets behind it: 協(xié)會.

Tools that convert or teach Chinese write the reading behind a character; in a published text it is a left-over. Only a
reading of the characters before the bracket is reported, so the deletion is proven, and safe where it is the commonest
reading of a common character. A writer who explains a rare character or a rare reading (单(shàn)县) means it: such a
place is reported with little confidence. Known misses: readings without tone marks that are also words, readings with a
wrong tone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.checks import texts_of
from evalkit.data import Example, Fault, Segment

CATEGORY = "Design and markup/Markup tag"
SEVERITY = "minor"
MESSAGES = {"reading": "“{text}” is the pinyin of the character before it, “{character}”. Delete it."}


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each bracket that holds a reading."""
    for text in texts_of(segments):
        for passage in text.passages:
            for found in text.language.find_inline_readings(passage.text):
                yield Fault(
                    places=(passage.place(found.start, found.end, side=text.side, suggestion=found.suggestion),),
                    message="reading",
                    parameters={"character": passage.text[found.start - 1]},
                    confidence=found.confidence,
                    safe=found.certain,
                )


FLAGGED = (
    Example(source="市對外友協(xié)會會長到訪。", text="(xié)", suggestion=""),
    Example(source="堅持集中統（tǒng）一領導。", text="（tǒng）", suggestion=""),
    Example(source="銀行(hang2)業務", text="(hang2)", suggestion=""),
)
CLEAN = (
    Example(source="亞太經合組織(APEC)商務旅行卡"),
    Example(source="他(the)來了。"),
    Example(source="“单县”的单读作单(shàn)。"),
    Example(source="市對外友協會會長到訪。"),
)
