"""Loading a COMET checkpoint: weights only, offline, and complete or not at all."""

from __future__ import annotations

import functools
import inspect
import pickle
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from evalkit.errors import MetricUnavailableError
from evalkit.models.locating import MODEL_CLASSES, LocalModel, find_tokenizer
from evalkit.models.quiet import silence_libraries, stay_offline

_GIT_LFS = b"version https://git-lfs"
_WEIGHTS = (b"PK\x03\x04", b"\x80\x02")
"""How a file of torch.save begins: a zip archive, or before PyTorch 1.6 a pickle."""


def load_model(model: LocalModel, *, trusted: bool = False) -> Any:
    """The model as an object of :mod:`comet.models`, in single precision, ready to score; contacts no network.

    Raises MetricUnavailableError where the checkpoint is damaged, is no model, wants to run code (unless it is
    ``trusted``), or lacks weights.
    """
    with silence_libraries():
        model_class = _import_class(model.kind)
        with stay_offline():
            checkpoint = read_checkpoint(model.checkpoint, trusted=trusted)
            return _build(model_class, checkpoint, model)


def _import_class(kind: str) -> Any:
    try:
        import comet.models
    except (ImportError, AttributeError, RuntimeError, ValueError, OSError) as error:
        # Binary packages that do not fit together fail in all of these ways.
        raise MetricUnavailableError(
            f"unbabel-comet is installed and cannot be imported ({_first_line(error)}), install it again with its pins:"
            ' pip install "evalkit-mt[comet]".'
        ) from error
    return getattr(comet.models, MODEL_CLASSES[kind])


def read_checkpoint(path: Path, *, trusted: bool = False) -> Mapping[str, Any]:
    """The content of a checkpoint; MetricUnavailableError where that cannot be had.

    Nothing in it is executed, unless it is ``trusted``: then whatever it says is.
    """
    import torch

    try:
        _require_weights_file(path)
        checkpoint = torch.load(path, map_location="cpu", weights_only=not trusted, mmap=zipfile.is_zipfile(path))
        return {"state_dict": checkpoint["state_dict"], "hyper_parameters": checkpoint["hyper_parameters"]}
    except PermissionError as error:
        raise MetricUnavailableError(
            f"the checkpoint {path} may not be read by this user, change its permissions."
        ) from error
    except pickle.UnpicklingError as error:
        found = re.search(r"GLOBAL ([\w.]*\w)", str(error))
        what = f"code that would run on loading ({found[1]})" if found else "more than weights, or damage"
        raise MetricUnavailableError(
            f"the checkpoint {path} carries {what}, so it was refused: use a checkpoint that holds weights only, or pass"
            " --trust-checkpoint if you trust who made it with all that this machine can do."
        ) from error
    except (RuntimeError, OSError, EOFError, LookupError, TypeError, ValueError) as error:
        raise MetricUnavailableError(
            f"the checkpoint {path} cannot be read ({_first_line(error)}): it is damaged or only half there, fetch it again."
        ) from error


def require_checkpoint(path: Path) -> None:
    """Nothing, where a checkpoint can be read and holds weights only; MetricUnavailableError otherwise. Runs nothing in
    it."""
    with silence_libraries():
        read_checkpoint(path)


def _require_weights_file(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(len(_GIT_LFS))
    if start == _GIT_LFS:
        raise MetricUnavailableError(
            f"the checkpoint {path} is a git-lfs pointer and not the model itself, run “git lfs pull” in its folder or fetch the model again."
        )
    if not start.startswith(_WEIGHTS):
        raise MetricUnavailableError(
            f"the checkpoint {path} is not a file of weights, fetch it again or name another checkpoint."
        )


def _build(model_class: Any, checkpoint: Mapping[str, Any], model: LocalModel) -> Any:
    known = inspect.signature(model_class.__init__).parameters
    parameters = {name: value for name, value in checkpoint["hyper_parameters"].items() if name in known}
    parameters |= {"load_pretrained_weights": False, "local_files_only": True, "pretrained_model": str(model.encoder)}
    if model.settings.get("layer_transformation") == "sparsemax_patch":
        # What comet.load_from_checkpoint does since 2.2.4 (COMET issue 244).
        parameters["layer_transformation"] = "softmax"
    try:
        with _use_tokenizer(find_tokenizer(model.settings, model.checkpoint.parents[1])):
            built = model_class(**parameters)
        missing = built.load_state_dict(checkpoint["state_dict"], strict=False).missing_keys
    except (RuntimeError, OSError, TypeError, ValueError) as error:
        raise MetricUnavailableError(
            f"the checkpoint {model.checkpoint} does not fit its encoder or its hparams.yaml ({_first_line(error)}), fetch the model again."
        ) from error
    _require_weights(model.checkpoint, {name for name, _ in built.named_parameters()} & set(missing))
    return built.float().eval()


@contextmanager
def _use_tokenizer(folder: Path | None) -> Iterator[None]:
    """Within the block MiniLM encoders, which ask for another repository's tokenizer by its name, get the one in
    ``folder``."""
    if folder is None:
        yield
        return
    import comet.encoders.minilm as encoders

    original = encoders.XLMRobertaTokenizerFast
    load = functools.partial(original.from_pretrained, str(folder))
    encoders.XLMRobertaTokenizerFast = SimpleNamespace(from_pretrained=lambda name, **options: load(**options))
    try:
        yield
    finally:
        encoders.XLMRobertaTokenizerFast = original


def _require_weights(path: Path, missing: set[str]) -> None:
    if missing:
        raise MetricUnavailableError(
            f"the checkpoint {path} lacks {len(missing)} of the model's weights ({min(missing)} …), which would be random: fetch it again."
        )


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")[:200]
