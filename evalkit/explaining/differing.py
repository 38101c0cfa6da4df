"""Differing: which words one text has in place of another's. Words are cut as people see them, Chinese by jieba.

Two texts give spans that follow each other in both; what is between two spans is white space. White space alone is no
difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from evalkit.languages import get_language

_Kind = Literal["equal", "insert", "delete", "replace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A run of words of one text and what stands for it in the other.

    ``before`` and ``after`` are (start, end) in code points of the first and the second text; of an ``insert`` the
    first, of a ``delete`` the second is empty and stands where the words would be.
    """

    kind: _Kind
    before: tuple[int, int]
    after: tuple[int, int]


def compare_words(before: str, after: str, *, language: str) -> tuple[Difference, ...]:
    """How ``after`` differs from ``before``, both in the language of that code, in the order of the texts.

    Runs are as difflib's SequenceMatcher aligns them: the longest common run of words first, then what is left and
    right of it. Two empty texts have no runs.
    """
    return compare_spans(before, after, *(get_language(language).split_words(text) for text in (before, after)))


def compare_spans(
    before: str, after: str, before_spans: Sequence[tuple[int, int]], after_spans: Sequence[tuple[int, int]]
) -> tuple[Difference, ...]:
    """As :func:`compare_words`, of texts whose words' spans are known."""
    matcher = SequenceMatcher(
        None,
        [before[start:end] for start, end in before_spans],
        [after[start:end] for start, end in after_spans],
        autojunk=False,
    )
    return tuple(
        Difference(
            kind=kind,
            before=_join(before_spans, first, last, len(before)),
            after=_join(after_spans, other_first, other_last, len(after)),
        )
        for kind, first, last, other_first, other_last in matcher.get_opcodes()
    )


def _join(spans: Sequence[tuple[int, int]], first: int, last: int, length: int) -> tuple[int, int]:
    """The span of a run of words; of no word, the place before the next one, or the end of the text."""
    if first == last:
        place = spans[first][0] if first < len(spans) else length
        return place, place
    return spans[first][0], spans[last - 1][1]
