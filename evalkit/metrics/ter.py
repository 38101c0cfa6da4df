"""TER: the share of the reference's words that must be edited or moved to get from the output to it, sacrebleu's; lower
is better.

Snover et al. 2006, <https://aclanthology.org/2006.amta-papers.25/>. Slower than the others: some two seconds for 2,000
segments; so only when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evalkit.data import WRITTEN_WITHOUT_SPACES, MetricOptions
from evalkit.scoring.edit_rate import count_edits
from evalkit.scoring.sacrebleu_metric import SacrebleuMetric
from evalkit.scoring.score_arrays import score_ter

KEY = "TER"
DEFAULT = False


def create(options: MetricOptions) -> SacrebleuMetric:
    """TER with sacrebleu's defaults."""
    language = options.target_language
    warning = f"TER: sacrebleu's default cuts words at spaces alone (asian:no), so in “{language}” a whole clause is one word; its scores there say little."
    return SacrebleuMetric(
        key=KEY,
        build=_build,
        higher_is_better=False,
        score_many=score_ter,
        count=_count,
        warnings=(warning,) if language in WRITTEN_WITHOUT_SPACES else (),
    )


def _build(of_segments: bool) -> Any:
    from sacrebleu.metrics.ter import TER

    return TER()


def _count(hypothesis: str, information: Mapping[str, Any]) -> list[float]:
    """The fewest edits to any of the references, and their mean length in words."""
    words, references = hypothesis.split(), information["ref_words"]
    return [
        min(count_edits(words, reference) for reference in references),
        sum(map(len, references)) / len(references),
    ]
