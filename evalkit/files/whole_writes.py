"""Reporting: an evaluation in, a folder of reports out, without ever losing what stood there.

Everything is written beside (``.evalkit-new``) and then renamed in, ``index.html`` last. What a rename replaces is kept
in ``.evalkit-old`` until all is in place, and comes back when the run breaks off, or at the next run if it could not;
where the file system has links it keeps its own name too, so that no moment is without a page.
The folder's manifest lists what evalkit wrote, with a hash: only these files are ever removed, and one that somebody
changed since is kept.
"""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from evalkit.data import Evaluation
from evalkit.errors import ReportError
from evalkit.plugins import list_names, load_plugin
from evalkit.version import __version__

MANIFEST = ".evalkit-manifest.json"
_NEW, _OLD, _NEW_MANIFEST = ".evalkit-new", ".evalkit-old", ".evalkit-manifest.new"
_COUNTS_AS_EMPTY = frozenset({".gitignore", _NEW, _NEW_MANIFEST})

Write = Callable[[Evaluation, Path], Sequence[str]]


def write_report(evaluation: Evaluation, folder: Path) -> Path:
    """Write every output format into ``folder`` and return the path of its ``index.html``.

    Raises ReportError where the folder cannot be written, the disk is full, or the folder holds files but no manifest
    of evalkit's. The report that stood there stays whole until the new one is complete; where there was no folder, none
    is left.
    """
    folder = Path(folder)
    with _explain_failure(folder), taking_back(folder):
        _prepare(folder)
        written = _stage(evaluation, folder / _NEW, _list_writers())
        _move_in(folder, written)
    return folder / "index.html"


def require_folder(folder: Path) -> None:
    """Refuse now what :func:`write_report` would refuse after the work: a file, somebody else's folder, one that cannot
    be written."""
    with _explain_failure(folder):
        missing = _list_missing(folder)
        try:
            _prepare(folder)
        finally:
            _remove_empty(missing)


def require_writable(folder: Path) -> None:
    """Raises ReportError, now and not after the work, where files cannot be written into a folder, or it cannot be
    made; leaves nothing behind."""
    with _explain_failure(folder):
        missing = _list_missing(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            trial = folder / _NEW_MANIFEST
            trial.touch()
            trial.unlink()
        finally:
            _remove_empty(missing)


def require_new_folder(folder: Path) -> None:
    """Raises ReportError where a folder holds anything, is a file or cannot be written."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise ReportError(f"{folder} exists already, and nothing in it is overwritten. Name a new folder.")
    require_writable(folder)


def remove_report(folder: Path) -> None:
    """Remove what evalkit wrote into a folder and nobody has changed since, and what an interrupted run left there;
    every other file stays, and so does the folder.

    Raises ReportError where the manifest cannot be read or a file cannot be removed.
    """
    with _explain_failure(folder):
        listed = _read_manifest(folder)
        for path, digest in listed.items():
            if (folder / path).is_file() and _hash(folder / path) == digest:
                (folder / path).unlink()
        for leftover in (_NEW, _OLD):
            shutil.rmtree(folder / leftover, ignore_errors=True)
        _remove_empty_folders(folder, listed)
        for name in (MANIFEST, _NEW_MANIFEST):
            (folder / name).unlink(missing_ok=True)


@contextmanager
def taking_back(folder: Path, names: Iterable[str] = ()) -> Iterator[None]:
    """Where the block fails, the files of these names in a folder are removed, and every folder that is empty then and
    stands in it or was not there before. ``names`` may grow while the block runs."""
    missing = _list_missing(folder)
    try:
        yield
    except BaseException:
        for name in names:
            with suppress(OSError):
                (folder / name).unlink()
            _remove_empty(folder / parent for parent in PurePosixPath(name).parents if parent.name)
        _remove_empty(missing)
        raise


def write_beside(path: Path, content: bytes) -> None:
    """Write one file so that it is whole or unchanged: beside it first, then renamed in. Raises ReportError with the
    reason."""
    beside = path.with_name(f"{path.name}.new")
    with _explain_failure(path.parent), taking_back(path.parent, [beside.name]):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)


def _list_missing(folder: Path) -> list[Path]:
    """The folder and those it stands in, as far as they are not there, the innermost first."""
    return [one for one in (folder, *folder.parents) if not one.exists()]


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _list_writers() -> list[Write]:
    return [load_plugin("writers", name).write for name in list_names("writers")]


def _prepare(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise ReportError(f"{folder} is a file; a report needs a folder. Name another one.")
    folder.mkdir(parents=True, exist_ok=True)
    strangers = sorted({entry.name for entry in folder.iterdir()} - _COUNTS_AS_EMPTY)
    if strangers and MANIFEST not in strangers:
        raise ReportError(
            f"{folder} holds files that evalkit did not write ({strangers[0]}{', …' if len(strangers) > 1 else ''}), and evalkit "
            f"overwrites nothing of others. Name an empty or a new folder."
        )
    _read_manifest(folder)
    _restore(folder)


def _stage(evaluation: Evaluation, new: Path, writers: Sequence[Write]) -> list[str]:
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    try:
        return sorted(
            {path for write in writers for path in write(evaluation, new)},
            key=lambda path: (path == "index.html", path),
        )
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def _move_in(folder: Path, written: Sequence[str]) -> None:
    """Rename the new files in. The manifest names old and new files while that goes on, so that no leftover is ever a
    stranger."""
    before = _read_manifest(folder)
    after = {path: _hash(folder / _NEW / path) for path in written}
    _write_manifest(folder, {**after, **before})
    moved: list[Path] = []
    try:
        for path in (*written, *sorted(before.keys() - after.keys())):
            _set_aside(folder, path, before)
            if path not in after:
                (folder / path).unlink(missing_ok=True)
                continue
            moved.append(folder / path)
            moved[-1].parent.mkdir(parents=True, exist_ok=True)
            (folder / _NEW / path).replace(moved[-1])
        _write_manifest(folder, after)
    except BaseException:
        _roll_back(folder, moved, before)
        raise
    shutil.rmtree(folder / _OLD, ignore_errors=True)
    shutil.rmtree(folder / _NEW, ignore_errors=True)
    _remove_empty_folders(folder, before)


def _roll_back(folder: Path, moved: Sequence[Path], before: Mapping[str, str]) -> None:
    for path in moved:
        path.unlink(missing_ok=True)
    _restore(folder)
    _remove_empty_folders(folder, {path.relative_to(folder).as_posix(): "" for path in moved})
    if before:
        _write_manifest(folder, before)
    else:
        (folder / MANIFEST).unlink(missing_ok=True)


def _set_aside(folder: Path, path: str, hashes: Mapping[str, str]) -> None:
    """Keep what stands at ``path`` in ``.evalkit-old`` too; a file that is not as evalkit wrote it is renamed instead,
    and stays."""
    present = folder / path
    if not present.is_file():
        return
    if hashes.get(path) != _hash(present):
        present.rename(_name_kept(present))
        return
    aside = folder / _OLD / path
    aside.parent.mkdir(parents=True, exist_ok=True)
    try:
        aside.hardlink_to(present)
    except OSError:  # not every file system has links
        present.replace(aside)


def _name_kept(path: Path) -> Path:
    numbers = (path.with_name(f"{path.stem}.kept-{number}{path.suffix}") for number in range(1, 10_000))
    return next(candidate for candidate in numbers if not candidate.exists())


def _restore(folder: Path) -> None:
    """Bring back what an interrupted run had set aside, and clean up after it."""
    old = folder / _OLD
    for aside in sorted(old.rglob("*")) if old.is_dir() else []:
        if aside.is_file():
            aside.replace(folder / aside.relative_to(old))
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(folder / _NEW, ignore_errors=True)


def _remove_empty_folders(folder: Path, paths: Mapping[str, str]) -> None:
    for parent in {(folder / path).parent for path in paths} - {folder}:
        if parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()


def _read_manifest(folder: Path) -> dict[str, str]:
    """The paths that evalkit wrote into the folder, with their hashes; none where there is no manifest."""
    path = folder / MANIFEST
    if not path.exists():
        return {}
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        listed = {str(name): str(digest) for name, digest in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReportError(
            f"{path} is not readable as evalkit's list of its own files; remove it and the report, or name another folder."
        ) from error
    for name in listed:
        if not _is_inside(folder, name):
            raise ReportError(
                f"{path} lists “{name}”, which is outside the folder; evalkit touches nothing there. Name another folder."
            )
    return listed


def _is_inside(folder: Path, name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and ".." not in parts and (folder / name).resolve().is_relative_to(folder.resolve())


def _write_manifest(folder: Path, files: Mapping[str, str]) -> None:
    content = json.dumps({"evalkit": __version__, "files": files}, ensure_ascii=False, indent=1)
    (folder / _NEW_MANIFEST).write_text(content, encoding="utf-8")
    (folder / _NEW_MANIFEST).replace(folder / MANIFEST)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_REASONS = {
    errno.ENOSPC: "the disk is full; make room or name another folder",
    errno.EDQUOT: "your quota of the disk is used up; make room or name another folder",
    errno.EACCES: "evalkit may not write there; name another folder",
    errno.EPERM: "evalkit may not write there; name another folder",
    errno.EROFS: "the file system is read-only; name another folder",
    errno.ENAMETOOLONG: "the path is too long; name a folder with a shorter path",
}


@contextmanager
def _explain_failure(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or f"{error.strerror or error}; name another folder"
        raise ReportError(
            f"Nothing could be written into {folder}: {reason}. What stood there is unchanged."
        ) from error
