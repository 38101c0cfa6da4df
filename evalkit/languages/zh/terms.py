"""Chinese words as candidates for terms, and Chinese text as tokens that compare across its scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evalkit.languages.wording import Term, Token
from evalkit.languages.zh.conversion import simplify
from evalkit.languages.zh.readings import strip_inline_readings
from evalkit.languages.zh.words import cut_words, look_up_tag

_HAN = re.compile("[\u3400-\u9fff]+")
_SHORTEST, _LONGEST = 3, 12
_MOST_WORDS = 4
_SHORTEST_HEAD = 2
# Before one of these a longer name may begin further left: 省 + 外办, 中级 + 人民法院.
_MODIFIES = ("n", "b", "j", "a", "m", "q", "s", "f", "i", "l", "z", "t")
_CANNOT_BE_PART = ("u", "p", "c", "r", "d", "y", "e", "o", "m", "q", "t", "nr")


def find_terms(text: str) -> Sequence[Term]:
    """The runs of one to four words, three to twelve characters, that stand where a name may begin; they overlap.

    Words come from jieba's dictionary, without its tagger, which is seven times slower.
    """
    stripped, offsets = strip_inline_readings(text)
    simplified = simplify(stripped)
    words = list(_list_words(simplified))
    found = []
    for first, (_, start, _) in enumerate(words):
        if first and _may_modify(*words[first - 1]):
            continue
        for word, at, tag in words[first : first + _MOST_WORDS]:
            end = at + len(word)
            if not _HAN.fullmatch(word) or tag.startswith(_CANNOT_BE_PART) or end - start > _LONGEST:
                break
            if end - start >= _SHORTEST:
                key = simplified[start:end]
                alone = simplified.count(key) == simplified.count(key[-max(len(word), _SHORTEST_HEAD) :])
                found.append(Term(key=key, start=offsets[start], end=offsets[end - 1] + 1, alone=alone))
    return found


def _may_modify(word: str, start: int, tag: str) -> bool:
    """Whether a word may be the beginning of the name that goes on behind it; what no dictionary has may be
    anything."""
    return tag.startswith(_MODIFIES) or (not tag and _HAN.fullmatch(word) is not None)


def _list_words(text: str) -> Iterator[tuple[str, int, str]]:
    start = 0
    for word in cut_words(text):
        yield word, start, look_up_tag(word)
        start += len(word)


def list_tokens(text: str) -> Sequence[Token]:
    """Each character in simplified form, Latin words whole; inline readings are left out."""
    stripped, offsets = strip_inline_readings(text)
    simplified = simplify(stripped)
    return [
        Token(keys=(match[0].casefold(),), start=offsets[match.start()], end=offsets[match.end() - 1] + 1)
        for match in re.finditer(r"[^\W\u2e80-\ufaff_]+|[\u2e80-\ufaff\U00020000-\U0003fffd]", simplified)
    ]
