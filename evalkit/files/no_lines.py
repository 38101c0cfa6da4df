"""What is no text of one segment a line, though it is text: markup, subtitles, catalogues of messages, data.

Scored or aligned as lines, their tags and time codes would count as words, and agree. They are told by the suffix of a
file's name, and whatever that is, by what stands in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import PurePath

from evalkit.errors import ReadingError

_OF_SUFFIX = {
    suffix: kind
    for kind, suffixes in {
        "XLIFF": ".xlf .xliff .sdlxliff .mqxliff .mxliff .txlf",
        "TMX": ".tmx",
        "a term base": ".tbx",
        "a catalogue of messages (gettext)": ".po .pot",
        "subtitles": ".srt .vtt .ass .ssa .sbv .ttml .dfxp",
        "JSON": ".json .arb .ipynb",
        "YAML": ".yaml .yml",
        "HTML": ".html .htm .xhtml",
        "XML": ".xml .resx .idml .ts",
        "a word processor's file": ".docx .doc .odt .rtf",
        "a workbook": ".xlsx .xls .ods",
        "slides": ".pptx .ppt .odp",
        "PDF": ".pdf",
    }.items()
    for suffix in suffixes.split()
}
_ROOT = re.compile(
    r"\s*(?:<\?xml\b|<!DOCTYPE\b|<(?:xliff|tmx|martif|tbx|html|TS|resources|tt|refset|tstset|srcset)\b)", re.IGNORECASE
)
_TAG_ALONE = re.compile(r"\s*<[/!?]?[A-Za-z][^<>]*>\s*")
_TIME_CODES = re.compile(r"\s*(?:\d+:)?\d{1,2}:\d{2}[,.]\d{1,3}\s*(?:-->|,)\s*(?:\d+:)?\d{1,2}:\d{2}[,.]\d{1,3}")
_LOOKED_AT = 200


def require_lines(path: str, lines: Sequence[str]) -> None:
    """Raises ReadingError for a file that is no text of one segment a line."""
    kind, line = _OF_SUFFIX.get(PurePath(path).suffix.lower()), 1
    if kind is None:
        kind, line = _tell_by_content(lines) or (None, 1)
    if kind is not None:
        raise ReadingError(
            f"{path}:{line}: this is {kind}, and its marks would be taken for words; text of one segment a line was expected. Export its segments as "
            "plain text, or as a .tsv or .csv table with columns like source, reference and hypothesis. evalkit audit reads XLIFF, TMX, DOCX and XLSX."
        )


def _tell_by_content(lines: Sequence[str]) -> tuple[str, int] | None:
    """What the lines are instead, and the first line that says so."""
    filled = [(number, line) for number, line in enumerate(lines[:_LOOKED_AT], start=1) if line.strip()]
    if not filled:
        return None
    number, first = filled[0]
    if first.startswith("WEBVTT") or first.strip() == "[Script Info]":
        return "subtitles", number
    if first.startswith("{\\rtf"):
        return "RTF", number
    if _ROOT.match(first):
        return "markup", number
    return _find_mostly(filled) or _find_messages(filled) or _find_json(lines, number, first)


def _find_mostly(filled: Sequence[tuple[int, str]]) -> tuple[str, int] | None:
    """Subtitles by their time codes, markup by lines that are nothing but a tag."""
    for kind, pattern, share in (("subtitles", _TIME_CODES, 5), ("markup", _TAG_ALONE, 3)):
        found = [
            number
            for number, line in filled
            if pattern.match(line) and (kind == "subtitles" or pattern.fullmatch(line))
        ]
        if len(found) > 1 and share * len(found) >= len(filled):
            return kind, found[0]
    return None


def _find_messages(filled: Sequence[tuple[int, str]]) -> tuple[str, int] | None:
    found = [number for number, line in filled if line.startswith(('msgid "', 'msgstr "'))]
    return (
        ("a catalogue of messages (gettext)", found[0])
        if 2 * len(found) >= len(filled) / 2 and len(found) > 1
        else None
    )


def _find_json(lines: Sequence[str], number: int, first: str) -> tuple[str, int] | None:
    if not first.lstrip().startswith(("{", "[")):
        return None
    if _holds_names(first):
        return "JSON lines, whose name should end in .jsonl,", number
    return ("JSON", number) if _holds_names("\n".join(lines)) else None


def _holds_names(text: str) -> bool:
    """Whether this is JSON of named values; “[12]” may be a segment."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, (dict, str)) for one in value))
