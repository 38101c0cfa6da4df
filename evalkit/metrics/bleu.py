"""BLEU: how many word n-grams of the output stand in the reference, with a penalty for short outputs; sacrebleu's, with
the tokenizer that it has for the target language (``zh`` for Chinese, ``13a`` otherwise).

Papineni et al. 2002, <https://aclanthology.org/P02-1040/>; Post 2018, <https://aclanthology.org/W18-6319/>. Segment
scores use effective order, as ``sacrebleu.sentence_bleu`` does.
"""

from __future__ import annotations

from typing import Any

from evalkit.data import MetricOptions
from evalkit.errors import MetricUnavailableError
from evalkit.scoring.sacrebleu_metric import SacrebleuMetric
from evalkit.scoring.score_arrays import score_bleu

KEY = "BLEU"
DEFAULT = True


def create(options: MetricOptions) -> SacrebleuMetric:
    """BLEU for the target language; MetricUnavailableError where sacrebleu's tokenizer for it is not installed
    (Japanese, Korean)."""

    def build(of_segments: bool) -> Any:
        from sacrebleu.metrics.bleu import BLEU

        return BLEU(trg_lang=options.target_language, effective_order=of_segments, force=True)

    try:
        build(False)
    except (ImportError, RuntimeError) as error:
        language = options.target_language
        raise MetricUnavailableError(
            f"sacrebleu's tokenizer for “{language}” is not installed; run: pip install 'sacrebleu[{language}]'"
        ) from error
    return SacrebleuMetric(key=KEY, build=build, score_many=score_bleu)
