"""Files that are no plain text, told by the bytes they begin with."""

from __future__ import annotations

from evalkit.errors import ReadingError

_BINARY = (
    (b"PK\x03\x04", "a ZIP archive, as .docx, .xlsx and .odt are"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or PowerPoint document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)


def refuse_binary(data: bytes, *, shown: str) -> None:
    """Raises ReadingError, which says what the file is, for bytes that a well-known other format begins with."""
    for magic, kind in _BINARY:
        if data.startswith(magic):
            raise ReadingError(f"{shown}: this is {kind}, not plain text. Save it as plain text (.txt, UTF-8).")
