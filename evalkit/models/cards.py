"""What is known of a model before it is fetched: size, licence, whether it is gated, what it reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from evalkit.errors import MetricUnavailableError
from evalkit.models.locating import find_files, is_path, read_settings, split_name

DEFAULT_MODEL = "Unbabel/wmt22-comet-da"

_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
_APACHE = "Apache-2.0"
_NON_COMMERCIAL = "CC BY-NC-SA 4.0"
_XLM_R_CODES = (
    "af am ar as az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fil fr fy ga gd gl gu ha he hi hr hu hy id is it ja jv ka kk km"
    " kn ko ku ky la lo lt lv mg mk ml mn mr ms my ne nl no om or pa pl ps pt ro ru sa sd si sk sl so sq sr su sv sw ta te th tl tr ug uk"
    " ur uz vi xh yi zh"
)
_XLM_R = frozenset(_XLM_R_CODES.split())
_XLM_R_ENCODERS = frozenset({"XLM-RoBERTa", "XLM-RoBERTa-XL", "MiniLM"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """What a user wants to know of a model before using it; ``None`` where it is not known.

    ``size_bytes`` is the checkpoint's size on disk, about. ``encoder`` is the repository whose tokenizer and
    configuration the model needs besides its own files. ``languages`` are the codes its encoder was trained on.
    ``uses_reference`` holds for models that read a reference where there is one.
    """

    name: str
    size_bytes: int | None = None
    licence: str | None = None
    non_commercial: bool = False
    gated: bool = False
    encoder: str | None = None
    needs_source: bool = True
    needs_reference: bool = True
    uses_reference: bool = True
    languages: frozenset[str] | None = None

    @property
    def size(self) -> str:
        """The size for people: ``2.3 GB``, or ``size unknown``."""
        return "size unknown" if self.size_bytes is None else show_size(self.size_bytes)


def show_size(size_bytes: int) -> str:
    """A number of bytes in decimal units, as disks and download pages count: ``2.3 GB``, ``471 MB``."""
    if size_bytes >= 10**9:
        return f"{size_bytes / 10**9:.1f} GB"
    return f"{max(1, round(size_bytes / 10**6))} MB"


def _regression(name: str, size_gb: float, encoder: str) -> ModelCard:
    return ModelCard(name=name, size_bytes=int(size_gb * 10**9), licence=_APACHE, encoder=encoder, languages=_XLM_R)


def _gated(name: str, size_gb: float, encoder: str, *, uses_reference: bool) -> ModelCard:
    return ModelCard(
        name=name,
        size_bytes=int(size_gb * 10**9),
        licence=_NON_COMMERCIAL,
        non_commercial=True,
        gated=True,
        encoder=encoder,
        needs_reference=False,
        uses_reference=uses_reference,
        languages=_XLM_R,
    )


# Sizes are parameters times four bytes where the hub's own figure was not at hand; languages are those of CC-100 (Conneau et al. 2020).
_CARDS = (
    _regression(DEFAULT_MODEL, 2.32, "xlm-roberta-large"),
    _regression("Unbabel/wmt20-comet-da", 2.32, "xlm-roberta-large"),
    replace(
        _regression("Unbabel/wmt20-comet-qe-da", 2.28, "xlm-roberta-large"),
        needs_reference=False,
        uses_reference=False,
    ),
    _regression("Unbabel/eamt22-cometinho-da", 0.47, "microsoft/Multilingual-MiniLM-L12-H384"),
    _gated("Unbabel/wmt22-cometkiwi-da", 2.26, "microsoft/infoxlm-large", uses_reference=False),
    _gated("Unbabel/wmt23-cometkiwi-da-xl", 13.9, "facebook/xlm-roberta-xl", uses_reference=False),
    _gated("Unbabel/wmt23-cometkiwi-da-xxl", 42.9, "facebook/xlm-roberta-xxl", uses_reference=False),
    _gated("Unbabel/XCOMET-XL", 13.9, "facebook/xlm-roberta-xl", uses_reference=True),
    _gated("Unbabel/XCOMET-XXL", 42.9, "facebook/xlm-roberta-xxl", uses_reference=True),
)
KNOWN_MODELS: Mapping[str, ModelCard] = {card.name: card for card in _CARDS}


def require_name_form(name: str) -> None:
    """Nothing, where ``name`` is an existing checkpoint or may be a repository of the hub; MetricUnavailableError
    otherwise."""
    repository, _ = split_name(name)
    if is_path(name):
        find_files(name)
    elif not _REPOSITORY.fullmatch(repository):
        known = [model for model in KNOWN_MODELS if model.split("/")[1] == repository]
        wanted = (
            f"write {known[0]}" if known else f"name it as OWNER/MODEL like {DEFAULT_MODEL} or give a checkpoint's path"
        )
        raise MetricUnavailableError(
            f"“{name}” is neither a model of the hub nor a checkpoint on this machine, {wanted}."
        )


def describe_model(name: str) -> ModelCard:
    """What is known of the model of that name or path: from its own files where they are on this machine, else from the
    table."""
    repository, _ = split_name(name)
    card = KNOWN_MODELS.get(repository, ModelCard(name=repository))
    try:
        checkpoint, settings_file = find_files(name)
    except MetricUnavailableError:
        return card
    return _complete(card, read_settings(settings_file), size_bytes=checkpoint.stat().st_size)


def _complete(card: ModelCard, settings: Mapping[str, Any], *, size_bytes: int) -> ModelCard:
    """The card with what the model's own settings say."""
    kind = settings["class_identifier"]
    reads = settings.get("input_segments") or ["mt", "src", "ref"]
    uses_reference = kind != "referenceless_regression_metric" and (kind != "unified_metric" or "ref" in reads)
    return replace(
        card,
        size_bytes=size_bytes,
        encoder=settings.get("pretrained_model"),
        needs_source=kind != "unified_metric" or "src" in reads,
        needs_reference=kind == "regression_metric" or (kind == "unified_metric" and "src" not in reads),
        uses_reference=uses_reference,
        languages=_XLM_R if settings.get("encoder_model", "XLM-RoBERTa") in _XLM_R_ENCODERS else None,
    )
