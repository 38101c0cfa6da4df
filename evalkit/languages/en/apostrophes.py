"""Possessives and contractions of English that lost their apostrophe: womens, citys, Chinas diplomacy, dont, were
going.

A word alone rarely tells (“the committees authority”), so each is judged by its neighbours, its frequencies and its
text as a whole.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from evalkit.languages import Correction
from evalkit.languages.en.apostrophe_context import Context
from evalkit.languages.en.apostrophe_features import Candidate, Kind, describe_candidate, find_candidates
from evalkit.languages.en.apostrophe_model import (
    describe_texts,
    is_no_word,
    load_weights,
    name_group,
    tell_probability,
)
from evalkit.languages.en.contractions import restore_contraction

_WORDS_OF_A_BLOCK = 1_000
"""99 in 100 documents that the weights were learned from have fewer words."""


def restore_apostrophes(texts: Sequence[str]) -> Sequence[Sequence[Correction]]:
    """For each paragraph of one text the words that probably lost an apostrophe, each with the word as it should stand.

    The apostrophe proposed is the one that most of the text's other apostrophes are, U+0027 where it has none. The text
    is looked at once more with its certain words restored: what they show of others is found now, not when they are
    repaired.
    """
    found = _find_lost(texts)
    certain = [[one for one in here if one.certain] for here in found]
    if not any(certain):
        return found
    again = _find_lost([_restore(text, here) for text, here in zip(texts, certain, strict=True)])
    return [_merge(*three) for three in zip(found, certain, again, strict=True)]


def _restore(text: str, corrections: Sequence[Correction]) -> str:
    for one in reversed(corrections):
        text = text[: one.start] + one.suggestion + text[one.end :]
    return text


def _merge(
    found: Sequence[Correction], restored: Sequence[Correction], again: Sequence[Correction]
) -> list[Correction]:
    """What was found in a paragraph, and what was found again where it had some words restored, each a character longer
    than before."""
    ends = [one.end + number for number, one in enumerate(restored, start=1)]
    shifts = [bisect_right(ends, one.start) for one in again]
    moved = [
        replace(one, start=one.start - shift, end=one.end - shift) for one, shift in zip(again, shifts, strict=True)
    ]
    known = {one.start for one in found}
    return sorted([*found, *(one for one in moved if one.start not in known)], key=lambda one: one.start)


def _find_lost(texts: Sequence[str]) -> list[list[Correction]]:
    context = Context(texts)
    weights = load_weights()
    mark = context.marks.most_common(1)[0][0] if context.marks else "'"
    shown = []
    for one, probability in _judge_candidates(context):
        if probability >= weights.shown[one.kind]:
            candidate = describe_candidate(context, one.paragraph, one.index, one.kind)
            shown.append((candidate, write_with_apostrophe(candidate).replace("'", mark), probability))
    certain = {
        (candidate.word.text, suggestion)
        for candidate, suggestion, probability in shown
        if _is_safe(candidate, probability)
    }
    found: list[list[Correction]] = [[] for _ in texts]
    for candidate, suggestion, probability in shown:
        correction = Correction(
            start=candidate.word.start,
            end=candidate.word.end,
            suggestion=suggestion,
            confidence=round(probability, 3),
            # What is certain of a word in one place of a text holds wherever the text lost the same.
            certain=(candidate.word.text, suggestion) in certain,
        )
        found[candidate.paragraph].append(correction)
    return found


def _is_safe(candidate: Candidate, probability: float) -> bool:
    safe = load_weights().safe[name_group(candidate.kind, candidate.features)]
    return safe is not None and probability >= safe


@dataclass(frozen=True, slots=True)
class _Scored:
    """What is kept of a candidate: a long text has a hundred thousand, each with a hundred features, and few are
    shown."""

    paragraph: int
    index: int
    kind: Kind
    no_word: bool
    log_odds: float


def _judge_candidates(context: Context) -> Iterator[tuple[_Scored, float]]:
    """The candidates of a text, each with the probability that it lost an apostrophe."""
    weights = load_weights()
    scored = [
        _Scored(
            one.paragraph, one.index, one.kind, is_no_word(one.features), weights.word[one.kind].score(one.features)
        )
        for one in find_candidates(context)
    ]
    for block in cut_blocks(context.sizes):
        first, last = (bisect_left(scored, at, key=lambda one: one.paragraph) for at in (block.start, block.stop))
        inside = scored[first:last]
        rows = describe_texts(
            [one.no_word for one in inside],
            [one.log_odds for one in inside],
            kept=sum(context.kept[block.start : block.stop]),
            words=sum(context.sizes[block.start : block.stop]),
        )
        for one, row in zip(inside, rows, strict=True):
            yield one, tell_probability(weights.text[one.kind].score(row))


def cut_blocks(sizes: Sequence[int]) -> Iterator[range]:
    """Runs of paragraphs, of like sizes in words, none much over what the evidence of a text was learned from.

    Evidence from the other words of a text adds up: a sound text of a million words would seem to have lost apostrophes
    everywhere.
    """
    count = max(1, math.ceil(sum(sizes) / _WORDS_OF_A_BLOCK))
    ends = list(accumulate(sizes, initial=0))
    bounds = [bisect_left(ends, number * ends[-1] / count) for number in range(count)]
    for start, stop in pairwise([*dict.fromkeys(bounds), len(sizes)]):
        yield range(start, stop)


def write_with_apostrophe(candidate: Candidate) -> str:
    """The candidate's word with the apostrophe that it most likely had: before its s, behind it for a plural, or the
    contraction's."""
    text = candidate.word.text
    if candidate.kind == "possessive":
        plural = load_weights().plural.score(candidate.features) > 0
        return text + "'" if plural else f"{text[:-1]}'{text[-1]}"
    return restore_contraction(text) or f"{text[:2]}'{text[2:]}"
