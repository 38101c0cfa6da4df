"""Which side each line of a bilingual text belongs to, told by the script it is written in."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from itertools import pairwise
from typing import Literal

from evalkit.data import Document, Passage
from evalkit.languages import Language, get_language

OneSide = Literal["source", "target"]

_NOT_PROSE = re.compile(r"https?://\S+|www\.\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)+/\S+|\S+@\S+\.\w+|&#?\w+;")
_NOT_PROSE_HAS = ("/", "@", "&", "www.")
"""One of them is in all that is no prose, which saves most searches."""
_BRACKETED = re.compile(r"\([^()（）]*\)|（[^()（）]*）|\[[^\[\]]*\]")
_IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")
_LETTERS_OF_AN_IDEOGRAPH = 4
"""An ideograph counts as four letters of an alphabet: the median of WMT22 zh-en is 3.88 English characters a Chinese
one."""
_SURE = 6.0
_LONE_WORD, _FURTHER_WORD = 3.0, 0.5
_STEEPNESS = 24.0
_OWN_SHARE = 0.33
"""Logarithms of odds for a side. Of the first halves of both WMT22 sets no Chinese line with letters of both has less
than .4 of its weight in Chinese, no English one more than .1."""
_ANY_LETTER = next(field.default for field in fields(Language) if field.name == "letters")
_SAME_SCRIPT = {"Hans": "Hani", "Hant": "Hani", "Jpan": "Hani"}


def can_tell_sides(source_language: str, target_language: str) -> bool:
    """Whether two languages (codes) are written in scripts that evalkit tells apart; one at least must have letters of
    its own."""
    own = [get_language(code).letters != _ANY_LETTER for code in (source_language, target_language)]
    return any(own) and _script(source_language) != _script(target_language)


def tell_side(text: str, source_language: str, target_language: str) -> OneSide | None:
    """The side whose language a text is written in; ``None`` where it has no letters of either, or cannot be told.

    What stands in brackets counts only where nothing else does, addresses of web pages and mail never. Foreign words in
    Latin letters are common in other scripts (brands and titles in Chinese), and rare the other way round: a third of
    Chinese makes a text Chinese.
    """
    weight = _weigh_sides(text, source_language, target_language)
    return None if weight == 0 else "source" if weight > 0 else "target"


def warn_of_script(document: Document) -> list[str]:
    """A warning for each half that is mostly in the script of the other language."""
    languages = document.source_language, document.target_language
    if not can_tell_sides(*languages):
        return []
    warnings = []
    halves: tuple[tuple[OneSide, tuple[Passage, ...]], ...] = (
        ("target", document.source),
        ("source", document.target),
    )
    for other, passages in halves:
        told = [tell_side(passage.text, *languages) for passage in passages]
        if 2 * told.count(other) > len(told):
            own, foreign = languages if other == "target" else languages[::-1]
            warnings.append(f"{passages[0].path}: mostly in the script of “{foreign}”, but its name says “{own}”.")
    return warnings


def tell_sides(lines: Sequence[str], source_language: str, target_language: str) -> list[OneSide | None]:
    """The side of each line, ``None`` for blank ones.

    A line that tells little (one foreign word, half of each) is of the side that its neighbours make likely: in a block
    of Chinese a lone “mesobiosystem” is Chinese, where the sides alternate it is whose turn it is. Lines that do not
    tell at all (numbers, rows of asterisks) go with the nearest line that does, the one before where two are as near.
    In a text whose sides alternate, such lines that stand there twice are one of each side. If no line tells, all are
    source.
    """
    told = _tell_in_context([_weigh_sides(line, source_language, target_language) for line in lines])
    sides = list(told)
    alternates = _alternates([side for side in told if side is not None])
    for run in _list_untold_runs(lines, told):
        before, after = _find_told_beside(run, told)
        if alternates and _is_doubled([lines[number].split() for number in run]):
            taken = _take_turns(len(run), before, after, told)
        else:
            taken = [_take_nearest(number, before, after, told) for number in run]
        for number, side in zip(run, taken, strict=True):
            sides[number] = side
    return sides


def _find_told_beside(run: Sequence[int], told: Sequence[OneSide | None]) -> tuple[int | None, int | None]:
    """The nearest lines before and after the run that tell."""
    before = max((number for number in range(run[0]) if told[number]), default=None)
    after = min((number for number in range(run[-1] + 1, len(told)) if told[number]), default=None)
    return before, after


def _take_turns(
    size: int, before: int | None, after: int | None, told: Sequence[OneSide | None]
) -> list[OneSide | None]:
    """The sides of lines that stand there twice, the one whose turn it is first."""
    before_it = "target" if before is None else told[before]
    first = _other(before_it) if after is None else told[after]
    return [first] * (size // 2) + [_other(first)] * (size // 2)


def _is_doubled(lines: Sequence[Sequence[str]]) -> bool:
    half = len(lines) // 2
    return len(lines) % 2 == 0 and lines[:half] == lines[half:]


def _tell_in_context(weights: Sequence[float]) -> list[OneSide | None]:
    """The likeliest sides of the lines together (Viterbi): what each tells by itself, and how often the side changes
    from one to the next."""
    numbers = [number for number, weight in enumerate(weights) if weight]
    sure = [weights[number] > 0 for number in numbers if abs(weights[number]) > _LONE_WORD]
    changes = sum(one != other for one, other in pairwise(sure))
    turn = math.log((changes + 1) / (max(len(sure) - 1, 0) - changes + 1))
    best, paths = {"source": 0.0, "target": 0.0}, []
    for number in numbers:
        came = {side: max(best, key=lambda last: best[last] + (turn if last != side else 0.0)) for side in best}
        stay = {side: best[came[side]] + (turn if came[side] != side else 0.0) for side in best}
        best = {"source": stay["source"] + weights[number] / 2, "target": stay["target"] - weights[number] / 2}
        paths.append(came)
    side = max(best, key=lambda last: best[last])
    told: list[OneSide | None] = [None] * len(weights)
    for number, came in zip(reversed(numbers), reversed(paths), strict=True):
        told[number] = "source" if side == "source" else "target"
        side = came[side]
    return told


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


def _weigh_sides(text: str, source_language: str, target_language: str) -> float:
    """How much likelier a text is of the source's language than of the target's: a logarithm of odds, 0 without letters
    of either."""
    prose = _NOT_PROSE.sub(" ", text) if any(mark in text for mark in _NOT_PROSE_HAS) else text
    for part in (_BRACKETED.sub(" ", prose), prose):
        source, target = _weigh(part, source_language, target_language)
        if source and target:
            share = _share_to_be_source(source_language, target_language)
            return max(-_SURE, min(_SURE, _STEEPNESS * (source / (source + target) - share)))
        if source or target:
            latin = _is_latin(source_language if source else target_language)
            weight = _SURE if not latin else min(_SURE, _LONE_WORD + _FURTHER_WORD * (len(part.split()) - 1))
            return weight if source else -weight
    return 0.0


def _share_to_be_source(source_language: str, target_language: str) -> float:
    latin = [_is_latin(code) for code in (source_language, target_language)]
    return 0.5 if latin[0] == latin[1] else _OWN_SHARE if latin[1] else 1 - _OWN_SHARE


@cache
def _is_latin(code: str) -> bool:
    return _script(code) == "Latn"


def _weigh(text: str, source_language: str, target_language: str) -> tuple[int, int]:
    """How many letters of either language a text has, an ideograph counted as several."""
    source = target = 0
    for character, count in Counter(text).items():
        of_source, of_target = _weigh_character(character, source_language, target_language)
        source += count * of_source
        target += count * of_target
    return source, target


@cache
def _weigh_character(character: str, source_language: str, target_language: str) -> tuple[int, int]:
    """The letters that one character counts as in either language; one that every language may have is of the other
    language only where that has no letters of its own."""
    source, target = (get_language(code).letters for code in (source_language, target_language))
    in_source, in_target = bool(source.match(character)), bool(target.match(character))
    if source == _ANY_LETTER:
        in_source = in_source and not in_target
    elif target == _ANY_LETTER:
        in_target = in_target and not in_source
    weight = _LETTERS_OF_AN_IDEOGRAPH if _IDEOGRAPH.match(character) else 1
    return weight * in_source, weight * in_target


def _script(code: str) -> str | None:
    import langcodes

    script = langcodes.Language.get(code).maximize().script
    return _SAME_SCRIPT.get(script or "", script)
