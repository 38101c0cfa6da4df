"""spBLEU: BLEU on the pieces of FLORES-200's SentencePiece model, sacrebleu's; one scale for all languages, with and
without spaces.

Goyal et al. 2022, <https://aclanthology.org/2022.tacl-1.30/>; NLLB Team 2022, <https://arxiv.org/abs/2207.04672>. It
runs only where it is asked for and the model is on this machine already, in sacrebleu's folder (``~/.sacrebleu``, or
what the environment variable SACREBLEU names); nothing is fetched.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from evalkit.data import MetricOptions
from evalkit.errors import MetricUnavailableError
from evalkit.scoring.sacrebleu_metric import SacrebleuMetric
from evalkit.scoring.score_arrays import score_bleu

KEY = "spBLEU"
DEFAULT = False

_TOKENIZER = "flores200"


def create(options: MetricOptions) -> SacrebleuMetric:
    """spBLEU; MetricUnavailableError where the package sentencepiece or the model is missing."""
    if importlib.util.find_spec("sentencepiece") is None:
        raise MetricUnavailableError("the package sentencepiece is not installed; run: pip install sentencepiece")
    address, model = _locate_model()
    if not model.is_file():
        raise MetricUnavailableError(
            f"the model that cuts the texts is not on this machine ({model} was expected); fetch {address} and put it there under that name"
        )
    try:
        _build(False)
    except (RuntimeError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise MetricUnavailableError(
            f"{model} is no SentencePiece model: {reason}; fetch it again from {address}"
        ) from error
    return SacrebleuMetric(key=KEY, build=_build, score_many=score_bleu)


def _locate_model() -> tuple[str, Path]:
    """Where sacrebleu fetches the model from, and where it keeps it."""
    from sacrebleu.tokenizers.tokenizer_spm import SACREBLEU_DIR, SPM_MODELS  # type: ignore[attr-defined]

    address = str(SPM_MODELS[_TOKENIZER]["url"])
    return address, Path(SACREBLEU_DIR) / "models" / address.rpartition("/")[2]


def _build(of_segments: bool) -> Any:
    from sacrebleu.metrics.bleu import BLEU

    return BLEU(tokenize=_TOKENIZER, effective_order=of_segments, force=True)
