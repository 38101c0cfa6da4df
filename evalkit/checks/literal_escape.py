r"""An escape sequence stands in the text instead of the character it means: “&nbsp;”, “&amp;”, “\u2019”, “%20”.

It comes from a web page, a JSON file or an address that was copied without being decoded. HTML entities count when HTML
defines them, “\uXXXX” outside file paths, percent escapes outside addresses and file names and only where they decode
to a space, a mark or letters. A text that holds HTML tags is taken for HTML, and its entities are left alone. One
finding for each escape that occurs in a text, with all its places.

Known false alarms: text about programming that quotes such an escape.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from evalkit.checks import Text, texts_of
from evalkit.data import Example, Fault, Place, Segment

CATEGORY = "Design and markup/Markup tag"
SEVERITY = "major"
MESSAGES = {
    "entity": "The HTML entity {text} stands in the text ({count} places); it means “{suggestion}”.",
    "code": "The escape {text} stands in the text ({count} places); it means “{suggestion}”.",
    "percent": "The address escape {text} stands in running text ({count} places); it means “{suggestion}”.",
}

_CONFIDENCE = 0.95
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});")
_CODE = re.compile(r"(?<!\\)(?:\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2})+|(?<=[.!?。！？])(?:\\[nr])+")
_PATH = re.compile(r"\b[A-Za-z]:\\|\\\\\w+\\")
_PERCENT = re.compile(r"(?<!\d)(?:%[0-9A-Fa-f]{2})+")
_ADDRESS = re.compile(r"\S*(?:[/=?@]|\.\w{2,4}\b)\S*")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*=[^<>]*)?\s?/?>")


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each kind of escape that occurs."""
    for text in texts_of(segments):
        places: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)
        for kind, place in _find_places(text):
            places[kind, place.text].append(place)
        for (kind, escape), found in places.items():
            parameters = {"count": len(found)}
            yield Fault(
                places=tuple(found),
                message=kind,
                parameters=parameters,
                confidence=_CONFIDENCE,
                about=f"{kind} {escape}",
            )


def _find_places(text: Text) -> Iterator[tuple[str, Place]]:
    is_html = any(_TAG.search(passage.text) for passage in text.passages if "<" in passage.text)
    for passage in text.passages:
        found: list[tuple[str, re.Match[str], str | None]] = []
        if "&" in passage.text and not is_html:
            found += [("entity", match, _decode_entity(match[0])) for match in _ENTITY.finditer(passage.text)]
        if "\\" in passage.text and not _PATH.search(passage.text):
            found += [("code", match, _decode_code(match[0])) for match in _CODE.finditer(passage.text)]
        if "%" in passage.text:
            found += [("percent", match, _decode_percent(match[0])) for match in _list_percent(passage.text)]
        for kind, match, meaning in found:
            if meaning is not None:
                yield kind, passage.place(match.start(), match.end(), side=text.side, suggestion=meaning)


def _decode_entity(entity: str) -> str | None:
    import html

    meaning = html.unescape(entity)
    return None if meaning == entity else meaning.replace("\u00a0", " ")


def _decode_code(code: str) -> str | None:
    if code[1] in "nr":
        return " "
    try:
        meaning = code.encode("ascii").decode("unicode-escape").encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return None
    meaning = meaning.replace("\u00a0", " ")
    return meaning if meaning.isprintable() else None


def _list_percent(line: str) -> Iterator[re.Match[str]]:
    addresses = [match.span() for match in _ADDRESS.finditer(line)]
    for match in _PERCENT.finditer(line):
        if not any(start <= match.start() < end for start, end in addresses):
            yield match


def _decode_percent(escape: str) -> str | None:
    try:
        meaning = unquote(escape, errors="strict")
    except UnicodeDecodeError:
        return None
    return meaning if meaning.isprintable() else None


FLAGGED = (
    Example(target="research &amp; development", text="&amp;", suggestion="&"),
    Example(source="外事&nbsp;大楼", text="&nbsp;", suggestion=" "),
    Example(target=r"the Women\u2019s Committee", text=r"\u2019", suggestion="’"),
    Example(target="They said foreign%20affairs was it.", text="%20", suggestion=" "),
    Example(target=r"It ended.\nThen it began.", text=r"\n", suggestion=" "),
)
CLEAN = (
    Example(target="AT&T; R&D; fish & chips; 50%20 and 100% of it; a 20%-30% share"),
    Example(target="See https://example.org/a%20b?x=1&y=%E4%B8%AD and report%20final.pdf."),
    Example(target=r"Open C:\users\u1234\new and \\server\x41."),
    Example(target="<p>research &amp; development</p>"),
)
