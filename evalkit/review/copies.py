"""Copies: where the repaired text of each file goes, and how a file that is overwritten is kept."""

from __future__ import annotations

import hashlib
import os
import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path

from evalkit.errors import ReadingError, ReportError
from evalkit.files.decoding import DecodedText, encode_text
from evalkit.files.whole_writes import write_beside


def name_copies(files: Sequence[Path], folder: Path) -> Mapping[Path, Path]:
    """Where in ``folder`` the copy of each file goes: under its own name, or below the files' common folder where two
    have one name."""
    plain = {file: folder / file.name for file in files}
    folded = [unicodedata.normalize("NFC", path.name).casefold() for path in plain.values()]
    if len(set(folded)) == len(folded):
        return plain
    common = os.path.commonpath([file.absolute().parent for file in files])
    return {file: folder / file.absolute().relative_to(common) for file in files}


def find_obstacle(path: Path, text: DecodedText | None) -> str | None:
    """Why a file cannot be written back with every other byte as it was; ``None`` where it can."""
    if text is None:
        return f"{path.as_posix()}: a {path.suffix or 'nameless'} file cannot be written back unchanged but for the repairs. Repair it by hand"
    if not text.exact:
        return f"{path.as_posix()}: its bytes cannot be written back as they were, because some have two spellings in its encoding. Convert it to UTF-8"
    return None


def encode_copy(path: Path, content: str, text: DecodedText) -> bytes:
    """The bytes of a repaired file. Raises ReadingError if the file has changed since it was read, or its encoding
    lacks a character."""
    if hashlib.sha256(path.read_bytes()).hexdigest() != text.sha256:
        raise ReadingError(f"{path.as_posix()}: the file has changed while it was repaired. Repair it again.")
    return encode_text(content, text)


def write_copy(path: Path, content: bytes, *, original: Path) -> None:
    """Write a copy; what stood there otherwise is kept as a backup. Raises ReportError where that is the document
    itself."""
    if path.exists():
        if path.samefile(original):
            raise ReportError(
                f"{path.as_posix()}: this is the document itself; name another folder, or use --in-place."
            )
        if path.read_bytes() == content:
            return
        keep_backup(path)
    write_beside(path, content)


def keep_backup(path: Path) -> Path:
    """Copy a file to ``NAME.bak``, or ``NAME.bak2`` and so on where another content was kept before; the path of the
    copy."""
    for number in count(1):
        backup = path.with_name(f"{path.name}.bak{'' if number == 1 else number}")
        if not backup.exists():
            write_beside(backup, path.read_bytes())
            shutil.copystat(path, backup)
            return backup
        if backup.read_bytes() == path.read_bytes():
            return backup
    raise AssertionError("there is always a next number")
