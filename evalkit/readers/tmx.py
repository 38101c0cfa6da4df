"""TMX translation memories (1.1 to 1.4): each unit pairs its source variant with its target variant, and is never
aligned anew.

Tags for formatting (``bpt`` and ``ept``, ``it``) leave nothing and ``hi`` what is inside it; a tag that something is
shown for (``ph``, ``ut``) leaves U+FFFC, Unicode's stand-in for an object. White space is as the file has it where
``xml:space="preserve"`` holds; else a line break in the file counts as a space (as nothing in a language written
without), and white space at both ends as nothing.

Of two variants in one language (zh-CN and zh-TW) the first is read. A unit without one of the two languages is left
out, for a memory says nothing of omissions; how many is said. The line is the number of the unit in the file, the
column counts code points in its source, a tab and its target, tags treated as above. ``location`` names the unit by its
``tuid``, else by its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.data import joint_of
from evalkit.errors import ReadingError
from evalkit.files.markup import SPACE, Inline, find_child, keeps_space, name_of, parse_file, read_inline, walk
from evalkit.files.pairs import Pair, cut_lines, make_document
from evalkit.files.settings import FILE_NAME, Settings
from evalkit.files.sides import OneSide
from evalkit.languages import is_language
from evalkit.readers import Contents

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

EXTENSIONS = (".tmx",)
HOLDS_BOTH_SIDES = True
NAMES_LANGUAGES = True

_RULES: dict[str, Inline] = {
    **dict.fromkeys(("bpt", "ept", "it"), "nothing"),
    **dict.fromkeys(("ph", "ut"), "placeholder"),
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Variant:
    """A unit's text in one language."""

    language: str
    text: str


def read(
    path: Path,
    *,
    settings: Settings,
    shown: str | None = None,
    folder: str = "",
    name: str | None = None,
    side: OneSide | None = None,
) -> Contents:
    """The one document that a memory is. Raises ReadingError for what is no TMX, and where no unit has both languages
    of the settings."""
    shown = path.as_posix() if shown is None else shown
    root = parse_file(path, shown=shown, expected="tmx")
    pairs, lines, languages = [], [], {}
    for number, (location, variants) in enumerate(_list_units(root, settings, shown), start=1):
        source, target = (
            next((one.text for one in variants if is_language(one.language, code)), "")
            for code in (settings.source_language, settings.target_language)
        )
        lines.append(f"{source}\t{target}")
        languages.update(dict.fromkeys(variant.language for variant in variants))
        if source.strip() and target.strip():
            pairs.append(_make_pair(source, target, number, location, shown))
    if not pairs:
        _refuse(list(languages), settings, shown)
    document = make_document(
        pairs, name=path.stem if name is None else name, folder=folder, path=shown, settings=settings
    )
    missing = len(lines) - len(pairs)
    note = f"{shown}: {missing} of {len(lines)} units lack {settings.source_language} or {settings.target_language} and are left out."
    return Contents(documents=(document,), lines={shown: tuple(lines)}, warnings=(note,) if missing else ())


def _list_units(root: Element, settings: Settings, shown: str) -> Iterator[tuple[str, list[_Variant]]]:
    """The name of each unit and its texts in the two languages; those in others are named and not read."""
    number = 0
    for element, inherited in walk(root, (SPACE,)):
        if name_of(element) == "tu":
            number += 1
            location = f"unit “{element.get('tuid')}”" if element.get("tuid") else f"unit {number}"
            keep_space = inherited.get(SPACE) == "preserve"
            variants = [child for child in element if name_of(child) == "tuv"]
            yield (
                location,
                [_read_variant(one, settings, f"{shown}: {location}", keep_space=keep_space) for one in variants],
            )


def _read_variant(element: Element, settings: Settings, where: str, *, keep_space: bool) -> _Variant:
    language = element.get(_LANGUAGE) or element.get("lang") or ""
    segment = find_child(element, "seg")
    codes = (settings.source_language, settings.target_language)
    code = next((code for code in codes if is_language(language, code)), None)
    if segment is None or code is None:
        return _Variant(language=language, text="")
    text = read_inline(segment, _RULES, keep_space=keeps_space(element, keep_space), joint=joint_of(code), shown=where)
    return _Variant(language=language, text=text)


def _make_pair(source: str, target: str, line: int, location: str, shown: str) -> Pair:
    return Pair(
        source=cut_lines(source, path=shown, line=line, location=location),
        target=cut_lines(target, path=shown, line=line, column=len(source) + 2, location=location),
    )


def _refuse(languages: list[str], settings: Settings, shown: str) -> None:
    held = ", ".join(language or "an unnamed one" for language in languages) or "no language"
    raise ReadingError(
        f"{shown}: no unit holds both {settings.source_language} and {settings.target_language}; the memory holds {held}. Give the two "
        f"languages with --source-language and --target-language, or set them in {FILE_NAME}."
    )
