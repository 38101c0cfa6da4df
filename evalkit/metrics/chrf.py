"""chrF2: character n-gram F-score with recall weighted twice, sacrebleu's; needs no word boundaries, so it serves
Chinese as it is.

Popović 2015, <https://aclanthology.org/W15-3049/>.
"""

from __future__ import annotations

from typing import Any

from evalkit.data import MetricOptions
from evalkit.scoring.sacrebleu_metric import SacrebleuMetric
from evalkit.scoring.score_arrays import score_chrf

KEY = "chrF2"
DEFAULT = True


def create(options: MetricOptions) -> SacrebleuMetric:
    """chrF2 with sacrebleu's defaults."""
    return SacrebleuMetric(key=KEY, build=_build, score_many=score_chrf)


def _build(of_segments: bool) -> Any:
    from sacrebleu.metrics.chrf import CHRF

    return CHRF()
