"""A quotation mark or a bracket has no partner.

Marks are paired inside a paragraph; what is left over may be paired with the next paragraphs (a quotation may run over
several, each opened anew and only the last one closed). Straight marks are told to be opening or closing by what stands
around them. List markers (“a)”), emoticons, half-open intervals, apostrophes, and inch and second marks are left alone.
Where the partner belongs is for the translator to see: nothing is proposed, except for a curly mark that is turned the
wrong way. A mark that is loose in the same way on both sides is reported less surely: the quotation may go on beyond
the text. Marks that are turned the same wrong way are one finding, and so are marks that are loose in the same words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from evalkit.checks import Text, texts_of, weigh_slip
from evalkit.data import Example, Fault, Segment

CATEGORY = "Linguistic conventions/Punctuation"
SEVERITY = "minor"
MESSAGES = {
    "unclosed": "“{text}” is opened here and never closed ({count} places).",
    "unopened": "“{text}” closes something here that was never opened ({count} places).",
    "turned": "“{text}” is turned the wrong way; write “{suggestion}” ({count} places).",
}

_CONFIDENCE = {"unclosed": 0.85, "unopened": 0.85, "turned": 0.9}
_SHARED = 0.6  # both sides have it: a quotation that goes on elsewhere, or a fault of the source
_ANY_QUOTES = '“”"＂'
_BRACKETS = ("(（|)）", "[［|]］", "{｛|}｝", "【|】", "《|》", "「|」", "『|』", "〔|〕", "〖|〗")
_QUOTES = "“|”"
_MARKS = {pair: re.compile(f"[{re.escape(pair.replace('|', ''))}]") for pair in (*_BRACKETS, _QUOTES)}
_QUOTE_REACH, _BRACKET_REACH = 8, 2  # paragraphs
_WORDS = 20  # characters
_EMOTICON = re.compile(r"(?:^|(?<=\s))[:;=][-^']?[()\[\]]+|[(\[]+[-^']?[:;=](?=\s|$)")
_LIST_MARKER = re.compile(
    r"(?:^|(?<=[\s;；,，、：:。.]))(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3})[.、]?[)）\]]"
)
_SMILES = re.compile(r"\){2,}|\({2,}")  # loose ones in a row: “thank you)))”
_INTERVAL = re.compile(r"[\[(（]\s*-?[\d.∞]+\s*[,，]\s*-?[\d.∞]+\s*[\])）]")
_INCHES = re.compile(r'(?<=\d)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loose:
    passage: int
    offset: int
    kind: Literal["unclosed", "unopened", "turned"]
    suggestion: str | None = None
    straight: bool = False


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each mark without a partner, or for several of one cause."""
    index = {id(passage): s.index for s in segments for passage in (*s.source, *s.hypothesis)}
    sides = [(text, _find_loose(text)) for text in texts_of(segments)]
    loose_on = {text.side: {_describe(text, one, index) for one in loose} for text, loose in sides}
    for text, loose in sides:
        for (kind, around), group in _group_alike(text, loose).items():
            others = set().union(*(keys for side, keys in loose_on.items() if side != text.side))
            alike = kind != "turned" and any(_is_shared(_describe(text, one, index), others) for one in group)
            yield Fault(
                places=tuple(
                    text.passages[one.passage].place(
                        one.offset, one.offset + 1, side=text.side, suggestion=one.suggestion
                    )
                    for one in group
                ),
                message=kind,
                parameters={"count": len(group)},
                confidence=_SHARED if alike else weigh_slip(text, len(group), _CONFIDENCE[kind]),
                about=f"{kind} {around}",
            )


def _group_alike(text: Text, loose: Sequence[_Loose]) -> dict[tuple[str, str], list[_Loose]]:
    """What was found, by cause: marks turned alike, and marks that are loose behind or before the same words."""
    groups: defaultdict[tuple[str, str], list[_Loose]] = defaultdict(list)
    for one in loose:
        line, offset = text.passages[one.passage].text, one.offset
        words = line[offset + 1 :] if one.kind == "unclosed" else line[max(0, offset - _WORDS) : offset]
        groups[one.kind, line[offset] + ("" if one.kind == "turned" else words[:_WORDS])].append(one)
    return dict(groups)


def _find_loose(text: Text) -> list[_Loose]:
    loose = _drop_mixed_pairs([*_find_quotes(text), *_find_straight(text)])
    for pair in _BRACKETS:
        loose += _find_brackets(text, pair)
    return loose


def _describe(text: Text, one: _Loose, index: Mapping[int, int]) -> tuple[int, str, bool]:
    """The segment where a mark is loose, how, and whether it is a bracket: what both sides have in common where one
    rendered the other."""
    passage = text.passages[one.passage]
    return index[id(passage)], one.kind, passage.text[one.offset] not in _ANY_QUOTES


def _is_shared(key: tuple[int, str, bool], others: Set[tuple[int, str, bool]]) -> bool:
    """Whether a mark is loose in that way on the other side too, there or in the next paragraph (a quotation is opened
    anew in each, or not)."""
    index, *how = key
    return any((near, *how) in others for near in range(index - 1, index + 2))


def _drop_mixed_pairs(loose: Sequence[_Loose]) -> list[_Loose]:
    """``loose`` without what one other mark in the same paragraph makes a pair with (“one", which is another fault)."""
    alone = Counter(one.passage for one in loose if one.kind != "turned")
    return [one for one in loose if one.kind == "turned" or alone[one.passage] % 2 or _are_alike(loose, one.passage)]


def _are_alike(loose: Sequence[_Loose], passage: int) -> bool:
    return len({one.straight for one in loose if one.passage == passage}) == 1


def _find_brackets(text: Text, pair: str) -> list[_Loose]:
    loose: list[_Loose] = []
    for index, passage in enumerate(text.passages):
        found = list(_match(index, passage.text, pair, set())) if _MARKS[pair].search(passage.text) else []
        if not found:
            continue
        ignored = _offsets_of(_EMOTICON, passage.text) | _offsets_of(_INTERVAL, passage.text)
        found = list(_match(index, passage.text, pair, ignored)) if ignored else found
        marked = _offsets_of(_LIST_MARKER, passage.text)
        smiling = _offsets_of(_SMILES, passage.text)
        loose += [one for one in found if one.offset not in (smiling if one.kind == "unclosed" else smiling | marked)]
    return _pair_across(text, loose, reach=_BRACKET_REACH)


def _offsets_of(pattern: re.Pattern[str], line: str) -> set[int]:
    return {offset for match in pattern.finditer(line) for offset in range(*match.span())}


def _find_quotes(text: Text) -> list[_Loose]:
    if any("„" in passage.text for passage in text.passages):
        return []  # „German“ marks: the same sign closes there
    loose: list[_Loose] = []
    for index, passage in enumerate(text.passages):
        if "“" not in passage.text and "”" not in passage.text:
            continue
        turned = list(_find_turned(index, passage.text))
        flipped = list(passage.text)
        for one in turned:
            flipped[one.offset] = one.suggestion or ""
        found = _match(index, "".join(flipped), _QUOTES, set())
        loose += [one for one in found if not passage.text[: one.offset][-1:].isdecimal()]  # 6x4“: inches
        loose += turned
    return _pair_across(text, loose, reach=_QUOTE_REACH)


def _find_turned(index: int, line: str) -> Iterator[_Loose]:
    """Curly marks whose surroundings and whose state of opening both say that they should be the other."""
    marks = [match.start() for match in re.finditer("[“”]", line)]
    if len(marks) % 2 == 0 and len({line[mark] for mark in marks}) == 1:
        yield from (_turn(index, line, mark) for number, mark in enumerate(marks) if line[mark] != "“”"[number % 2])
        return
    is_open = False
    for match in re.finditer("[“”]", line):
        before, behind = line[: match.start()][-1:], line[match.end() : match.end() + 1]
        if match[0] == "“" and is_open and _looks_closing(before, behind):
            yield _turn(index, line, match.start())
            is_open = False
        elif match[0] == "”" and not is_open and _looks_opening(before, behind) and "”" in line[match.end() :]:
            yield _turn(index, line, match.start())
            is_open = True
        else:
            is_open = match[0] == "“"


def _turn(index: int, line: str, offset: int) -> _Loose:
    return _Loose(passage=index, offset=offset, kind="turned", suggestion="”" if line[offset] == "“" else "“")


def _match(index: int, line: str, pair: str, ignored: set[int]) -> Iterator[_Loose]:
    opening, closing = pair.split("|")
    opened: list[int] = []
    for offset, mark in ((match.start(), match[0]) for match in _MARKS[pair].finditer(line)):
        if offset in ignored:
            continue
        if mark in opening:
            opened.append(offset)
        elif mark in closing and opened:
            opened.pop()
        elif mark in closing:
            yield _Loose(passage=index, offset=offset, kind="unopened")
    for offset in opened:
        yield _Loose(passage=index, offset=offset, kind="unclosed")


def _find_straight(text: Text) -> list[_Loose]:
    loose: list[_Loose] = []
    for index, passage in enumerate(text.passages):
        if '"' not in passage.text and "＂" not in passage.text:
            continue
        marks = [match.start() for match in re.finditer('["＂]', passage.text)]
        if len(marks) % 2:
            inches = {match.start() for match in _INCHES.finditer(passage.text)}
            marks = [mark for mark in marks if mark not in inches]
        if len(marks) % 2:
            loose.append(_find_odd_one(index, passage.text, marks))
    return _pair_across(text, loose, reach=_QUOTE_REACH)


def _find_odd_one(index: int, line: str, marks: Sequence[int]) -> _Loose:
    """The first of an odd number of straight marks that does not alternate with its neighbours, going by what stands
    around it."""
    opened: int | None = None
    for offset in marks:
        before, behind = line[:offset][-1:], line[offset + 1 : offset + 2]
        if opened is None and _looks_closing(before, behind) and not _looks_opening(before, behind):
            return _Loose(passage=index, offset=offset, kind="unopened", straight=True)
        if opened is not None and _looks_opening(before, behind) and not _looks_closing(before, behind):
            return _Loose(passage=index, offset=opened, kind="unclosed", straight=True)
        opened = offset if opened is None else None
    return _Loose(passage=index, offset=marks[-1] if opened is None else opened, kind="unclosed", straight=True)


def _looks_opening(before: str, behind: str) -> bool:
    return before.strip("([{（—–-，。：、,:") == "" and behind.strip() != ""


def _looks_closing(before: str, behind: str) -> bool:
    return before.strip() != "" and (behind.strip() == "" or behind in ",.;:!?)]}，。；：！？、）")


def _pair_across(text: Text, loose: Sequence[_Loose], *, reach: int) -> list[_Loose]:
    """What is still loose when a mark left open in one paragraph is paired with one that closes in a later one."""
    remaining: list[_Loose] = []
    for one in loose:
        last = remaining[-1] if remaining else None
        if one.kind == "unopened" and last and last.kind == "unclosed" and 0 < one.passage - last.passage <= reach:
            remaining.pop()
        elif one.kind == "unclosed" and last and _continues(text, last, one):
            remaining[-1] = one
        else:
            remaining.append(one)
    return [one for one in remaining if not _is_reopened(text, one)]


def _continues(text: Text, last: _Loose, one: _Loose) -> bool:
    starts = text.passages[one.passage].text[: one.offset].strip() == ""
    return last.kind == "unclosed" and one.passage == last.passage + 1 and starts


def _is_reopened(text: Text, one: _Loose) -> bool:
    """Whether a quotation is left open because the next paragraph opens with the same mark."""
    if one.kind != "unclosed" or one.passage + 1 == len(text.passages):
        return False
    mark = text.passages[one.passage].text[one.offset]
    return mark in '“"＂「' and text.passages[one.passage + 1].text.lstrip().startswith(mark)


FLAGGED = (
    Example(target="He spoke of “one and left.", text="“"),
    Example(target="He spoke (briefly and left.", text="("),
    Example(target='He spoke of "one" and two" and left.', text='"'),
    Example(source="会上，大家围绕“重庆外交的摇篮作了分享。", text="“"),
    Example(target="He spoke of “one“, then left.", text="“", suggestion="”"),
    Example(source="它是最大的”广告联盟”。", text="”", suggestion="“"),
)
CLEAN = (
    Example(target="a) first (see below); b) second\n1) third :-)"),
    Example(target="“One paragraph of it.\n“And the last one.” He left."),
    Example(target='The 5" screen isn\'t the boys\' "best".'),
    Example(source="会上，大家围绕“重庆——新中国外交的摇篮”作了分享（见附件）。"),
    Example(target="for x in [0, 1) and (2, 3]"),
)
