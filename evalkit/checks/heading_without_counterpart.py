"""A heading stands on one side only: the title was not rendered, or was added.

A heading is a line that opens its block without closing punctuation, before a line that has it. Known false alarms: a
heading that is missing on purpose, e.g. because the page showed it elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.alignment.pairing import is_heading
from evalkit.data import Example, Fault, Segment, Side

CATEGORY = "Accuracy/Addition"
SEVERITY = "minor"
MESSAGES = {
    "target": "This heading has no counterpart in the source: add the source's title, or drop it here.",
    "source": "This heading of the source has no rendering: add one, or say that it is left out on purpose.",
}

_BODY = "3月11日,趙世慶到外事辦調研並聽取工作匯報,共有52人參加了會議。"
_RENDERED = "On March 11, Zhao Shiqing visited the Foreign Affairs Office and heard a work report; 52 people attended."
FLAGGED = (
    Example(
        source=_BODY,
        target=f"Zhao Shiqing Learns About Foreign Affairs\n{_RENDERED}",
        text="Zhao Shiqing Learns About Foreign Affairs",
    ),
    Example(source=f"趙世慶調研外事工作\n{_BODY}", target=_RENDERED, text="趙世慶調研外事工作"),
)
CLEAN = (
    Example(source=f"趙世慶調研外事工作\n{_BODY}", target=f"Zhao Shiqing Learns About Foreign Affairs\n{_RENDERED}"),
    Example(source="", target=f"Zhao Shiqing Learns About Foreign Affairs\n{_RENDERED}"),
)


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each heading in a bead of its own, in documents that have both sides."""
    document = segments[0].document
    target = tuple(passage for segment in segments for passage in segment.hypothesis)
    if not document.source or not target:
        return
    sides: tuple[tuple[Side, Side], ...] = (("source", "target"), ("target", "source"))
    for segment in segments:
        for side, other in sides:
            own = segment.passages(side)
            passages = document.source if side == "source" else target
            if (
                len(own) == 1
                and not segment.passages(other)
                and is_heading(passages, passages.index(own[0]), segment.language(side))
            ):
                yield Fault(
                    places=(own[0].place(0, len(own[0].text), side=side),),
                    message=side,
                    confidence=segment.confidence,
                    category="Accuracy/Omission" if side == "source" else CATEGORY,
                )
