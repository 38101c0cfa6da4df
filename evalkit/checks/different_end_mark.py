"""A paragraph ends otherwise than the other side's: a question became a statement, a statement a question, or the full
stop is missing.

Compared are the marks at the very end, with quotes and brackets behind them left aside, in pairs whose alignment is
sure. A missing full stop counts only in body text: where the source has one, the target ends with a letter, and the
paragraphs around it mostly end with a mark; the stop of an abbreviation (U.S.) is none. An exclamation mark against a
full stop is a matter of taste and is not reported.

Known false alarms: a polite or rhetorical question that is rendered as a statement on purpose, which translators do
often: that way round is reported less surely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evalkit.data import Example, Fault, Passage, Place, Segment, Side
from evalkit.languages import get_language

CATEGORY = "Linguistic conventions/Punctuation"
SEVERITY = "minor"
YIELDS_TO = ("stray-question-mark",)
MESSAGES = {
    "question-lost": "The source asks a question here, the target does not.",
    "question-added": "The target asks a question here, the source does not.",
    "missing": "The source ends with a full stop here; in the target it is missing.",
}

_KINDS = {"stop": ".。．", "question": "?？", "exclamation": "!！"}
_BEHIND = "\"'”’」』）)】]》>»* \t\u3000\u00a0"
_CONFIDENCE = {"question-lost": 0.7, "question-added": 0.85, "missing": 0.9}
_INITIALS = re.compile(r"\b\w\.\w\.$")
_LEAST_ALIGNED = 0.8
_LEAST_LENGTH = 8


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """At most one fault for each pair of paragraphs."""
    pairs = [segment for segment in segments if segment.source and segment.hypothesis]
    closes = sum(_classify(segment.hypothesis[-1]) in _KINDS for segment in pairs) * 2 > len(pairs)
    for segment in pairs:
        message = _compare(segment, closes=closes)
        if message and segment.confidence >= _LEAST_ALIGNED:
            yield Fault(
                places=(_place_end(segment, "target"), _place_end(segment, "source")),
                message=message,
                confidence=round(_CONFIDENCE[message] * segment.confidence, 3),
            )


def _compare(segment: Segment, *, closes: bool) -> str | None:
    source, target = _classify(segment.source[-1]), _classify(segment.hypothesis[-1])
    if source == "question" and target == "stop":
        return "question-lost"
    if source == "stop" and target == "question":
        asks = get_language(segment.language("source")).count_questions(segment.source_text)
        return None if asks else "question-added"
    if closes and source == "stop" and target == "word" and _is_body(segment) and not _ends_shortened(segment):
        return "missing"
    return None


def _classify(passage: Passage) -> str:
    last = passage.text.rstrip(_BEHIND)[-1:]
    return next((kind for kind, marks in _KINDS.items() if last and last in marks), "word" if last.isalnum() else "")


def _ends_shortened(segment: Segment) -> bool:
    return bool(_INITIALS.search(segment.source[-1].text.rstrip(_BEHIND)))


def _is_body(segment: Segment) -> bool:
    return min(len(segment.source_text), len(segment.hypothesis[-1].text)) >= _LEAST_LENGTH


def _place_end(segment: Segment, side: Side) -> Place:
    """The place of a side's last mark or letter, with what closes behind it."""
    passage = segment.passages(side)[-1]
    start = len(passage.text.rstrip(_BEHIND)) - 1
    return passage.place(start, len(passage.text), side=side)


FLAGGED = (
    Example(source="會議在北京舉行嗎？", target="The meeting is held in Beijing.", text="."),
    Example(source="會議在北京舉行了。", target="Was the meeting held in Beijing?", text="?"),
    Example(
        source="會議在北京舉行。\n他們參觀了大樓。\n大家都走了。",
        target="The meeting was held in Beijing.\nThey visited the building\nEverybody left.",
        text="g",
    ),
)
CLEAN = (
    Example(source="會議在北京舉行嗎？", target="Is the meeting held in Beijing?"),
    Example(source="太好了！", target="Very good."),
    Example(source="會議在北京舉行。", target="Meeting in Beijing"),
    Example(
        source="She went to the U.S.\nThey visited it.\nAll left.",
        target="她去了遥远的美国\n他们参观了。\n大家走了。",
        source_language="en",
        target_language="zh",
    ),
    Example(source="他問：“去嗎？”", target="He asked, “Shall we go?”"),
)
