"""TER: the share of the reference's words that must be edited or moved to get from the output to it, sacrebleu's; lower is better.

Snover et al. 2006, <https://aclanthology.org/2006.amta-papers.25/>. Slow: some 35 seconds for 2,000 segments; so only when it is asked for.
"""

from __future__ import annotations

from typing import Any

from evalkit.data import MetricOptions
from evalkit.sacrebleu_metric import SacrebleuMetric
from evalkit.score_arrays import score_ter

KEY = "TER"
DEFAULT = False


def create(options: MetricOptions) -> SacrebleuMetric:
    """TER with sacrebleu's defaults."""
    return SacrebleuMetric(key=KEY, build=_build, higher_is_better=False, score_many=score_ter)


def _build(of_segments: bool) -> Any:
    from sacrebleu.metrics.ter import TER

    return TER()
