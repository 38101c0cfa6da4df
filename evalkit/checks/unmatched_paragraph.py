"""A paragraph that has no counterpart on the other side: omitted from the rendering, or added to it.

Paragraphs are paired by their lengths, by the numbers, dates, names and Latin words they share, and by what a
dictionary says their words mean, so a paragraph is reported only where leaving it alone explains the texts better than
merging it with a neighbour; the confidence is the probability of that. Known false alarms: renderings that summarise
freely, and captions or bylines that stand on one side on purpose. Known misses: a short paragraph beside a neighbour
that was rendered at great length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.data import Example, Fault, Segment, Side

CATEGORY = "Accuracy/Omission"
SEVERITY = "major"
MESSAGES = {
    "omitted": "This paragraph of the source has no rendering: it seems to have been left out.",
    "added": "This paragraph has no source: it seems to have been added, or its source is missing.",
}
YIELDS_TO = ("heading-without-counterpart",)

_SOURCE = (
    "3月11日,趙世慶到外事辦調研並聽取工作匯報,共有52人參加了會議。\n"
    "2023年,全市接待外賓1480人次,同比增長百分之十五,創下新高。\n"
    "會議最後決定,2024年4月再次召開協調會,由王冰丹主持。"
)
_RENDERED = (
    "On March 11, Zhao Shiqing visited the Foreign Affairs Office and heard a work report; 52 people attended.",
    "In 2023 the city received 1,480 foreign guests, 15 percent more than a year before and a new record.",
    "Finally it was decided to hold another coordination meeting in April 2024, chaired by Wang Bingdan.",
)
FLAGGED = (
    Example(source=_SOURCE, target=f"{_RENDERED[0]}\n\n{_RENDERED[2]}", text=_SOURCE.split("\n")[1]),
    Example(
        source="\n".join(_SOURCE.split("\n")[::2]),
        target="\n".join(_RENDERED),
        text=_RENDERED[1],
    ),
)
CLEAN = (
    Example(source=_SOURCE, target="\n".join(_RENDERED)),
    Example(source=_SOURCE, target=""),
    Example(source="", target="\n".join(_RENDERED)),
)


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each paragraph on one side of an empty bead, in documents that have both sides."""
    document = segments[0].document
    if not document.source or not any(segment.hypothesis for segment in segments):
        return
    for segment in segments:
        if segment.source and not segment.hypothesis:
            yield from _report(segment, "source", "omitted", "Accuracy/Omission")
        elif segment.hypothesis and not segment.source:
            yield from _report(segment, "target", "added", "Accuracy/Addition")


def _report(segment: Segment, side: Side, message: str, category: str) -> Iterator[Fault]:
    for passage in segment.passages(side):
        yield Fault(
            places=(passage.place(0, len(passage.text), side=side),),
            message=message,
            confidence=segment.confidence,
            category=category,
        )
