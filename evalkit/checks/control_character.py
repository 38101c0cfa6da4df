"""An invisible control character stands in the text: a null, a line separator, a byte-order mark inside a line.

Programs drop such characters, break lines at them, or stop. One finding for each kind of character in a text, with all
its places; ``text`` is the raw character. A byte-order mark inside a line is invisible and means nothing (Unicode 3.2
and later), so deleting it is safe. A character of the C1 range between letters is mostly a punctuation mark of
Windows-1252 that was read wrongly: that mark is proposed. Tabs are left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from evalkit.checks import texts_of
from evalkit.data import Example, Fault, Place, Segment

CATEGORY = "Design and markup/Character formatting"
SEVERITY = "major"
MESSAGES = {
    "invisible": "An invisible control character ({code}) stands here ({count} places). Delete it.",
    "line-break": "A character that some programs read as a line break ({code}) stands inside this line ({count} places). Put a space where there is none.",
    "windows": "A control character ({code}) stands here ({count} places), most likely “{suggestion}” that was read in a wrong encoding.",
}

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_LINE_BREAKS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each control character that occurs."""
    for text in texts_of(segments):
        places: defaultdict[str, list[Place]] = defaultdict(list)
        for passage in text.passages:
            for match in _CONTROL.finditer(passage.text):
                suggestion = _replace(match[0])
                if suggestion == " " and " " in (passage.text[: match.start()][-1:], passage.text[match.end() :][:1]):
                    suggestion = ""
                places[match[0]].append(
                    passage.place(match.start(), match.end(), side=text.side, suggestion=suggestion)
                )
        for character, found in places.items():
            yield Fault(
                places=tuple(found),
                message=_choose_message(character),
                parameters={"code": f"U+{ord(character):04X}", "count": len(found)},
                severity="minor" if character == "\ufeff" else None,
                safe=character == "\ufeff",
                about=f"U+{ord(character):04X}",
            )


def _replace(character: str) -> str:
    if character in _LINE_BREAKS:
        return " "
    return _read_as_windows(character) if "\x80" <= character <= "\x9f" else ""


def _choose_message(character: str) -> str:
    if character in _LINE_BREAKS:
        return "line-break"
    return "windows" if _replace(character) else "invisible"


def _read_as_windows(character: str) -> str:
    return character.encode("latin-1").decode("cp1252", errors="ignore")


FLAGGED = (
    Example(target="the Womens\x00 Committee", text="\x00", suggestion=""),
    Example(target="one part\u2028another part", text="\u2028", suggestion=" "),
    Example(target="one part,\u2028 another part", text="\u2028", suggestion=""),
    Example(target="the Women\x92s Committee", text="\x92", suggestion="’"),
    Example(target="the Women\ufeff Committee", text="\ufeff", suggestion=""),
)
CLEAN = (
    Example(target="a column\tanother column"),
    Example(source="没有控制字符。", target="No control character, but a soft\u00adhyphen."),
)
