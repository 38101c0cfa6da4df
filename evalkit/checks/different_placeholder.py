"""A placeholder or tag of the source is missing from the target, or stands there in another form: {name}, %s, %(x)s,
${x}, #NAME#, <b>.

The program that fills the text in will fail there or show the bare sign. Counted are the placeholders of each pair of
sure alignment; the order is free. Where one is missing and another stands too much, the first is proposed for the
second.

Known false alarms: a tag that only the writing of one language needs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from evalkit.data import Example, Fault, Passage, Place, Segment, Side

CATEGORY = "Design and markup/Markup tag"
SEVERITY = "major"
MESSAGES = {
    "changed": "“{text}” does not stand in the source; there it is “{suggestion}”.",
    "lost": "“{text}” of the source does not stand in the target.",
    "added": "“{text}” does not stand in the source.",
}

_CONFIDENCE = {"changed": 0.95, "lost": 0.9, "added": 0.85}
_LEAST_ALIGNED = 0.8
_HINT = re.compile("[{%$<#]")
_PLACEHOLDER = re.compile(
    r"""\$?\{\{?\s?[A-Za-z_0-9][\w.\-]{0,40}\s?\}?\} | \{\} | %\(\w+\)[sdif] | (?<![0-9A-Za-z%])%(?:\d\$)?[sdif@](?![A-Za-z])
      | \#[A-Z][A-Z_]+\# | </?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*=[^<>]*)?\s?/?>""",
    re.VERBOSE,
)
_TAG_NAME = re.compile(r"</?\s*\w+")


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each placeholder that is missing, changed or added."""
    for segment in segments:
        if segment.source and segment.hypothesis and segment.confidence >= _LEAST_ALIGNED:
            missing = _find_unmatched(segment, "source", "target")
            extra = _find_unmatched(segment, "target", "source")
            yield from _report(segment, missing, extra)


def _report(segment: Segment, missing: list[Place], extra: list[Place]) -> Iterator[Fault]:
    from dataclasses import replace

    for place in missing:
        if extra:
            changed = replace(extra.pop(0), suggestion=place.text)
            yield _make_fault(segment, "changed", changed, place)
        else:
            yield _make_fault(segment, "lost", place)
    for place in extra:
        yield _make_fault(segment, "added", place)


def _make_fault(segment: Segment, message: str, *places: Place) -> Fault:
    return Fault(places=places, message=message, confidence=round(_CONFIDENCE[message] * segment.confidence, 3))


def _find_unmatched(segment: Segment, side: Side, other: Side) -> list[Place]:
    """The places of one side's placeholders beyond those that the other side has."""
    left = Counter(key for passage in segment.passages(other) for key, _ in _find_placeholders(passage))
    unmatched = []
    for passage in segment.passages(side):
        for key, (start, end) in _find_placeholders(passage):
            if left[key]:
                left[key] -= 1
            else:
                unmatched.append(passage.place(start, end, side=side))
    return unmatched


def _find_placeholders(passage: Passage) -> list[tuple[str, tuple[int, int]]]:
    if not _HINT.search(passage.text):
        return []
    return [(_normalise(match[0]), match.span()) for match in _PLACEHOLDER.finditer(passage.text)]


def _normalise(placeholder: str) -> str:
    if placeholder.startswith("<"):
        name = _TAG_NAME.match(placeholder)
        return name[0].lower().replace(" ", "") if name else placeholder
    return placeholder.replace(" ", "")


FLAGGED = (
    Example(source="您好，{name}！", target="Hello, {nmae}!", text="{nmae}", suggestion="{name}"),
    Example(source="共有%d个文件。", target="There are files.", text="%d"),
    Example(source="<b>注意</b>", target="<b>Note", text="</b>"),
    Example(source="订单号是。", target="The order is #NUMBER#.", text="#NUMBER#"),
)
CLEAN = (
    Example(source="${user}有%(count)s个<b>文件</b>。", target="There are %(count)s <B>files</B> of ${user}."),
    Example(source="占50%是多数，a<b。", target="It is 50 % of it; 100%safe; a<b and #1."),
)
