"""ZIP archives, which .docx and .xlsx files are: what is in them is read by name and in memory, never unpacked.

An archive whose XML would fill more than ``LIMIT`` bytes is refused by the sizes that it states, and of no member is
more read than its stated size. Pictures do not count: they are never read.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from evalkit.errors import ReadingError

LIMIT = 256 * 1024 * 1024
"""Bytes: a Word document of a thousand pages holds some 10 MB of XML."""
_OLE = b"\xd0\xcf\x11\xe0"


def open_archive(path: Path, *, shown: str, kind: str) -> zipfile.ZipFile:
    """The archive that a file of that kind (``a Word document``) is.

    Raises ReadingError for what cannot be opened, is no archive, is locked by a password or would be too large.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise ReadingError(f"{shown}: the file cannot be read: {error.strerror}.") from error
    except zipfile.BadZipFile as error:
        found = "it is locked by a password, or in the old format of before 2007" if start == _OLE else str(error)
        raise ReadingError(
            f"{shown}: this is not {kind}: {found}. Save it anew as {kind}, without a password."
        ) from error
    size = sum(member.file_size for member in archive.infolist() if member.filename.endswith((".xml", ".rels")))
    if size > LIMIT:
        archive.close()
        raise ReadingError(
            f"{shown}: unpacked it would be {size / 1024**2:,.0f} MiB, more than the {LIMIT / 1024**2:,.0f} MiB that are read. "
            "Split the document, or save its text in a plain format."
        )
    return archive


def read_member(archive: zipfile.ZipFile, name: str, *, shown: str, kind: str) -> bytes:
    """The bytes of one member of an archive. Raises ReadingError where it is missing, damaged or encrypted."""
    try:
        return archive.read(name)
    except KeyError as error:
        raise ReadingError(f"{shown}: this is not {kind}: it holds no {name}. Save it anew as {kind}.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as error:
        raise ReadingError(f"{shown}: {name} in it cannot be read: {error}. Save it anew as {kind}.") from error
