"""chrF2++: chrF2 with word uni- and bigrams added, sacrebleu's; for Chinese its words are whole clauses, so prefer
chrF2 there.

Popović 2017, <https://aclanthology.org/W17-4770/>.
"""

from __future__ import annotations

from typing import Any

from evalkit.data import MetricOptions
from evalkit.scoring.sacrebleu_metric import SacrebleuMetric
from evalkit.scoring.score_arrays import score_chrf

KEY = "chrF2++"
DEFAULT = True


def create(options: MetricOptions) -> SacrebleuMetric:
    """chrF2++ with sacrebleu's defaults and word order 2."""
    return SacrebleuMetric(key=KEY, build=_build, score_many=score_chrf)


def _build(of_segments: bool) -> Any:
    from sacrebleu.metrics.chrf import CHRF

    return CHRF(word_order=2)
