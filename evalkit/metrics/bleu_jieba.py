"""BLEU on words that jieba cuts, for Chinese: comparable with older Chinese figures, and the signature says so
(``tok:jieba-…``).

The scores differ much from BLEU with sacrebleu's ``zh`` tokenizer, which counts characters: never compare one with the
other.
"""

from __future__ import annotations

from typing import Any

from evalkit.data import MetricOptions
from evalkit.errors import MetricNotApplicableError
from evalkit.scoring.sacrebleu_metric import SacrebleuMetric
from evalkit.scoring.score_arrays import score_bleu

KEY = "BLEU-jieba"
DEFAULT = True


def create(options: MetricOptions) -> SacrebleuMetric:
    """BLEU on jieba's words; MetricNotApplicableError unless the target language is Chinese."""
    if options.target_language != "zh":
        raise MetricNotApplicableError("it cuts Chinese words, and the target language is not Chinese")
    return SacrebleuMetric(key=KEY, build=_build, change_text=_cut, score_many=score_bleu)


def _build(of_segments: bool) -> Any:
    from importlib.metadata import version

    from sacrebleu.metrics.bleu import BLEU

    metric = BLEU(tokenize="none", effective_order=of_segments, force=True)
    metric.tokenizer_signature = f"jieba-{version('jieba')}"
    return metric


def _cut(text: str) -> str:
    from evalkit.languages.zh.words import cut_words

    return " ".join(word for word in cut_words(text) if word.strip())
