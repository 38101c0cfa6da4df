"""Models as things to look after: which there are, whether one is whole, packing one for a machine without a
network."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evalkit.data.metric import Progress
from evalkit.errors import MetricUnavailableError
from evalkit.models.bundles import (
    MANIFEST,
    Manifest,
    hash_stream,
    is_bundle,
    read_manifest_of,
    unpack_bundle,
    write_bundle,
)
from evalkit.models.cards import KNOWN_MODELS, ModelCard, describe_model
from evalkit.models.locating import (
    ENCODER_FILES,
    LocalModel,
    encoder_repositories,
    find_cached,
    find_tokenizer,
    is_local,
    is_path,
    locate_model,
)

_LICENCE_TEXTS = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt")
_WHERE = {
    "Apache-2.0": "https://www.apache.org/licenses/LICENSE-2.0.txt",
    "CC BY-NC-SA 4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/legalcode.txt",
}
_BLOB = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A model of the table or of the hub's cache, and whether everything it needs is on this machine."""

    card: ModelCard
    is_local: bool


def list_models() -> list[Shelved]:
    """The models that evalkit knows of, then others in the hub's cache that can be scored with."""
    names = [*KNOWN_MODELS, *(name for name in _list_cached() if name not in KNOWN_MODELS)]
    return [Shelved(card=describe_model(name), is_local=is_local(name)) for name in names]


def _list_cached() -> Iterator[str]:
    from huggingface_hub import constants

    for folder in sorted(Path(constants.HF_HUB_CACHE).glob("models--*--*")):
        owner, _, model = folder.name.removeprefix("models--").partition("--")
        if find_cached(f"{owner}/{model}", "hparams.yaml") is not None:
            yield f"{owner}/{model}"


def pack_model(name: str, target: Path, *, licence: Path | None = None, progress: Progress | None = None) -> Manifest:
    """Writes a model that is on this machine as one archive which needs nothing else; ``licence`` is a text to put in.

    Raises MetricUnavailableError where something of the model is missing, or where the archive cannot be written.
    """
    local, card = locate_model(name), describe_model(name)
    if target.exists():
        raise MetricUnavailableError(f"{target} is there already, name a file that does not exist.")
    sources = {"hparams.yaml": local.checkpoint.parents[1] / "hparams.yaml", "checkpoints/model.ckpt": local.checkpoint}
    for folder_name, folder in _list_encoders(local):
        sources |= {f"{folder_name}/{file}": folder / file for file in ENCODER_FILES if (folder / file).exists()}
    texts = {}
    found = licence or next(filter(Path.is_file, (local.checkpoint.parents[1] / text for text in _LICENCE_TEXTS)), None)
    if found is not None:
        sources["LICENSE"] = found
    else:
        texts["LICENSE"] = _write_licence(card)
    sources = {inside: path.resolve() for inside, path in sources.items()}
    return write_bundle(
        target, sources, texts, name=local.name, revision=local.revision, licence=card.licence, progress=progress
    )


def _list_encoders(local: LocalModel) -> Iterator[tuple[str, Path]]:
    yield "encoder", local.encoder
    _, *others = encoder_repositories(local.settings)
    for other in others:
        packed = find_tokenizer(local.settings, local.checkpoint.parents[1])
        configuration = find_cached(other, "config.json")
        if packed is not None or configuration is not None:
            yield "tokenizer", packed or Path(configuration or "").parent


def _write_licence(card: ModelCard) -> str:
    if card.licence is None:
        return f"{card.name}: the licence is not known to who packed this; ask whoever made the model.\n"
    return (
        f"{card.name} is under {card.licence}{', which forbids commercial use' if card.non_commercial else ''}.\n"
        f"The licence's text: {_WHERE.get(card.licence, 'see the model’s page')}\nThe model: https://huggingface.co/{card.name}\n"
    )


def verify_model(name: str, progress: Progress | None = None) -> list[str]:
    """What is wrong with a model on this machine, one sentence each; an empty list: every file is there, is as it was,
    and loads.

    Files are compared with a packed model's manifest, or with the hashes under which the hub's cache files them; those
    of any other folder have nothing to be compared with, and are only loaded. Raises MetricUnavailableError where the
    model is not there at all.
    """
    from evalkit.models.loading import require_checkpoint

    if is_path(name) and is_bundle(Path(name).expanduser()):
        unpack_bundle(Path(name).expanduser(), progress)
    local = locate_model(name)
    folder = local.checkpoint.parents[1]
    manifest = read_manifest_of(folder)
    if manifest is None and (folder / MANIFEST).exists():
        return [f"{folder / MANIFEST} is damaged, unpack the model again."]
    wrong = list(_compare_packed(folder, manifest)) if manifest else list(_compare_cached(local))
    try:
        require_checkpoint(local.checkpoint)
    except MetricUnavailableError as error:
        wrong.append(str(error))
    return wrong


def _compare_packed(folder: Path, manifest: Manifest) -> Iterator[str]:
    for name, expected in manifest.files.items():
        path = folder / name
        if not path.is_file():
            yield f"{path} is missing, unpack the model again."
        elif path.stat().st_size < expected.size:
            yield f"{path} is only half there ({path.stat().st_size} of {expected.size} bytes), unpack the model again."
        elif _hash(path) != expected.sha256:
            yield f"{path} has changed since it was packed, unpack the model again."


def _compare_cached(local: LocalModel) -> Iterator[str]:
    folder = local.checkpoint.parents[1]
    for path in (folder / "hparams.yaml", local.checkpoint, *(local.encoder / name for name in ENCODER_FILES)):
        blob = path.resolve()
        if (
            path.is_file()
            and blob.parent.name == "blobs"
            and _BLOB.fullmatch(blob.name)
            and _hash_as_filed(blob) != blob.name
        ):
            yield f"{path} has changed since it was fetched or is only half there, delete {blob} and fetch the model again."


def _hash_as_filed(blob: Path) -> str:
    """The hash that the hub names a file by: SHA-256 of large files, git's own of the others."""
    if len(blob.name) == 64:
        return _hash(blob)
    content = blob.read_bytes()
    return hashlib.sha1(f"blob {len(content)}\0".encode() + content, usedforsecurity=False).hexdigest()


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hash_stream(file)
