"""The layout of a folder: which of its files are documents, which two are the halves of one, and what is left aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evalkit.errors import PairingError, ReadingError, SettingsError
from evalkit.files.settings import FILE_NAME, Settings
from evalkit.files.sides import OneSide
from evalkit.languages import normalise_code
from evalkit.plugins import list_names, load_plugin

OUTPUTS = "outputs"
REFERENCES = "references"
DECISIONS = "evalkit-decisions.jsonl"
_BACKUP = re.compile(r".+\.bak[0-9]*")
_ABOUT = frozenset({"readme", "license", "licence", "copying", "changelog", "contributing"})
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to read: where it is, how messages and passages call it, the folder the user gave (or empty), the plug-in
    that reads it."""

    path: Path
    shown: str
    folder: str
    reader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The files of one document: one file, or one for each side."""

    name: str
    files: tuple[tuple[OneSide | None, File], ...]


def list_folder(folder: Path) -> tuple[list[File], list[str]]:
    """A folder's own documents in natural order, and the names of all else in it but evalkit's own and hidden files.

    Folders in it are never entered; ``outputs`` and ``references`` are not named. Raises ReadingError for a folder that
    cannot be listed.
    """
    files, ignored = [], []
    for path in list_entries(folder):
        reader = find_reader(path)
        if path.is_dir():
            if path.name not in (OUTPUTS, REFERENCES):
                ignored.append(f"{path.name}/")
        elif path.name in (FILE_NAME, DECISIONS) or _BACKUP.fullmatch(path.name):
            continue
        elif reader is not None and path.is_file() and path.stem.casefold() not in _ABOUT:
            files.append(File(path=path, shown=path.name, folder=folder.as_posix(), reader=reader))
        else:
            ignored.append(path.name)
    return files, ignored


def list_entries(folder: Path) -> list[Path]:
    """What is in a folder, hidden files aside, in natural order (``2`` before ``10``)."""
    try:
        entries = [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError as error:
        raise ReadingError(f"{folder.as_posix()}: the folder cannot be read: {error.strerror}.") from error
    return sorted(entries, key=lambda path: _order_naturally(path.name))


def find_reader(path: Path) -> str | None:
    """The name of the reader for a file's ending; ``None`` if there is none."""
    return _list_extensions().get(path.suffix.lower())


def require_reader(path: Path) -> str:
    """The name of the reader for a file's ending; ReadingError if there is none."""
    reader = find_reader(path)
    if reader is None:
        raise ReadingError(
            f"{path.as_posix()}: no reader for “{path.suffix or path.name}” files; documents end in "
            f"{', '.join(list_extensions())}. Save it in such a format."
        )
    return reader


def list_extensions() -> list[str]:
    """The endings of all files that may be documents."""
    return sorted(_list_extensions())


def holds_both_sides(reader: str) -> bool:
    """Whether files of a reader's format always hold both languages, so that a language in their name is part of it."""
    return bool(getattr(load_plugin("readers", reader), "HOLDS_BOTH_SIDES", False))


def names_languages(reader: str) -> bool:
    """Whether files of a reader's format say which languages they hold."""
    return bool(getattr(load_plugin("readers", reader), "NAMES_LANGUAGES", False))


@cache
def _list_extensions() -> dict[str, str]:
    return {extension: name for name in list_names("readers") for extension in load_plugin("readers", name).EXTENSIONS}


def group_files(files: Iterable[File], settings: Settings) -> tuple[list[Parts], list[str]]:
    """The documents that the files are, ``NAME.zh.txt`` and ``NAME.en.txt`` as one, in natural order; and warnings.

    Raises PairingError where two files would be the same document, or the same side of it.
    """
    grouped: dict[str, list[tuple[OneSide | None, File]]] = {}
    warnings = []
    for file in files:
        name, side, third = (
            (unicodedata.normalize("NFC", file.path.stem), None, None)
            if holds_both_sides(file.reader)
            else split_name(file.path, settings)
        )
        grouped.setdefault(name, []).append((side, file))
        if third is not None:
            warnings.append(f"{file.shown}: “.{third}” is taken as part of the name; {_say_languages(settings)}.")
    for name, members in grouped.items():
        _refuse_clash(name, members)
        _refuse_third_language(name, members, grouped, settings)
    documents = [Parts(name=name, files=tuple(members)) for name, members in grouped.items()]
    return sorted(documents, key=lambda document: _order_naturally(document.name)), warnings


def split_name(path: Path, settings: Settings) -> tuple[str, OneSide | None, str | None]:
    """A file's document name; the side that its language tag says it is; and a tag of neither language, if there is
    one."""
    stem = unicodedata.normalize("NFC", path.stem)
    name, dot, tag = stem.rpartition(".")
    if not name or not dot or not _TAG.fullmatch(tag):
        return stem, None, None
    try:
        code = normalise_code(tag)
    except SettingsError:
        return stem, None, None
    if code == settings.source_language:
        return name, "source", None
    if code == settings.target_language:
        return name, "target", None
    return stem, None, tag


def _refuse_third_language(
    name: str,
    members: Sequence[tuple[OneSide | None, File]],
    grouped: Mapping[str, Sequence[tuple[OneSide | None, File]]],
    settings: Settings,
) -> None:
    """``NAME.fr.txt`` beside ``NAME.en.txt`` is half of a pair, but not of these languages."""
    base = name.rpartition(".")[0]
    half = next((file for side, file in grouped.get(base, ()) if side), None)
    for _, file in members:
        if half is not None and split_name(file.path, settings)[2] is not None:
            raise PairingError(
                f"{file.shown}: a third language beside {half.shown}; {_say_languages(settings)}. "
                f"Set source_language and target_language in {FILE_NAME}, or move the file away."
            )


def _say_languages(settings: Settings) -> str:
    return f"the languages are {settings.source_language} and {settings.target_language}"


def _refuse_clash(name: str, members: Sequence[tuple[OneSide | None, File]]) -> None:
    sides = [side for side, _ in members]
    if len(members) > 1 and (None in sides or len(set(sides)) < len(sides)):
        shown = " and ".join(sorted((file.path if file.folder else Path(file.shown)).as_posix() for _, file in members))
        raise PairingError(
            f"{shown} are all document “{name}”; expected one file, or one for each language. Rename or remove one."
        )


def _order_naturally(name: str) -> tuple[list[tuple[int, int, str]], str]:
    pieces = re.split(r"([0-9]+)", name.casefold())
    return [(0, int(piece), "") if piece.isdigit() else (1, 0, piece) for piece in pieces if piece], name
