"""Which side each line of a bilingual text belongs to, told by the script it is written in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import fields
from itertools import pairwise
from typing import Literal

from evalkit.languages import Language, get_language

OneSide = Literal["source", "target"]

_NOT_PROSE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|&#?\w+;")
_BRACKETED = re.compile(r"\([^()（）]*\)|（[^()（）]*）|\[[^\[\]]*\]")
_IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")
_LETTERS_OF_AN_IDEOGRAPH = 4
"""An ideograph counts as four letters of an alphabet: the median of WMT22 zh-en is 3.88 English characters a Chinese one."""
_ANY_LETTER = next(field.default for field in fields(Language) if field.name == "letters")
_SAME_SCRIPT = {"Hans": "Hani", "Hant": "Hani", "Jpan": "Hani"}


def can_tell_sides(source_language: str, target_language: str) -> bool:
    """Whether two languages (codes) are written in scripts that evalkit tells apart; one at least must have letters of its own."""
    own = [get_language(code).letters != _ANY_LETTER for code in (source_language, target_language)]
    return any(own) and _script(source_language) != _script(target_language)


def tell_side(text: str, source_language: str, target_language: str) -> OneSide | None:
    """The side of most letters of a text; ``None`` where it has none of either language, or as many of both.

    What stands in brackets counts only where nothing else does, addresses of web pages and mail never.
    """
    prose = _NOT_PROSE.sub(" ", text)
    for part in (_BRACKETED.sub(" ", prose), prose):
        source, target = _weigh(part, source_language, target_language)
        if source != target:
            return "source" if source > target else "target"
    return None


def tell_sides(lines: Sequence[str], source_language: str, target_language: str) -> list[OneSide | None]:
    """The side of each line, ``None`` for blank ones.

    Lines that do not tell (numbers, rows of asterisks) go with the nearest line that does, the one before where two are as near. In a
    text whose sides alternate, such lines that stand there twice are one of each side. If no line tells, all are source.
    """
    told = [tell_side(line, source_language, target_language) for line in lines]
    sides = list(told)
    alternates = _alternates([side for side in told if side is not None])
    for run in _list_untold_runs(lines, told):
        before = max((number for number in range(run[0]) if told[number]), default=None)
        after = min((number for number in range(run[-1] + 1, len(lines)) if told[number]), default=None)
        half = len(run) // 2
        doubled = len(run) % 2 == 0 and [lines[n].split() for n in run[:half]] == [lines[n].split() for n in run[half:]]
        if alternates and doubled:
            first = told[after] if after is not None else _other(told[before]) if before is not None else "source"
            for position, number in enumerate(run):
                sides[number] = first if position < half else _other(first)
        else:
            for number in run:
                sides[number] = _take_nearest(number, before, after, told)
    return sides


def _take_nearest(number: int, before: int | None, after: int | None, told: Sequence[OneSide | None]) -> OneSide | None:
    if before is None and after is None:
        return "source"
    if after is None or (before is not None and number - before <= after - number):
        assert before is not None
        return told[before]
    return told[after]


def _list_untold_runs(lines: Sequence[str], told: Sequence[OneSide | None]) -> list[list[int]]:
    """The numbers of the non-blank lines that do not tell, those together between which no line tells."""
    runs: list[list[int]] = [[]]
    for number, line in enumerate(lines):
        if told[number] is not None:
            runs.append([])
        elif line.strip():
            runs[-1].append(number)
    return [run for run in runs if run]


def _alternates(sides: Sequence[OneSide]) -> bool:
    """Whether the side changes more often than it stays."""
    changes = sum(one != other for one, other in pairwise(sides))
    return 2 * changes > len(sides) - 1 and len(sides) > 2


def _other(side: OneSide | None) -> OneSide:
    return "target" if side == "source" else "source"


def _weigh(text: str, source_language: str, target_language: str) -> tuple[int, int]:
    source, target = (get_language(code).letters for code in (source_language, target_language))
    if source == _ANY_LETTER:
        return _count(text, lambda letter: bool(source.match(letter)) and not target.match(letter)), _count(
            text, target.match
        )
    if target == _ANY_LETTER:
        return _count(text, source.match), _count(
            text, lambda letter: bool(target.match(letter)) and not source.match(letter)
        )
    return _count(text, source.match), _count(text, target.match)


def _count(text: str, is_letter: Callable[[str], object]) -> int:
    return sum(_LETTERS_OF_AN_IDEOGRAPH if _IDEOGRAPH.match(letter) else 1 for letter in text if is_letter(letter))


def _script(code: str) -> str | None:
    import langcodes

    script = langcodes.Language.get(code).maximize().script
    return _SAME_SCRIPT.get(script or "", script)
