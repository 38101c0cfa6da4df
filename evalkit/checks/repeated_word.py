"""A word stands twice in a row by mistake: “the the”, 的的.

Which words may follow themselves (“had had”, 看看, 为了了解) is for the language to say; a language that says nothing finds
nothing. One finding for each place.

Known false alarms: verse, stammering in dialogue, and names (“Run Run Shaw”).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.checks import texts_of, weigh_slip
from evalkit.data import Example, Fault, Segment

CATEGORY = "Linguistic conventions/Grammar"
SEVERITY = "minor"
MESSAGES = {"doubled": "“{text}” says the same word twice; write “{suggestion}”."}


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each word that stands twice."""
    for text in texts_of(segments):
        for passage in text.passages:
            for found in text.language.find_doubled_words(passage.text):
                place = passage.place(found.start, found.end, side=text.side, suggestion=found.suggestion)
                confidence = weigh_slip(text, 1, found.confidence)
                yield Fault(places=(place,), message="doubled", confidence=confidence)


FLAGGED = (
    Example(target="They visited the the office.", text="the the", suggestion="the"),
    Example(target="The The office is open.", text="The The", suggestion="The"),
    Example(source="大家参观了外事大楼的的建筑文化。", text="的的", suggestion="的"),
    Example(source="本次活动由由市外办主办。", text="由由", suggestion="由"),
)
CLEAN = (
    Example(target="He had had enough, and said that that was it, very very late."),
    Example(target="Sir Run Run Shaw came; what it is is clear. Log in in time."),
    Example(source="为了了解目的的人，看看天天研究研究，的的确确如此，大家和和气气。"),
    Example(source="他对对方说，受不了了，以以色列为例。"),
)
