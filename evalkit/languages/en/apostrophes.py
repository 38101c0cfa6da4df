"""Possessives and contractions of English that lost their apostrophe: womens, citys, Chinas diplomacy, dont, were going.

A word alone rarely tells (“the committees authority”), so each is judged by its neighbours, its frequencies and its text as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from evalkit.languages import Correction
from evalkit.languages.en.apostrophe_context import APOSTROPHES, Context
from evalkit.languages.en.apostrophe_features import Candidate, find_candidates
from evalkit.languages.en.apostrophe_model import describe_texts, load_weights, tell_probability
from evalkit.languages.en.contractions import restore_contraction


def restore_apostrophes(texts: Sequence[str]) -> Sequence[Sequence[Correction]]:
    """For each paragraph of one text the words that lost an apostrophe, each with the word as it should stand.

    The apostrophe proposed is the one that most of the text's other apostrophes are, U+0027 where it has none.
    """
    context = Context(texts)
    candidates = list(find_candidates(context))
    mark = _choose_mark(context)
    weights = load_weights()
    shown = [
        (candidate, write_with_apostrophe(candidate).replace("'", mark), probability)
        for candidate, probability in zip(candidates, judge_candidates(context, candidates), strict=True)
        if probability >= weights.shown[candidate.kind]
    ]
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
    safe = load_weights().safe[candidate.kind]
    return safe is not None and probability >= safe


def judge_candidates(context: Context, candidates: Sequence[Candidate]) -> list[float]:
    """For each candidate of a text the probability that it lost an apostrophe."""
    weights = load_weights()
    log_odds = [weights.word[candidate.kind].score(candidate.features) for candidate in candidates]
    rows = describe_texts(candidates, log_odds, kept=context.kept, words=context.size)
    return [
        tell_probability(weights.text[candidate.kind].score(row))
        for candidate, row in zip(candidates, rows, strict=True)
    ]


def write_with_apostrophe(candidate: Candidate) -> str:
    """The candidate's word with the apostrophe that it most likely had: before its s, behind it for a plural, or the contraction's."""
    text = candidate.word.text
    if candidate.kind == "possessive":
        plural = load_weights().plural.score(candidate.features) > 0
        return text + "'" if plural else f"{text[:-1]}'{text[-1]}"
    return restore_contraction(text) or f"{text[:2]}'{text[2:]}"


def _choose_mark(context: Context) -> str:
    marks = Counter(character for word in context.words for character in word.text if character in APOSTROPHES)
    return marks.most_common(1)[0][0] if marks else "'"
