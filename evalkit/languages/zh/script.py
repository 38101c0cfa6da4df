"""Traditional and simplified Chinese: which of the two a text is written in, and where it falls into the other.

Single characters decide little: 后, 干 and 于 belong to both scripts. So a document's script is told by the characters
that only one of the two character sets, Big5 and GB 2312, knows; its text is converted to simplified and back by
OpenCC, whose phrases tell 先後 from 皇后; and a character that comes back changed counts only where it is part of a
dictionary word, or is itself a function word (并, 于, 后). Persons' names keep their own characters (范, 于), and so do
spellings that printers of traditional text use side by side.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Literal

from evalkit.languages import Correction
from evalkit.languages.zh.conversion import convert, simplify
from evalkit.languages.zh.words import Word, is_known_word, tag_words

Script = Literal["traditional", "simplified"]

_EVIDENCE = 5  # characters of one script only, at the least, before a text's script is told
_MAJORITY = 3  # times as many of one script as of the other
_REGIONS = ("s2tw", "s2hk", "s2t")
_FUNCTION_TAGS = ("p", "c", "d", "f", "u")
_ONE_SCRIPT_ONLY = 0.95
_SHARED_CHARACTER = 0.85

# Both are printed in traditional text today, by house style or by region: the first is no sign of a simplified left-over.
_HOUSE_STYLE = frozenset(
    re.findall(
        "..",
        "了瞭占佔布佈匯彙志誌台臺台檯里裏里裡游遊周週采採注註升昇念唸回迴才纔托託凶兇杰傑家傢伙夥雇僱欲慾吊弔跡蹟佣傭愈癒核覈奸姦幸倖扎紮秘祕挂掛痴癡"
        "閑閒沉沈雕鵰札劄棱稜席蓆岩巖梁樑群羣峰峯床牀線綫借藉污汙洒灑哄鬨恤卹抵牴噪譟胡鬍炮砲晒曬吃喫板闆唇脣暗闇",
    )
)


def tell_script(texts: Sequence[str]) -> Script | None:
    """The script of a document, ``None`` where too little tells it or neither prevails."""
    characters: Counter[str] = Counter()
    for text in texts:
        characters.update(text)
    kinds: Counter[Script | None] = Counter()
    for character, count in characters.items():
        kinds[_tell_character(character)] += count
    traditional, simplified = kinds["traditional"], kinds["simplified"]
    if max(traditional, simplified) < _EVIDENCE or max(traditional, simplified) < _MAJORITY * min(
        traditional, simplified
    ):
        return None
    return "traditional" if traditional > simplified else "simplified"


def find_script_mixture(texts: Sequence[str]) -> list[list[Correction]]:
    """For each of a document's texts, the characters that fall out of the document's script, with what it would write
    there.

    A text that is by itself in the other script is a quotation or another version, not a left-over.
    """
    script = tell_script(texts)
    if script is None:
        return [[] for _ in texts]
    if script == "simplified":
        found = [list(_find_traditional(text)) for text in texts]
    else:
        region = _tell_region(texts)
        found = [list(_find_simplified(text, region)) for text in texts]
    return [
        corrections if corrections and tell_script([text]) in (script, None) else []
        for text, corrections in zip(texts, found, strict=True)
    ]


def _find_simplified(text: str, region: str) -> Iterator[Correction]:
    from evalkit.languages.zh.names import is_surname_alone
    from evalkit.languages.zh.readings import strip_inline_readings

    stripped, offsets = strip_inline_readings(text)
    simplified = simplify(stripped)
    forms = {name: convert(simplified, name) for name in _REGIONS}
    doubtful = {
        at
        for at, (character, wanted) in enumerate(zip(stripped, forms[region], strict=True))
        if character != wanted and _may_be_simplified(character, wanted, [form[at] for form in forms.values()])
    }
    for word, at in _find_words(simplified, doubtful):
        wanted_alone = convert(word.text, region)[at - word.start]
        confidence = _judge(stripped[at], word)
        # OpenCC's phrases may run over the borders of words (單|只有): what the word alone does not ask for is none.
        if confidence and wanted_alone == forms[region][at] and not is_surname_alone(simplified, at):
            yield _correct(stripped, at, forms[region][at], word, offsets, confidence)


def _may_be_simplified(character: str, wanted: str, forms: Collection[str]) -> bool:
    """Whether traditional text would write another character in its place, whatever its region and house style."""
    return (
        character not in forms
        and character + wanted not in _HOUSE_STYLE
        and _tell_character(character) != "traditional"
    )


def _find_traditional(text: str) -> Iterator[Correction]:
    simplified = simplify(text)
    if simplified == text:
        return
    doubtful = {
        at
        for at, (character, wanted) in enumerate(zip(text, simplified, strict=True))
        if character != wanted and _tell_character(character) == "traditional"
    }
    for word, at in _find_words(simplified, doubtful):
        if not _is_person(word):
            yield _correct(text, at, simplified[at], word, range(len(text)), _ONE_SCRIPT_ONLY)


def _find_words(simplified: str, offsets: Collection[int]) -> Iterator[tuple[Word, int]]:
    """The word at each of the offsets; a text that nothing is asked of is not tagged."""
    for word in tag_words(simplified) if offsets else ():
        for at in range(word.start, word.end):
            if at in offsets:
                yield word, at


def _correct(text: str, at: int, wanted: str, word: Word, offsets: Sequence[int], confidence: float) -> Correction:
    return Correction(
        start=offsets[at],
        end=offsets[at] + 1,
        suggestion=wanted,
        confidence=confidence,
        inside=text[word.start : word.end],
    )


def _judge(character: str, word: Word) -> float:
    """How sure it is that a character of traditional text is a left-over; 0 where it is none."""
    if _is_person(word):
        return 0.0
    if _tell_character(character) == "simplified":
        return _ONE_SCRIPT_ONLY
    if len(word.text) > 1:
        return _SHARED_CHARACTER if is_known_word(word.text) else 0.0
    return _SHARED_CHARACTER if word.tag.startswith(_FUNCTION_TAGS) else 0.0


def _is_person(word: Word) -> bool:
    return word.tag.startswith("nr") and not is_known_word(word.text)


def _tell_region(texts: Sequence[str]) -> str:
    """The standard of traditional writing that the texts come nearest to."""

    def count_differences(name: str) -> int:
        return sum(
            one != other for text in texts for one, other in zip(text, convert(simplify(text), name), strict=True)
        )

    return min(_REGIONS, key=count_differences)


@cache
def _tell_character(character: str) -> Script | None:
    in_big5, in_gb2312 = _is_in(character, "big5"), _is_in(character, "gb2312")
    if in_big5 == in_gb2312 or not "\u4e00" <= character <= "\u9fff":
        return None
    return "traditional" if in_big5 and convert(character, "t2s") != character else "simplified" if in_gb2312 else None


def _is_in(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
