"""Punctuation of half width stands next to Chinese characters, where Chinese text has its own: “,” for “，” or “、”.

One finding for a document, with all its places. Numbers, Latin words, addresses, and brackets that hold no Chinese keep
their marks. A comma may stand for ， or for 、, so nothing is applied by itself. One or two such marks in a text, and
colons and brackets alone, are reported less surely: sound text has them too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from evalkit.checks import Text, texts_of, weigh_slip
from evalkit.data import Example, Fault, Passage, Place, Segment

CATEGORY = "Linguistic conventions/Punctuation"
SEVERITY = "minor"
MESSAGES = {
    "half-width": "Half-width punctuation next to Chinese characters ({count} places): this text needs full-width marks, "
    "“{suggestion}” for “{text}” here. Where a comma separates the items of a list, 、 may be meant."
}

_CONFIDENCE, _DISPUTED = 0.9, 0.7
_MANY = 3
_HOUSE_STYLE = frozenset(":()")  # some houses set these half-width in Chinese text
_LEFT_ALONE = re.compile(r"(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w.-]+|\.{2,}|[:;=][-^']?[)(DPp]|[!-~]*[\w]/[!-~]*")
_BRACKETED = re.compile(r"\(([^()（）]*)\)")
_CLOSING = "”’」』）》〉】\"')"


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """At most one fault for each side of a document."""
    for text in texts_of(segments):
        places = tuple(place for passage in text.passages for place in _find_places(text, passage))
        if places:
            clear = sum(place.text.strip() not in _HOUSE_STYLE for place in places)
            yield Fault(
                places=places,
                message="half-width",
                parameters={"count": len(places)},
                confidence=weigh_slip(text, len(places), _CONFIDENCE if clear >= _MANY else _DISPUTED),
                about="",
            )


def _find_places(text: Text, passage: Passage) -> Iterator[Place]:
    full_width = text.language.full_width
    marks = list(_compile_marks("".join(full_width)).finditer(passage.text)) if full_width else []
    if not marks:
        return
    left_alone = _left_alone(text, passage.text)
    brackets = _find_brackets(text, passage.text)
    for offset, mark in ((match.start(), match[0]) for match in marks):
        if offset in left_alone:
            continue
        if offset in brackets or (mark not in "()" and _touches_letter(text, passage.text, offset)):
            end = offset + 1 + (mark not in "().!?" and _is_before_spaced_letter(text, passage.text, offset))
            yield passage.place(offset, end, side=text.side, suggestion=full_width[mark])


@cache
def _compile_marks(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(marks)}]")


def _left_alone(text: Text, line: str) -> set[int]:
    spans = [match.span() for match in _LEFT_ALONE.finditer(line)]
    if "(" in line:
        spans += [(found.start, found.end) for found in text.language.find_inline_readings(line)]
    return {offset for start, end in spans for offset in range(start, end)}


def _find_brackets(text: Text, line: str) -> set[int]:
    """The brackets around words of the language."""
    matches = [match for match in _BRACKETED.finditer(line) if text.language.letters.search(match[1])]
    return {offset for match in matches for offset in (match.start(), match.end() - 1)}


def _touches_letter(text: Text, line: str, offset: int) -> bool:
    is_letter = text.language.letters.fullmatch
    behind = line[offset + 1 : offset + 2]
    before = line[:offset].rstrip(_CLOSING)[-1:]
    if is_letter(before):
        return line[offset] != "." or not behind or bool(is_letter(behind)) or behind in _CLOSING
    return line[offset] in ",;!?" and bool(is_letter(behind))


def _is_before_spaced_letter(text: Text, line: str, offset: int) -> bool:
    return line[offset + 1 : offset + 2] == " " and bool(text.language.letters.match(line, offset + 2))


FLAGGED = (
    Example(source="為深入開展學習,7月29日舉行活動。", text=",", suggestion="，"),
    Example(source="活動（見附件）結束了;大家很滿意!", text="!", suggestion="！"),
    Example(source="參加人員(共五十人)到場。", text="(", suggestion="（"),
)
CLEAN = (
    Example(source="共有3,000人參加,其中".replace(",其中", "，其中")),
    Example(source="世界卫生组织(WHO)发布报告。"),
    Example(source="网址是http://example.org/a,b，上午9:30开始。"),
    Example(source="他说：“好的。”"),
    Example(target="On March 11, he visited (briefly) the office."),
)
