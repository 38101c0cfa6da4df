"""Tiny COMET checkpoints for tests: real in every part, trained on nothing. Their scores mean nothing; they test the
path.

A checkpoint takes about a second: a Unigram tokenizer over a few lines, an XLM-RoBERTa of two small layers, random
weights from a fixed seed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

LINES = (
    "重庆市政府外事办公室举行新闻发布会。",
    "北京时间3月11日，代表团抵达重庆。",
    "女性在科技领域的作用日益重要。",
    "The Foreign Affairs Office of Chongqing held a press conference.",
    "The delegation arrived in Chongqing on March 11, Beijing time.",
    "Women play a growing role in science and technology.",
    "A delegation came to Chongqing on the eleventh of March.",
    "The office of foreign affairs of the city gave a conference.",
)
HIDDEN = 32
POSITIONS = 130
"""The encoder's position table: texts are cut at POSITIONS - 4 tokens, as COMET's encoders cut at 512 - 2."""


@pytest.fixture(scope="session")
def tiny_models(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """From a ``class_identifier`` to the folder of a checkpoint of that class, built at its first use in a test run."""
    pytest.importorskip("comet", reason="unbabel-comet is not installed")
    parameters: dict[str, dict[str, Any]] = {"xcomet_metric": {"word_layer": 1}}

    @cache
    def build(kind: str) -> Path:
        return build_checkpoint(tmp_path_factory.mktemp("models") / kind, kind, **parameters.get(kind, {}))

    return build


def build_checkpoint(
    folder: Path, kind: str = "regression_metric", *, vocabulary: int = 400, **parameters: Any
) -> Path:
    """A folder with ``hparams.yaml``, ``checkpoints/model.ckpt`` and ``encoder/``, as COMET's own models have the first
    two.

    ``parameters`` go to the model's class; ``vocabulary`` is the number of tokenizer entries, filled up with pieces
    that never occur.
    """
    import comet.models
    import torch
    import yaml

    encoder = folder / "encoder"
    _build_encoder(encoder, vocabulary)
    torch.manual_seed(7)
    model = comet.models.str2model[kind](
        encoder_model="XLM-RoBERTa",
        pretrained_model=str(encoder),
        load_pretrained_weights=False,
        local_files_only=True,
        hidden_sizes=[64, 32],
        **parameters,
    )
    _spread(model)
    write_checkpoint(
        folder,
        {
            "state_dict": model.state_dict(),
            "hyper_parameters": dict(model.hparams),
            "pytorch-lightning_version": "2.6.0",
        },
    )
    (folder / "hparams.yaml").write_text(
        yaml.safe_dump({**dict(model.hparams), "class_identifier": kind}), encoding="utf-8"
    )
    return folder


def write_checkpoint(folder: Path, content: Any) -> None:
    """``content`` as ``checkpoints/model.ckpt``."""
    import torch

    (folder / "checkpoints").mkdir(parents=True, exist_ok=True)
    torch.save(content, folder / "checkpoints" / "model.ckpt")


def put_in_hub_cache(folder: Path, cache: Path, repository: str, *, encoder: str, revision: str = "a" * 40) -> None:
    """The checkpoint as the hub's library would have cached it: the model under ``repository``, its encoder's files
    under ``encoder``."""
    import yaml

    model = _make_snapshot(cache, repository, revision)
    shutil.copytree(folder / "checkpoints", model / "checkpoints")
    settings = yaml.safe_load((folder / "hparams.yaml").read_text(encoding="utf-8"))
    (model / "hparams.yaml").write_text(yaml.safe_dump({**settings, "pretrained_model": encoder}), encoding="utf-8")
    shutil.copytree(folder / "encoder", _make_snapshot(cache, encoder, revision), dirs_exist_ok=True)


def _make_snapshot(cache: Path, repository: str, revision: str) -> Path:
    root = cache / f"models--{repository.replace('/', '--')}"
    (root / "refs").mkdir(parents=True)
    (root / "refs" / "main").write_text(revision, encoding="utf-8")
    (root / "snapshots" / revision).mkdir(parents=True)
    return root / "snapshots" / revision


def _build_encoder(folder: Path, vocabulary: int) -> None:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import XLMRobertaConfig, XLMRobertaTokenizerFast

    special = ["<s>", "<pad>", "</s>", "<unk>"]
    characters = sorted({character for line in LINES for character in line} | {"▁"})
    pieces = [(piece, 0.0) for piece in special] + [(character, -5.0) for character in characters]
    pieces += [(f"\ue000{number}", -20.0) for number in range(vocabulary - len(pieces) - 1)]
    tokenizer = Tokenizer(models.Unigram([*pieces, ("<mask>", 0.0)], unk_id=3))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    XLMRobertaTokenizerFast(tokenizer_object=tokenizer, model_max_length=POSITIONS - 2).save_pretrained(folder)
    XLMRobertaConfig(
        vocab_size=vocabulary,
        hidden_size=HIDDEN,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=HIDDEN * 2,
        max_position_embeddings=POSITIONS,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
        type_vocab_size=1,
    ).save_pretrained(folder)


def _spread(model: Any) -> None:
    """Larger weights than a fresh model has, so that different texts get clearly different scores."""
    import torch

    with torch.no_grad():
        for parameter in model.estimator.parameters():
            parameter.mul_(3)
        for parameter in model.encoder.model.parameters():
            if parameter.dim() > 1:
                parameter.mul_(10)
        for number, parameter in enumerate(model.layerwise_attention.scalar_parameters):
            parameter.fill_(number * 0.7)


def forget() -> None:
    """What a new process would know: nothing but the stores."""
    from evalkit.models.judging import open_judge
    from evalkit.models.segment_scores import open_scorer

    open_scorer.cache_clear()
    open_judge.cache_clear()
