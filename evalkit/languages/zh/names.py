"""Persons with Chinese names in a Chinese text, and how their names are read.

Sources of evidence, from strong to weak: a title on one side of the name, another name beside it in a list, a word that
no dictionary knows and that jieba takes for a person, a word that its dictionary lists as a person. jieba lists many
plain words as persons (陈列, 康复), and splits rare surnames from their given names (蹇 + 泽西); the first are dropped without
further evidence, the second joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from evalkit.data import Name
from evalkit.languages.zh.conversion import simplify
from evalkit.languages.zh.readings import list_readings, spell_readings, strip_inline_readings
from evalkit.languages.zh.surnames import COMPOUND_SURNAMES, FREQUENT_SURNAMES, SURNAME_READINGS, SURNAMES
from evalkit.languages.zh.words import Word, is_known_word, look_up_tag, tag_words, tag_words_around

_HAN = re.compile("[\u4e00-\u9fff]+")
_TITLE = re.compile(
    "(?:主席|总理|总统|总裁|书记|部长|局长|主任|委员|会长|秘书长|秘书|市长|县长|区长|省长|州长|镇长|乡长|村长|校长|院长|所长|处长|科长|厅长|司长|行长|署长|社长|台长|团长|"
    "馆长|站长|队长|董事长|理事长|经理|大使|领事|参赞|发言人|教授|讲师|博士|院士|医生|医师|护士|律师|法官|检察官|记者|通讯员|主播|主持人|编辑|作家|诗人|画家|学者|专家|"
    "导演|演员|歌手|球员|教练|选手|运动员|巡视员|调研员|督察|研究员|工程师|分析师|设计师|将军|司令|上将|中将|少将|先生|女士|小姐|同志|老师|师傅|创始人|负责人|代表|"
    "常委|议员|外长|财长|防长|特首|司长|股东|班长|支书|店主|业主|村民|居民|市民|网友|学生|同学|男子|女子|嫌疑人|被告人|原告|被告)$"
)
_TITLE_BEHIND = re.compile(
    "(?:先生|女士|小姐|同志|教授|老师|博士|院士|主席|总理|总统|书记|部长|主任|局长|市长|校长|院长|医生|律师|将军|董事长|总经理|会长)"
)
_PERSON_TAGS = ("nr",)
_GIVEN_NAME_TAGS = ("nr", "nz", "ns", "x", "j", "a", "z", "g", "t")
# The last character of words that name things and ranks, not persons: 宣传部, 石家庄市, 王夫人.
_NO_GIVEN_NAME = re.compile(
    "[市县省区镇乡村郡州国部局院校楼桥河湖海山街路塔殿府寺花草木树鱼鸟药币证法表人的了着们您你我他她氏家爷婶嫂妃后]$|(?:夫人|太太|先生|女士|师傅|大夫|老师|公公|婆婆|太后|皇帝)$"
)
_PREPOSITION = re.compile("(?<=..)在$|(?<=^.)在$")  # the tagger joins it to a rare name
_FOREIGN = frozenset("尔斯姆茨布弗戈诺顿")
# Characters of Xinhua's transliteration tables that are rare in Chinese given names: two of them make a foreign name.
_TRANSCRIBES = frozenset(
    "拉维宾塞古特朗普基莱尼亚卡罗巴格洛比瓦逊伯赫迪蒂夫科莫默纳内奈诺帕佩皮切萨什舍索塔托沃乌耶扎兹佐禄"
)
_TRANSCRIBES_TOO = _TRANSCRIBES | frozenset("利里德安娅西海济各")
_FUNCTION_TAGS = ("c", "p", "d", "u", "r", "m", "f")
_FIRST_OF_SURNAMES = SURNAMES.union(surname[0] for surname in COMPOUND_SURNAMES)
_SPEAKS = re.compile("(?:说|称|表示|介绍|指出|认为|告诉|强调|透露|坦言|直言|回忆|补充|出席|主持|致辞)")

# Measured on WMT22 zh-en: how often the reading of such a name stands in one of the two references.
_TITLED, _LISTED, _UNKNOWN_THREE, _DICTIONARY, _UNKNOWN_TWO = 0.95, 0.9, 0.9, 0.9, 0.5
_LEAST = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    text: str
    start: int
    confidence: float


def find_names(text: str) -> list[Name]:
    """The persons with Chinese names that ``text`` (simplified or traditional) names, each mention, in order of their
    start.

    Offsets are those of ``text``; ``Name.text`` is as written there, without an inline reading. Foreign names in
    Chinese characters are not among them: their Latin spelling cannot be derived.
    """
    return list(_find_names(text))


@lru_cache(maxsize=2048)
def _find_names(text: str) -> tuple[Name, ...]:
    stripped, offsets = strip_inline_readings(text)
    simplified = simplify(stripped)
    found = _add_mentions(simplified, list(_find_candidates(simplified)))
    return tuple(
        _make_name(one.text, stripped[one.start : one.start + len(one.text)], one, offsets)
        for one in sorted(found, key=lambda one: one.start)
    )


def is_surname_alone(simplified: str, at: int) -> bool:
    """Whether a character is a surname that stands without a given name: behind 姓, or before a title."""
    beside = simplified[at - 1 : at] == "姓" or _TITLE_BEHIND.match(simplified, at + 1) is not None
    return beside and simplified[at] in SURNAMES


def measure_surname(name: str) -> int:
    """How many characters of a simplified name are its surname; 0 where it begins with none or nothing follows."""
    for length in (4, 2):
        if name[:length] in COMPOUND_SURNAMES and length < len(name) <= length + 2:
            return length
    return 1 if name[:1] in SURNAMES and 2 <= len(name) <= 3 else 0


def read_name(name: str, surname_length: int) -> tuple[tuple[str, ...], ...]:
    """The readings of each character of a simplified name: those of its surname as a surname, all readings for the
    rest."""
    surname = name[:surname_length]
    given = tuple(list_readings(character) for character in name[surname_length:])
    known = SURNAME_READINGS.get(surname)
    if known and surname_length == 1:
        return (spell_readings(known), *given)
    if known:
        return (*((reading,) for reading in known), *given)
    return (
        *(
            list_readings(character)[:1] if not _is_umlaut(character) else list_readings(character)
            for character in surname
        ),
        *given,
    )


def _is_umlaut(character: str) -> bool:
    return "ü" in list_readings(character)[0]


def _make_name(simplified: str, written: str, candidate: _Candidate, offsets: Sequence[int]) -> Name:
    surname_length = measure_surname(simplified)
    end = candidate.start + len(simplified)
    return Name(
        text=written,
        start=offsets[candidate.start],
        end=offsets[end - 1] + 1,
        readings=read_name(simplified, surname_length),
        surname_length=surname_length,
        confidence=candidate.confidence,
    )


def _may_begin_name(part: str, stands_alone: bool) -> bool:
    """Whether a name may begin in characters that stand alone, or with a word of the dictionary."""
    if stands_alone:
        return not _FIRST_OF_SURNAMES.isdisjoint(part)
    return part in COMPOUND_SURNAMES or (part[0] in _FIRST_OF_SURNAMES and look_up_tag(part).startswith(_PERSON_TAGS))


def _find_candidates(text: str) -> Iterator[_Candidate]:
    words = tag_words_around(text, _may_begin_name)
    position = 0
    while position < len(words):
        taken, name = _take_name(words, position)
        if name and measure_surname(name):
            confidence = _judge(words, position, taken, name)
            if confidence >= _LEAST:
                yield _Candidate(text=name, start=words[position].start, confidence=confidence)
        position += max(taken, 1)


def _take_name(words: Sequence[Word], position: int) -> tuple[int, str]:
    """How many words from ``position`` on may be one name, and the name; 0 and nothing where none may begin there."""
    word = words[position]
    if not _HAN.fullmatch(word.text):
        return 0, ""
    if word.text in SURNAMES or word.text in COMPOUND_SURNAMES:
        return _join_given_name(words, position)
    if word.tag.startswith(_PERSON_TAGS) and measure_surname(word.text):
        return 1, _PREPOSITION.sub("", word.text)
    return 0, ""


def _look_before(words: Sequence[Word], position: int) -> str:
    """The word before a name: a space may stand between (记者 王广成)."""
    before = [word for word in words[max(0, position - 2) : position] if not word.text.isspace()]
    if not before:
        return ""
    return before[-1].text if before[-1].tag else tag_words(before[-1].text)[-1].text


def _look_behind(words: Sequence[Word], position: int) -> str:
    return words[position].text if position < len(words) else ""


def _join_given_name(words: Sequence[Word], position: int) -> tuple[int, str]:
    surname = words[position]
    titled = _TITLE.search(_look_before(words, position))
    if surname.tag.startswith(_FUNCTION_TAGS):
        return 0, ""
    if not (surname.tag.startswith(_PERSON_TAGS) or titled or surname.text in COMPOUND_SURNAMES):
        return 0, ""
    taken, given = 1, ""
    for word in words[position + 1 : position + 3]:
        if len(given + word.text) > 2 or not _HAN.fullmatch(word.text):
            break
        if not word.tag.startswith(_GIVEN_NAME_TAGS) and not (titled and word.tag.startswith(("n", "v"))):
            break
        taken, given = taken + 1, given + word.text
    given = _PREPOSITION.sub("", given)
    if not given or _TITLE_BEHIND.match(given) or _TITLE.search(given):
        return 0, ""
    return taken, surname.text + given


def _judge(words: Sequence[Word], position: int, taken: int, name: str) -> float:
    """The probability that ``name`` is a person's; 0 where nothing speaks for it."""
    before = _look_before(words, position)
    behind = _look_behind(words, position + taken)
    frequent = name[0] in FREQUENT_SURNAMES or name[:2] in COMPOUND_SURNAMES
    if _is_no_name(name):
        return 0.0
    titled = bool(_TITLE.search(before) or _TITLE_BEHIND.match(behind))
    if taken == 1 and is_known_word(name):
        return _judge_known(words[position], frequent, titled or _is_listed(words, position))
    if len(name) > 2 and _TRANSCRIBES_TOO.issuperset(name[1:]):
        return _UNKNOWN_TWO
    if titled or (frequent and _SPEAKS.match(behind)):
        return _TITLED
    return _UNKNOWN_THREE if taken > 1 else _judge_unknown(words, position, name, frequent)


def _is_no_name(name: str) -> bool:
    return bool(_is_foreign(name) or name.endswith("某") or _TITLE_BEHIND.match(name, measure_surname(name)))


def _judge_unknown(words: Sequence[Word], position: int, name: str, frequent: bool) -> float:
    """The same for one word that no dictionary has, and that nothing beside it calls a person."""
    is_long = len(name) > 2
    if (frequent or is_long) and _is_listed(words, position):
        return _LISTED
    if is_long:
        return _UNKNOWN_THREE if frequent else _UNKNOWN_TWO
    return _UNKNOWN_TWO if frequent else 0.0


def _is_foreign(name: str) -> bool:
    return bool(_FOREIGN & set(name[1:])) or (len(name) > 2 and _TRANSCRIBES.issuperset(name[1:]))


def _judge_known(word: Word, frequent: bool, titled: bool) -> float:
    """jieba's dictionary tags 79,000 words as persons, also 陈列, 高水平 and 夏令时: only the well-formed long ones count."""
    given = word.text[1:]
    if word.tag == "nrfg" and len(word.text) > 2:
        return _TITLED
    if len(word.text) < 3 or _NO_GIVEN_NAME.search(word.text) or _TRANSCRIBES_TOO.issuperset(given):
        return 0.0
    if _is_plain_word(given) or not (frequent or titled):
        return 0.0
    return _TITLED if titled else _DICTIONARY


def _is_listed(words: Sequence[Word], position: int) -> bool:
    """Whether a name of three characters stands beside the word at ``position``, with 、 between them."""
    for comma, neighbour in ((position - 1, position - 2), (position + 1, position + 2)):
        if 0 <= neighbour < len(words) and words[comma].text == "、":
            text = words[neighbour].text
            if words[neighbour].tag.startswith(_PERSON_TAGS) and len(text) == 3 and text[0] in FREQUENT_SURNAMES:
                return True
    return False


def _is_plain_word(word: str) -> bool:
    tags = [part.tag for part in tag_words(word)]
    return is_known_word(word) and not tags[0].startswith((*_PERSON_TAGS, "nz"))


def _add_mentions(text: str, found: list[_Candidate]) -> list[_Candidate]:
    """``found`` with the further mentions, which the tagger missed, of the names that are sure."""
    taken = {offset for one in found for offset in range(one.start, one.start + len(one.text))}
    best: dict[str, float] = {}
    for one in found:
        best[one.text] = max(best.get(one.text, 0.0), one.confidence)
    for name in sorted(best, key=len, reverse=True):
        if len(name) < 3 or best[name] < _UNKNOWN_THREE:
            continue
        for match in re.finditer(re.escape(name), text):
            if taken.isdisjoint(range(match.start(), match.end())):
                found.append(_Candidate(text=name, start=match.start(), confidence=best[name]))
                taken.update(range(match.start(), match.end()))
    return [_Candidate(text=one.text, start=one.start, confidence=best[one.text]) for one in found]
