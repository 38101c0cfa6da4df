"""XLIFF 1.2 and 2.x: each unit (1.2) or segment (2.x) pairs its source with its target, and is never aligned anew.

Formatting tags (``g``, ``pc``, ``mrk``, ``bpt`` and ``ept``, ``bx`` and ``ex``, ``sc`` and ``ec``) leave what is inside
them, or nothing where that is code; a tag that something is shown for (``x``, ``ph``) leaves U+FFFC, Unicode's stand-in
for an object, and one that marks a line break parts two paragraphs. White space is as the file has it where
``xml:space="preserve"`` holds; else a line break in the file counts as a space (as nothing in a language written
without), and white space at both ends as nothing.

A unit without a target is an omission only if its state claims that it is done (``translated``, ``signed-off``,
``final``, ``approved="yes"`` …). Otherwise it is not translated yet and left out, as is one that is still a copy of its
source in a state like ``new``; how many is said. Units that are not to be translated are left out too.

The line is the number of the unit in the file, the column counts code points in its source, a tab and its target, tags
treated as above. ``location`` names the unit by its id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.data import joint_of
from evalkit.errors import NoDocumentError, ReadingError
from evalkit.files.markup import SPACE, Inline, find_child, name_of, parse_file, read_inline, walk
from evalkit.files.pairs import Pair, cut_lines, make_document
from evalkit.files.settings import FILE_NAME, Settings
from evalkit.files.sides import OneSide
from evalkit.languages import is_language
from evalkit.readers import Contents

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

EXTENSIONS = (".xlf", ".xliff")
HOLDS_BOTH_SIDES = True
NAMES_LANGUAGES = True

_RULES: dict[str, Inline] = {
    **dict.fromkeys(("bpt", "ept", "it", "bx", "ex", "sc", "ec", "sm", "em"), "nothing"),
    **dict.fromkeys(("x", "ph"), "placeholder"),
    "cp": "character",
}
_LANGUAGES = (("source-language", "srcLang"), ("target-language", "trgLang"))
"""The attributes that name the languages in version 1.2 and in 2.x."""
_INHERITED = (SPACE, "translate", *_LANGUAGES[0], *_LANGUAGES[1])
_DONE = frozenset(
    [
        "translated",
        "reviewed",
        "signed-off",
        "final",
        "needs-review-translation",
        "needs-review-adaptation",
        "needs-review-l10n",
    ]
)
_NOT_BEGUN = frozenset({"new", "needs-translation", "initial"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """A unit or segment as the file has it: its texts, and whether it is to be translated and is."""

    location: str
    source: str
    target: str
    state: str
    translatable: bool

    @property
    def is_begun(self) -> bool:
        """Whether there is a translation to audit, or the state claims that there is one."""
        if not self.target.strip():
            return self.state in _DONE
        return self.state not in _NOT_BEGUN or self.target != self.source


def read(
    path: Path,
    *,
    settings: Settings,
    shown: str | None = None,
    folder: str = "",
    name: str | None = None,
    side: OneSide | None = None,
) -> Contents:
    """The one document that an XLIFF file is, however many files it was made from. Raises ReadingError for what is no
    XLIFF and for other languages than those of the settings, and NoDocumentError where no unit is translated yet."""
    shown = path.as_posix() if shown is None else shown
    root = parse_file(path, shown=shown, expected="xliff")
    units = list(_list_units(root, settings, shown))
    pairs = [
        _make_pair(unit, line, shown) for line, unit in enumerate(units, start=1) if unit.translatable and unit.is_begun
    ]
    left_out = [unit for unit in units if unit.translatable and not unit.is_begun and unit.source.strip()]
    if not any(pair.source or pair.target for pair in pairs):
        raise NoDocumentError(
            f"{shown}: of {len(units)} units none is translated yet; expected one at least with a target. Translate some first."
        )
    document = make_document(
        pairs, name=path.stem if name is None else name, folder=folder, path=shown, settings=settings
    )
    lines = tuple(f"{unit.source}\t{unit.target}" for unit in units)
    return Contents(documents=(document,), lines={shown: lines}, warnings=tuple(_say_left_out(left_out, shown)))


def _list_units(root: Element, settings: Settings, shown: str) -> Iterator[_Unit]:
    for element, inherited in walk(root, _INHERITED):
        if name_of(element) == "trans-unit":
            _require_languages(inherited, settings, shown)
            target = find_child(element, "target")
            state = "" if target is None else target.get("state", "")
            approved = "translated" if element.get("approved") == "yes" else ""
            yield _make_unit(element, inherited, state or approved, f"unit “{element.get('id', '')}”", settings, shown)
        elif name_of(element) == "unit":
            _require_languages(inherited, settings, shown)
            segments = [child for child in element if name_of(child) == "segment"]
            for number, segment in enumerate(segments, start=1):
                location = f"unit “{element.get('id', '')}”"
                if len(segments) > 1:
                    location += f", segment “{segment.get('id') or number}”"
                yield _make_unit(segment, inherited, segment.get("state", ""), location, settings, shown)


def _require_languages(inherited: Mapping[str, str], settings: Settings, shown: str) -> None:
    source, target = (inherited.get(one) or inherited.get(other) for one, other in _LANGUAGES)
    expected = settings.source_language, settings.target_language
    for given, code in zip((source, target), expected, strict=True):
        if given is not None and not is_language(given, code):
            raise ReadingError(
                f"{shown}: it is translated from {source or 'an unnamed language'} to {target or 'an unnamed language'}; expected from "
                f"{expected[0]} to {expected[1]}. Give --source-language {source or 'CODE'} --target-language {target or 'CODE'}, or "
                f"set source_language and target_language in {FILE_NAME}."
            )


def _make_unit(
    element: Element, inherited: Mapping[str, str], state: str, location: str, settings: Settings, shown: str
) -> _Unit:
    source, target = (
        ""
        if (child := find_child(element, side)) is None
        else read_inline(
            child,
            _RULES,
            keep_space=inherited.get(SPACE) == "preserve",
            joint=joint_of(language),
            shown=f"{shown}: {location}",
        )
        for side, language in (("source", settings.source_language), ("target", settings.target_language))
    )
    return _Unit(
        location=location,
        source=source,
        target=target,
        state=state,
        translatable=inherited.get("translate") != "no",
    )


def _make_pair(unit: _Unit, line: int, shown: str) -> Pair:
    return Pair(
        source=cut_lines(unit.source, path=shown, line=line, location=unit.location),
        target=cut_lines(unit.target, path=shown, line=line, column=len(unit.source) + 2, location=unit.location),
    )


def _say_left_out(units: Sequence[_Unit], shown: str) -> Iterator[str]:
    if units:
        named = ", ".join(unit.location for unit in units[:3]) + (", …" if len(units) > 3 else "")
        count = "1 unit is" if len(units) == 1 else f"{len(units)} units are"
        yield f"{shown}: {count} not translated yet and left out: {named}."
