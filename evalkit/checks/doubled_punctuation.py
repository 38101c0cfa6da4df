"""A punctuation mark stands twice, or two stand together that exclude each other: “,,”, “..”, “。。”, “，。”, “。”。”.

Left behind when a sentence was joined or a word deleted. Ellipses (… ... ……), “!!”, “?!” and three marks or more are
left alone, for chat has them on purpose, and so is “..” where a text uses it again and again or goes on in lower case.
One finding for each combination in a text, with all its places.

Known false alarms: “..” as an ellipsis at the end of a line of chat.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from evalkit.checks import Text, texts_of, weigh_slip
from evalkit.data import Example, Fault, Place, Segment

CATEGORY = "Linguistic conventions/Punctuation"
SEVERITY = "minor"
MESSAGES = {"doubled": "“{text}”: one mark is enough here ({count} places)."}

_CONFIDENCE = 0.9
_MARKS = ",，;；:：、。."
_CANDIDATE = re.compile('[,，;；:：、。.！？!?][”"’」』]?[,，;；:：、。.]')
_DOUBLED = re.compile(
    rf"""(?<=[.])[”"]\.(?![{_MARKS}]) | (?<=[。！？])”。 | (?<![{_MARKS}])(?:
      ,\s?, | ;; | ::(?=\s|$) | (?<![./\\])\.\.(?![./\\\w]) | ,[.;](?=\s|$) | ;[,.](?=\s|$)
    | [，,]，|，, | 。。 | 、、 | ；； | ：： | [，,、；;：]。 | 。[，,、；.] | \.。 | 、[，,] | [，,]、 | [！？]。 | [！？][，,](?!\d)
    )(?![{_MARKS}])""",
    re.VERBOSE,
)
_STRENGTH = "。.；;：:，,、"
_FEW = 2


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each combination of marks that occurs."""
    for text in texts_of(segments):
        places: defaultdict[str, list[Place]] = defaultdict(list)
        for place in _find_places(text):
            places[place.text].append(place)
        for marks, found in places.items():
            if marks != ".." or (len(found) <= _FEW and not _goes_on(text, found)):
                yield Fault(
                    places=tuple(found),
                    message="doubled",
                    parameters={"count": len(found)},
                    confidence=weigh_slip(text, len(found), _CONFIDENCE),
                    about=marks,
                )


def _find_places(text: Text) -> Iterator[Place]:
    for passage in text.passages:
        if _CANDIDATE.search(passage.text) or ", ," in passage.text:
            for match in _DOUBLED.finditer(passage.text):
                suggestion = _choose(match[0], at_end=match.end() == len(passage.text))
                yield passage.place(match.start(), match.end(), side=text.side, suggestion=suggestion)


def _choose(marks: str, *, at_end: bool) -> str | None:
    """The one mark to keep: a question or exclamation mark, a closing quote behind its stop, the stop at the end; else
    that is not clear."""
    first, last = marks[0], marks[-1]
    if first in '！？”"' or first == last:
        return first
    return min(first, last, key=_STRENGTH.index) if at_end else None


def _goes_on(text: Text, places: Sequence[Place]) -> bool:
    lines = {(passage.path, passage.line): passage for passage in text.passages}
    behind = [(lines[p.path, p.line], p) for p in places]
    return any(passage.text[p.end_column - passage.column :].lstrip()[:1].islower() for passage, p in behind)


FLAGGED = (
    Example(target="They came,, and left.", text=",,", suggestion=","),
    Example(target="They left.. Others came.", text="..", suggestion="."),
    Example(source="他们来了，，又走了。。", text="，，", suggestion="，"),
    Example(source="他们来了，。", text="，。", suggestion="。"),
    Example(source="他说：“好。”。", text="”。", suggestion="”"),
)
CLEAN = (
    Example(target="Well ... no!! Really?! So... etc., and U.S.; ../x, std::string, 1..5 ..."),
    Example(target="ok.. fine then"),
    Example(source="好……真的？！太棒了！！唉。。。嗯，（见下）。，".replace("。，", "。")),
    Example(source="他问：“是吗？”然后走了。"),
)
