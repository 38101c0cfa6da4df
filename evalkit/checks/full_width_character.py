"""Full-width letters, digits or marks stand in text that is written with narrow ones: “，” or “Ａ” in English, “２０２２” in
Chinese that writes 2022 elsewhere.

They were typed with an input method for Chinese or Japanese switched on, and no search finds them. In a language that
has full-width punctuation of its own, only letters and digits count, and only where the text mostly writes narrow ones.
Paragraphs with Chinese, Japanese or Korean letters are left alone in other languages. One finding for a text, with all
its places. Each replacement is the compatibility form that Unicode gives.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from evalkit.checks import Text, texts_of, weigh_slip
from evalkit.data import Example, Fault, Passage, Place, Segment

CATEGORY = "Linguistic conventions/Typography"
SEVERITY = "minor"
MESSAGES = {
    "wide": "“{text}” is full-width ({count} places); write “{suggestion}”.",
    "mixed": "“{text}” is full-width, while this text mostly writes narrow digits and letters ({count} places); write “{suggestion}”.",
}

_CONFIDENCE = {"wide": 0.95, "mixed": 0.85}
_ANY = re.compile("[\uff01-\uff5e\u3000-\u3002]")
_WIDE = re.compile("[\uff01-\uff3d\uff3f\uff41-\uff5d\u3001\u3002]+|(?<=\\w)\u3000+(?=\\w)")
_WIDE_WORD = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_NARROW_WORD = re.compile("[0-9A-Za-z]+")
_EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f]"
)
_OWN_FORMS = {"。": ".", "、": ",", "\u3000": " "}
_SPACED = re.compile("[,.;:!?)\\]]$")


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """At most one fault for each side of a document."""
    for text in texts_of(segments):
        if not any(_ANY.search(passage.text) for passage in text.passages if not passage.text.isascii()):
            continue
        message = "mixed" if text.language.full_width else "wide"
        places = tuple(_find_mixed(text) if message == "mixed" else _find_wide(text))
        if places:
            yield Fault(
                places=places,
                message=message,
                parameters={"count": len(places)},
                confidence=weigh_slip(text, len(places), _CONFIDENCE[message]),
                about="",
            )


def _find_wide(text: Text) -> Iterator[Place]:
    for passage in text.passages:
        if not _EAST_ASIAN.search(passage.text):
            for match in _WIDE.finditer(passage.text):
                yield passage.place(match.start(), match.end(), side=text.side, suggestion=_narrow(passage.text, match))


def _narrow(line: str, match: re.Match[str]) -> str:
    """The narrow form, with the space that a narrow mark needs before a word."""
    form = "".join(_OWN_FORMS.get(c) or unicodedata.normalize("NFKC", c) for c in match[0])
    behind = line[match.end() : match.end() + 1]
    return f"{form} " if _SPACED.search(form) and behind.isalpha() else form


def _find_mixed(text: Text) -> Sequence[Place]:
    wide = [(passage, match) for passage in text.passages for match in _WIDE_WORD.finditer(passage.text)]
    narrow = sum(len(_NARROW_WORD.findall(passage.text)) for passage in text.passages) if wide else 0
    return [_place_mixed(text, passage, match) for passage, match in wide] if len(wide) * 2 < narrow else []


def _place_mixed(text: Text, passage: Passage, match: re.Match[str]) -> Place:
    suggestion = unicodedata.normalize("NFKC", match[0])
    return passage.place(match.start(), match.end(), side=text.side, suggestion=suggestion)


FLAGGED = (
    Example(target="They came，and left.", text="，", suggestion=", "),
    Example(target="Ｔhe office is open。", text="Ｔ", suggestion="T"),
    Example(target="Ｔhe office is open。", text="。", suggestion="."),
    Example(source="2022年7月29日，52人在B2楼开会，其中３人请假。", text="３", suggestion="3"),
)
CLEAN = (
    Example(source="新华社北京５月２０日电，ＶＲ体验计划今日启动，共２０人参加。"),
    Example(target="The sign says 外事大楼，欢迎您。"),
    Example(target="It is 5～6 metres, “so to speak”."),
)
