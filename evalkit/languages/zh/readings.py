"""How Chinese characters are read in pinyin, and pinyin that was left in the text behind its character: ``協(xié)會``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

from evalkit.languages import Correction

_BRACKETED = re.compile(r"(?<=[\u3400-\u9fff\U00020000-\U0003fffd])(?:\(([^()（）]{1,30})\)|（([^()（）]{1,30})）)")
_LATIN = re.compile(r"[a-zü\u00e0-\u01dc\u0251\u0261ḿǹ' ’1-5]+")
_LETTERS = str.maketrans(
    {"ɑ": "a", "ɡ": "g", "ă": "ǎ", "ĕ": "ě", "ĭ": "ǐ", "ŏ": "ǒ", "ŭ": "ǔ", "'": None, "’": None, " ": None}
)
# Behind one of these the reading is what the sentence is about.
_SPEAKS_OF_READING = re.compile(r"(?:[读讀念音唸]|拼音|发音|發音|注音|读作|讀作)[^。！？；]{0,8}$")
_SUSPECTS_A_GLOSS = 0.5
_TONELESS = 0.8
_SEVERAL_SYLLABLES = 0.7


def find_inline_readings(text: str) -> list[Correction]:
    """The brackets that hold a reading of the characters before them; each is to be deleted.

    A reading is ``certain`` where it is one syllable with its tone, the commonest reading of a common character, and
    nothing around it speaks of reading: whoever glosses on purpose glosses a rare character or a rare reading.
    """
    spans = [match for match in _BRACKETED.finditer(text) if _spells(text, match.start(), _content(match))]
    ends = {match.end() for match in spans}
    starts = {match.start() for match in spans}
    found = []
    for match in spans:
        # 我(wǒ)是(shì): a text with its readings, as for learners.
        annotated = match.start() - 1 in ends or match.end() + 1 in starts
        if annotated or _SPEAKS_OF_READING.search(text, max(0, match.start() - 16), match.start()):
            continue
        confidence, certain = _judge(text[match.start() - 1], _content(match))
        found.append(
            Correction(start=match.start(), end=match.end(), suggestion="", confidence=confidence, certain=certain)
        )
    return found


def strip_inline_readings(text: str) -> tuple[str, Sequence[int]]:
    """``text`` without its inline readings, and for each remaining character (and the end) its offset in ``text``."""
    dropped = {
        offset
        for match in _BRACKETED.finditer(text)
        if _spells(text, match.start(), _content(match))
        for offset in range(match.start(), match.end())
    }
    if not dropped:
        return text, range(len(text) + 1)
    offsets = [offset for offset in range(len(text)) if offset not in dropped]
    return "".join(text[offset] for offset in offsets), [*offsets, len(text)]


@cache
def list_readings(character: str) -> tuple[str, ...]:
    """All readings of a character in pinyin without tone marks, the commonest first; ``ü`` is followed by its other
    spellings.

    Spellings in use: ``lü`` (in dictionaries), ``lu`` and ``lv`` (typed), ``lyu`` (in passports since 2012).
    """
    return spell_readings([_strip_tones(reading) for reading in _list_toned(character)])


def spell_readings(readings: Sequence[str]) -> tuple[str, ...]:
    """The readings, each followed by the spellings in use for its ``ü``, without repeats."""
    spelled: dict[str, None] = {}
    for reading in readings:
        for vowel in ("ü", "u", "v", "yu") if "ü" in reading else ("ü",):
            spelled[reading.replace("ü", vowel)] = None
    return tuple(spelled)


def _content(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match[1] or match[2])


def _judge(character: str, content: str) -> tuple[float, bool]:
    letters = content.translate(_LETTERS)
    readings = _list_toned(character)
    if letters not in readings and letters not in _list_numbered(character):
        return (_TONELESS, False) if letters == _strip_tones(readings[0]) else (_SEVERAL_SYLLABLES, False)
    if letters in (readings[0], _list_numbered(character)[0]) and _is_common(character):
        return 0.99, True
    return _SUSPECTS_A_GLOSS, False


def _spells(text: str, end: int, content: str) -> bool:
    """Whether ``content`` reads the characters just before ``end``, one syllable a character, with all tones or
    none."""
    if not _LATIN.fullmatch(content) or len(content) < 2:
        return len(content) == 1 and content in _list_toned(text[end - 1]) and not content.isascii()
    letters = content.translate(_LETTERS)
    tables = (_list_toned, _list_numbered, list_readings)
    return any(_consume(text, end, letters, table) for table in tables)


def _consume(text: str, end: int, letters: str, table: Callable[[str], Sequence[str]]) -> bool:
    if not letters:
        return True
    if end == 0:
        return False
    return any(
        letters.endswith(reading) and _consume(text, end - 1, letters.removesuffix(reading), table)
        for reading in table(text[end - 1])
    )


@cache
def _list_toned(character: str) -> tuple[str, ...]:
    return _ask_both(character, "TONE")


@cache
def _list_numbered(character: str) -> tuple[str, ...]:
    return _ask_both(character, "TONE3")


def _ask_both(character: str, style: str) -> tuple[str, ...]:
    """The readings of a character, then those of the simplified one."""
    simplified = _simplify(character)
    further = _ask(simplified, style) if simplified != character else []
    return tuple(dict.fromkeys(_ask(character, style) + further))


def _ask(character: str, style: str) -> list[str]:
    import pypinyin

    answer = pypinyin.pinyin(
        character, style=getattr(pypinyin.Style, style), heteronym=True, errors="ignore", v_to_u=True
    )
    return [unicodedata.normalize("NFC", reading) for reading in answer[0]] if answer else []


def _simplify(character: str) -> str:
    from evalkit.languages.zh.conversion import simplify

    return simplify(character)


def _strip_tones(reading: str) -> str:
    decomposed = unicodedata.normalize("NFD", reading)
    toneless = "".join(mark for mark in decomposed if mark == "\u0308" or not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", toneless)


def _is_common(character: str) -> bool:
    """Whether it is one of the 3,755 common characters: level 1 of GB 2312, whose lead bytes end at D7."""
    try:
        return _simplify(character).encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
