"""sacrebleu's formulas on arrays: the corpus scores of many sums of statistics at once, equal to its own within 1e-9.

They serve resamples; a score that is shown comes from sacrebleu itself. The arithmetic follows the precision of the
sums: single where they are, with the means in the precision that numpy gives sacrebleu's own loops.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ORDERS = 4
_NO_MATCH = -9999999999.0
"""sacrebleu's logarithm of zero."""


def score_bleu(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """BLEU (exponential smoothing, no effective order) of rows of hypothesis length, reference length, matches and
    totals of four orders."""
    import numpy as np

    hypothesis, reference = sums[:, 0].astype(np.float64), sums[:, 1].astype(np.float64)
    counts = sums[:, 2:].astype(_widen(sums))
    correct, total = counts[:, :_ORDERS], counts[:, _ORDERS:]
    with np.errstate(divide="ignore", invalid="ignore"):
        penalty = np.where(hypothesis < reference, np.exp(1 - reference / hypothesis), 1.0)
        # An order that matches nothing counts as half a match, the next as a quarter; behind an order without n-grams none counts.
        smoothing = 2.0 ** np.cumsum(correct == 0, axis=1)
        precisions = np.where(correct == 0, 100.0 / (smoothing * total), 100.0 * correct / total)
        exists = np.cumprod(total > 0, axis=1) == 1
        logarithms = np.where(exists, np.log(precisions.astype(np.float64)), _NO_MATCH)
    scores = np.where(hypothesis > 0, penalty, 0.0) * np.exp(logarithms.sum(axis=1) / _ORDERS)
    return np.where(correct.any(axis=1), scores, 0.0)


def score_chrf(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """chrF with beta 2 of rows of hypothesis, reference and matching counts, three for each order of character (and
    word) n-grams."""
    import numpy as np

    hypothesis, reference, matches = sums[:, 0::3], sums[:, 1::3], sums[:, 2::3]
    counted = (hypothesis > 0) & (reference > 0)
    wide = _widen(sums)
    with np.errstate(divide="ignore", invalid="ignore"):
        orders = counted.sum(axis=1).astype(wide)
        precision = np.where(counted, matches / hypothesis, 0).astype(wide).cumsum(axis=1)[:, -1] / orders
        recall = np.where(counted, matches / reference, 0).astype(wide).cumsum(axis=1)[:, -1] / orders
        scores = 100 * ((5 * precision * recall) / (4 * precision + recall))
    return np.where(np.isfinite(scores), scores, 0.0).astype(np.float64)


def score_ter(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """TER of rows of edits and reference lengths."""
    import numpy as np

    edits, lengths = sums[:, 0], sums[:, 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.where(lengths > 0, edits / lengths, edits > 0)
    return 100 * rates.astype(_widen(sums)).astype(np.float64)


def _widen(sums: NDArray[np.float64]) -> Any:
    """The precision of a sum of a Python float and a number of the array: double before numpy 2, which keeps the
    array's."""
    return type(sums.dtype.type(0) + 0.0)
