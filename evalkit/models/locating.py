"""Where a model's files are on this machine; nothing here contacts the network or loads a weight."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from evalkit.errors import CacheError, MetricUnavailableError
from evalkit.models.bundles import Manifest, hash_stream, is_bundle, read_manifest_of, unpack_bundle
from evalkit.scoring.cache import ScoreStore, find_store

MODEL_CLASSES: Mapping[str, str] = {
    "regression_metric": "RegressionMetric",
    "referenceless_regression_metric": "ReferencelessRegression",
    "unified_metric": "UnifiedMetric",
    "xcomet_metric": "XCOMETMetric",
}
"""The classes of :mod:`comet.models` that can be scored with, by the ``class_identifier`` of ``hparams.yaml``."""

ENCODER_FILES = (
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "sentencepiece.bpe.model",
    "sentencepiece.model",
    "vocab.txt",
)
"""What is needed of an encoder's repository: configuration and tokenizer, never its weights (the checkpoint has
them)."""

_VOCABULARIES = ("tokenizer.json", "sentencepiece.bpe.model", "sentencepiece.model", "vocab.txt")
_LARGE = 1 << 26
_CHECKPOINT = "checkpoints/model.ckpt"
_SETTINGS = "hparams.yaml"
_SHORT_COMMIT = re.compile(r"[0-9a-f]{7,39}")
_IN_HUB_CACHE = re.compile(r"/models--([^/]+)--([^/]+)/snapshots/([0-9a-f]{7,40})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalModel:
    """A model whose every file is on this machine.

    ``name`` is the hub's name, or the folder's for a checkpoint of one's own; ``encoder`` is the folder with the
    encoder's configuration and tokenizer; ``settings`` is its ``hparams.yaml``; ``stamp`` holds size and time of change
    of that and of the checkpoint, so that a changed file is another model.
    """

    name: str
    checkpoint: Path
    encoder: Path
    stamp: tuple[tuple[int, int], ...]
    settings: Mapping[str, Any] = field(compare=False)

    @property
    def kind(self) -> str:
        """The ``class_identifier``, one of :data:`MODEL_CLASSES`."""
        return str(self.settings["class_identifier"])

    @property
    def revision(self) -> str:
        """What tells these weights from others of the same name: the hub's commit, also of a packed model that is as it
        was packed, else the start of the SHA-256 of settings and checkpoint."""
        folder = self.checkpoint.parents[1]
        if found := _IN_HUB_CACHE.search(folder.as_posix()):
            return found[3][:12]
        hashes = [hash_file(folder / _SETTINGS), hash_file(self.checkpoint)]
        if (packed := read_manifest_of(folder)) is not None and _is_as_packed(packed, hashes):
            return packed.revision
        return f"sha256-{hashlib.sha256(''.join(hashes).encode()).hexdigest()[:12]}"

    @property
    def weights(self) -> str:
        """A hash of settings and checkpoint, whatever name and revision they go by; free where the hub's cache files
        the checkpoint by its hash."""
        blob = self.checkpoint.resolve()
        filed = blob.parent.name == "blobs" and re.fullmatch(r"[0-9a-f]{64}", blob.name)
        checkpoint = blob.name if filed else hash_file(self.checkpoint)
        settings = hash_file(self.checkpoint.parents[1] / _SETTINGS)
        return hashlib.sha256((settings + checkpoint).encode()).hexdigest()[:32]


def split_name(name: str) -> tuple[str, str | None]:
    """Repository and revision of ``repository@revision``; a path, or a name without ``@``, has no revision."""
    if is_path(name) or "@" not in name:
        return name, None
    repository, _, revision = name.partition("@")
    return repository, revision


def is_path(name: str) -> bool:
    """Whether a model is named by a path: it exists, or it is written as only a path can be."""
    return name.endswith((".ckpt", ".zip")) or name.startswith((".", "/", "~")) or "\\" in name or Path(name).exists()


def is_local(name: str) -> bool:
    """Whether everything the model needs is on this machine, so that scoring will not contact the network."""
    try:
        locate_model(name)
    except MetricUnavailableError:
        return False
    return True


def locate_model(name: str) -> LocalModel:
    """The model of that name or path with all its files; MetricUnavailableError saying what is missing."""
    checkpoint, settings_file = find_files(name)
    settings = read_settings(settings_file)
    encoder = find_encoder(settings, settings_file.parent)
    if encoder is None:
        raise MetricUnavailableError(
            f"the tokenizer and configuration of {' and '.join(encoder_repositories(settings))}, which {name} needs, are not on this machine,"
            " run once with a network connection to fetch them."
        )
    return LocalModel(
        name=_show_name(settings_file.parent),
        checkpoint=checkpoint,
        encoder=encoder,
        stamp=tuple((state.st_size, state.st_mtime_ns) for state in (settings_file.stat(), checkpoint.stat())),
        settings=settings,
    )


def find_files(name: str) -> tuple[Path, Path]:
    """The paths of checkpoint and ``hparams.yaml``; MetricUnavailableError saying which is missing."""
    if is_path(name):
        return _find_in_folder(name)
    checkpoint, settings_file = (find_cached(name, file) for file in (_CHECKPOINT, _SETTINGS))
    if checkpoint is None or settings_file is None:
        raise MetricUnavailableError(
            f"the model {name} is not on this machine, run once with a network connection to fetch it or name a checkpoint's path with --model."
        )
    return checkpoint, settings_file


def _find_in_folder(name: str) -> tuple[Path, Path]:
    path = Path(name).expanduser().absolute()
    if not path.exists():
        raise MetricUnavailableError(
            f"the checkpoint {name} does not exist, correct the path or name a model of the hub."
        )
    if is_bundle(path):
        path = unpack_bundle(path)
    checkpoint = path / _CHECKPOINT if path.is_dir() else path
    if not checkpoint.is_file():
        raise MetricUnavailableError(
            f"the folder {name} holds no {_CHECKPOINT}, name the folder of a COMET model or its .ckpt file."
        )
    settings_file = checkpoint.parents[1] / _SETTINGS
    if not settings_file.is_file():
        raise MetricUnavailableError(
            f"{_SETTINGS} is missing, put it at {settings_file}: COMET reads from it what kind of model this is."
        )
    return checkpoint, settings_file


def find_cached(name: str, file: str) -> Path | None:
    """A repository's file in the hub's cache on this machine, or ``None``."""
    from huggingface_hub import constants, try_to_load_from_cache

    repository, revision = split_name(name)
    if revision is not None and _SHORT_COMMIT.fullmatch(revision):
        snapshots = Path(constants.HF_HUB_CACHE) / f"models--{repository.replace('/', '--')}" / "snapshots"
        revision = next((path.name for path in sorted(snapshots.glob(f"{revision}*"))), revision)
    found = try_to_load_from_cache(repository, file, cache_dir=constants.HF_HUB_CACHE, revision=revision)
    return Path(found) if isinstance(found, str) else None


def read_settings(path: Path) -> Mapping[str, Any]:
    """``hparams.yaml`` as plain values; MetricUnavailableError where it is none or names a class that cannot be scored
    with."""
    import yaml

    try:
        settings = yaml.safe_load(path.read_text(encoding="utf-8"))
        kind = settings["class_identifier"]
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise MetricUnavailableError(
            f"{path} is not the hparams.yaml of a COMET model, fetch the model again."
        ) from error
    if kind not in MODEL_CLASSES:
        raise MetricUnavailableError(
            f"models of class “{kind}” cannot score segments, choose one of {', '.join(MODEL_CLASSES)}."
        )
    return dict(settings)


def encoder_repositories(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The repositories that configuration and tokenizer come from; COMET takes the tokenizer of MiniLM models from
    another one."""
    pretrained = str(settings["pretrained_model"])
    return (pretrained, "xlm-roberta-base") if settings.get("encoder_model") == "MiniLM" else (pretrained,)


def find_encoder(settings: Mapping[str, Any], folder: Path) -> Path | None:
    """The folder with the encoder's configuration and tokenizer: ``encoder`` beside the model's own files, a path, or
    the hub's cache."""
    first, *others = encoder_repositories(settings)
    if any(find_tokenizer(settings, folder) is None and _find_encoder_files(other) is None for other in others):
        return None
    if (folder / "encoder" / "config.json").is_file():
        return folder / "encoder"
    return _find_encoder_files(first, with_vocabulary=not others)


def find_tokenizer(settings: Mapping[str, Any], folder: Path) -> Path | None:
    """The folder ``tokenizer`` beside a model's own files, where its tokenizer is another repository's and was packed
    with it."""
    own = folder / "tokenizer"
    return own if len(encoder_repositories(settings)) > 1 and own.is_dir() else None


def _find_encoder_files(repository: str, *, with_vocabulary: bool = True) -> Path | None:
    if Path(repository).is_dir():
        return Path(repository).absolute()
    configuration = find_cached(repository, "config.json")
    if configuration is None:
        return None
    complete = not with_vocabulary or any((configuration.parent / name).exists() for name in _VOCABULARIES)
    return configuration.parent if complete else None


def _show_name(folder: Path) -> str:
    if found := _IN_HUB_CACHE.search(folder.as_posix()):
        return f"{found[1]}/{found[2]}"
    packed = read_manifest_of(folder)
    return folder.name if packed is None else packed.name


def _is_as_packed(packed: Manifest, hashes: list[str]) -> bool:
    listed = [packed.files.get(name) for name in (_SETTINGS, _CHECKPOINT)]
    return hashes == [entry and entry.sha256 for entry in listed]


def hash_file(path: Path) -> str:
    """The SHA-256 of a file's content. That of a large file is kept beside the scores, until the file's size or times
    change."""
    state = path.stat()
    stamp = f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino}"
    return _hash_stamped(path, stamp, state.st_size >= _LARGE)


@cache
def _hash_stamped(path: Path, stamp: str, is_large: bool) -> str:
    if not is_large:
        return _hash_content(path)
    try:
        with ScoreStore(find_store()) as store:
            digest = store.find_hash(path, stamp)
            if digest is None:
                digest = _hash_content(path)
                store.keep_hash(path, stamp, digest)
            return digest
    except CacheError:
        return _hash_content(path)


def _hash_content(path: Path) -> str:
    with path.open("rb") as file:
        return hash_stream(file)
