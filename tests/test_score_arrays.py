"""Scores of many sums at once are sacrebleu's scores of each."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sacrebleu.metrics import BLEU, CHRF, TER

from evalkit.scoring.score_arrays import score_bleu, score_chrf, score_ter

METRICS = [
    (BLEU(), score_bleu, 10),
    (CHRF(), score_chrf, 18),
    (CHRF(word_order=2), score_chrf, 24),
    (TER(), score_ter, 2),
]


def make_sums(peer: Any, width: int) -> NDArray[np.float64]:
    """Sums as they may be: matches are at most the counts, and a few orders without matches or without n-grams at
    all."""
    generator = np.random.default_rng(7)
    sums = generator.integers(1, 200_000, size=(300, width)).astype(float)
    if width == 10:
        sums[:, 2:6] = np.floor(sums[:, 6:] * generator.random((300, 4)))
        sums[:100, 5] = 0
        sums[:50, 4] = 0
        sums[:20, 6 + 3] = 0
        sums[:10, 6 + 1 :] = 0
        sums[5] = 0
    elif width > 10:
        sums[:, 2::3] = np.floor(np.minimum(sums[:, 0::3], sums[:, 1::3]) * generator.random((300, width // 3)))
        sums[:100, 15:18] = 0
        sums[:50, 2] = 0
        sums[5] = 0
    else:
        sums[5] = 0
        sums[6, 1] = 0
    return sums


@pytest.mark.parametrize(("peer", "score", "width"), METRICS)
def test_scores_of_arrays_are_sacrebleus(peer: Any, score: Any, width: int) -> None:
    sums = make_sums(peer, width)
    expected = [peer._compute_score_from_stats(row.tolist()).score for row in sums]
    assert score(sums) == pytest.approx(expected, abs=1e-9, rel=1e-12)


@pytest.mark.parametrize(("peer", "score", "width"), METRICS)
def test_in_single_precision_they_are_those_of_sacrebleus_bootstrap(peer: Any, score: Any, width: int) -> None:
    sums = make_sums(peer, width).astype(np.float32)
    expected = [float(peer._compute_score_from_stats(row).score) for row in sums]
    assert score(sums) == pytest.approx(expected, abs=1e-12, rel=1e-14 if np.__version__ < "2" else 1e-6)
