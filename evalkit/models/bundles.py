"""Packed models: one archive with checkpoint, settings, tokenizer, configuration, licence and hashes, which scores with
no network at all.

A packed model is a zip file, stored and not compressed, with a manifest ``evalkit-model.json`` that lists every other
file with its size and SHA-256. It is unpacked once, into the cache folder, and checked on the way: only files that the
manifest lists, under plain relative names, no links, no more bytes than stated, every hash as stated. The folder that
results is a model's folder like any other.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from evalkit.data.metric import Progress
from evalkit.errors import MetricUnavailableError
from evalkit.scoring.cache import find_store

MANIFEST = "evalkit-model.json"
_FORMAT = 1
_NAME = re.compile(r"(?:[\w][\w.+-]*/){0,3}[\w][\w.+-]*")
_BLOCK = 1 << 20
_LARGEST_MANIFEST = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """What a manifest says of one file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a packed model is: the name and revision it had where it was packed, its licence, its files by their
    relative names."""

    name: str
    revision: str
    licence: str | None
    files: Mapping[str, PackedFile]

    @property
    def digest(self) -> str:
        """A hash that stands for the content of every file."""
        return hashlib.sha256(_dump(self)).hexdigest()


def is_bundle(path: Path) -> bool:
    """Whether a path names a packed model (checkpoints are zip files too, but end in ``.ckpt``)."""
    return path.suffix == ".zip" and path.is_file()


def write_bundle(
    target: Path,
    sources: Mapping[str, Path],
    texts: Mapping[str, str],
    *,
    name: str,
    revision: str,
    licence: str | None,
    progress: Progress | None = None,
) -> Manifest:
    """Writes an archive of files, by the names they get, and of ``texts``; either whole or not at all."""
    total = sum(path.stat().st_size for path in sources.values())
    files: dict[str, PackedFile] = {}
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            done = 0
            for inside, path in sources.items():
                with path.open("rb") as source, archive.open(inside, "w", force_zip64=True) as sink:
                    files[inside] = _copy(source, sink, lambda size: progress(done + size, total) if progress else None)  # noqa: B023
                done += files[inside].size
            for inside, text in texts.items():
                content = text.encode()
                archive.writestr(inside, content)
                files[inside] = PackedFile(size=len(content), sha256=hashlib.sha256(content).hexdigest())
            manifest = Manifest(name=name, revision=revision, licence=licence, files=files)
            archive.writestr(MANIFEST, _dump(manifest))
        beside.replace(target)
    except OSError as error:
        raise MetricUnavailableError(
            f"{target} cannot be written ({error.strerror or error}), make room or name another file."
        ) from error
    finally:
        beside.unlink(missing_ok=True)
    return manifest


def unpack_bundle(path: Path, progress: Progress | None = None) -> Path:
    """The folder with an archive's files, unpacked and checked at the first call. MetricUnavailableError where the
    archive is not sound."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _read_manifest(archive, path)
            folder = find_store().parent / "models" / manifest.digest[:24]
            if not folder.is_dir():
                _unpack(archive, manifest, folder, path, progress)
    except zipfile.BadZipFile as error:
        raise MetricUnavailableError(f"{path} is no whole zip file ({error}), copy or pack it again.") from error
    except OSError as error:
        raise MetricUnavailableError(
            f"{path} cannot be unpacked into {find_store().parent} ({error.strerror or error}), make room or set EVALKIT_CACHE to another folder."
        ) from error
    return folder


def read_manifest_of(folder: Path) -> Manifest | None:
    """The manifest in an unpacked model's folder; ``None`` where there is none or it cannot be read."""
    try:
        return parse_manifest((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def parse_manifest(content: bytes) -> Manifest:
    """The manifest in these bytes; ValueError, TypeError, KeyError or AttributeError where it is none."""
    found = json.loads(content)
    if found["format"] != _FORMAT:
        raise ValueError(f"format {found['format']}")
    files = {
        str(name): PackedFile(size=int(entry["size"]), sha256=str(entry["sha256"]))
        for name, entry in found["files"].items()
    }
    for name in files:
        if not _NAME.fullmatch(name) or name == MANIFEST:
            raise ValueError(f"the name {name!r}")
    return Manifest(name=str(found["name"]), revision=str(found["revision"]), licence=found["licence"], files=files)


def _dump(manifest: Manifest) -> bytes:
    content: dict[str, Any] = {"format": _FORMAT, **asdict(manifest)}
    content["files"] = {name: asdict(entry) for name, entry in manifest.files.items()}
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False).encode()


def _read_manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    """The manifest of an archive that holds what it lists and nothing else."""
    entries = archive.infolist()
    for entry in entries:
        mode = entry.external_attr >> 16
        if not _NAME.fullmatch(entry.filename) or (mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode)):
            raise MetricUnavailableError(
                f"{path} holds “{entry.filename}”, which is no plain file below its own folder, so it was refused: pack the model again."
            )
    if len({entry.filename for entry in entries}) < len(entries):
        raise MetricUnavailableError(f"{path} holds two files of one name, so it was refused: pack the model again.")
    sizes = {entry.filename: entry.file_size for entry in entries}
    try:
        if sizes[MANIFEST] > _LARGEST_MANIFEST:
            raise ValueError("its size")
        manifest = parse_manifest(archive.read(MANIFEST))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise MetricUnavailableError(
            f"{path} is no packed model ({MANIFEST} is missing or is not what evalkit writes: {error}), pack one with “evalkit models pack”."
        ) from error
    del sizes[MANIFEST]
    if sizes != {name: entry.size for name, entry in manifest.files.items()}:
        raise MetricUnavailableError(f"{path} does not hold just what its {MANIFEST} lists, pack the model again.")
    return manifest


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, folder: Path, path: Path, progress: Progress | None) -> None:
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    total, done = sum(entry.size for entry in manifest.files.values()), 0
    try:
        for name, expected in manifest.files.items():
            target = beside / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, target.open("xb") as sink:
                found = _copy(source, sink, lambda size: progress(done + size, total) if progress else None)  # noqa: B023
            done += expected.size
            if found != expected:
                raise MetricUnavailableError(f"{path}: {name} has changed since it was packed, copy or pack it again.")
        (beside / MANIFEST).write_bytes(_dump(manifest))
        try:
            beside.rename(folder)
        except OSError:
            if not folder.is_dir():  # another run was quicker
                raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _copy(source: Any, sink: Any, tell: Callable[[int], None]) -> PackedFile:
    digest, size = hashlib.sha256(), 0
    while block := source.read(_BLOCK):
        sink.write(block)
        digest.update(block)
        size += len(block)
        tell(size)
    return PackedFile(size=size, sha256=digest.hexdigest())


def hash_stream(source: BinaryIO) -> str:
    """The SHA-256 of all that a file holds."""
    digest = hashlib.sha256()
    while block := source.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()
