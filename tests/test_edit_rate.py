"""Edits and moves are counted as sacrebleu counts them, also where the way between two texts leaves its beam."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sacrebleu.metrics import TER
from sacrebleu.metrics.lib_ter import translation_edit_rate

from evalkit.scoring.edit_rate import count_edits

WORDS = some.lists(some.sampled_from("abcdef"), max_size=14)


@given(WORDS, WORDS)
@settings(max_examples=300, deadline=None)
def test_edits_of_short_texts_are_sacrebleus(hypothesis: list[str], reference: list[str]) -> None:
    assert count_edits(hypothesis, reference) == translation_edit_rate(hypothesis, reference)[0]


def make_pair(seed: int, length: int, words: int) -> tuple[list[str], list[str]]:
    """A text, and the same with runs of it moved, left out and put in."""
    generator = random.Random(seed)
    reference = [str(generator.randrange(words)) for _ in range(length)]
    hypothesis = list(reference)
    for _ in range(length // 8):
        start = generator.randrange(len(hypothesis))
        run = hypothesis[start : start + generator.randint(1, 7)]
        del hypothesis[start : start + len(run)]
        place = generator.randint(0, len(hypothesis))
        hypothesis[place:place] = generator.choice([run, [], [*run, "new"]])
    return hypothesis, reference


@pytest.mark.parametrize(("length", "words"), [(20, 30), (60, 300), (60, 20), (110, 2000)])
@pytest.mark.parametrize("seed", range(4))
def test_edits_of_long_texts_with_moves_are_sacrebleus(length: int, words: int, seed: int) -> None:
    hypothesis, reference = make_pair(seed, length, words)
    assert count_edits(hypothesis, reference) == translation_edit_rate(hypothesis, reference)[0]


@pytest.mark.parametrize(
    ("hypothesis", "reference"),
    [
        ([str(n) for n in range(30, 90)], [str(n) for n in range(60)]),  # thirty words off the diagonal
        (["a", "b"], [str(n) for n in range(130)]),  # so much longer that the beam has to be widened
        ([str(n) for n in range(130)], ["a", "7", "b"]),
        (["x", *("ab" * 60)], ["y", *("ba" * 60)]),  # as many moves to try as there may be
        ([], ["a"]),
        (["a"], []),
        ([], []),
    ],
)
def test_edits_at_the_limits_are_sacrebleus(hypothesis: list[str], reference: list[str]) -> None:
    assert count_edits(hypothesis, reference) == translation_edit_rate(hypothesis, reference)[0]
    assert count_edits(reference, hypothesis) == translation_edit_rate(reference, hypothesis)[0]


@pytest.mark.parametrize(("pair", "system"), [("zh-en", "AISP-SJTU"), ("zh-en", "Online-G"), ("en-zh", "Online-B")])
def test_edits_on_wmt22_are_sacrebleus(data: Path, pair: str, system: str) -> None:
    folder, language = data / "wmt22" / pair, pair[-2:]
    paths = folder / "systems" / f"{system}.{language}", folder / f"reference.A.{language}"
    hypotheses, references = (path.read_text(encoding="utf-8").split("\n")[:160] for path in paths)
    expected = TER().corpus_score(hypotheses, [references]).num_edits
    split = TER()._preprocess_segment
    found = [
        count_edits(split(one).split(), split(other).split()) for one, other in zip(hypotheses, references, strict=True)
    ]
    assert sum(found) == expected
