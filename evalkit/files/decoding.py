"""Decoding: a file's bytes in, its text out, and back again byte for byte.

A byte-order mark decides; bytes that are valid UTF-8 are UTF-8; else UTF-16 without a mark, Windows-1252, GB18030 and
Big5 are told apart by how plausible the text is that each makes of the bytes (:mod:`evalkit.files.plausibility`). What
was guessed is said, with a sample; where two are close, or none is plausible, the file is refused.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evalkit.errors import ReadingError, SettingsError
from evalkit.files.binary import refuse_binary
from evalkit.files.plausibility import measure_foreign_words, measure_plausibility

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSED = ("cp1252", "gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
_SHOWN: Mapping[str, str] = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16 (big-endian)",
    "cp1252": "Windows-1252",
    "gb18030": "GB18030",
    "cp950": "Big5",
    "big5hkscs": "Big5-HKSCS",
}
_OPTIONS: Mapping[str, str] = {"cp1252": "windows-1252", "cp950": "big5"}
_MARGIN = 5.0
"""Two readings are close where neither is e^5 (150) times as probable as the other."""
_RARITY: Mapping[str, float] = {"utf-16-le": 6.0, "utf-16-be": 9.0, "big5hkscs": 4.0}
"""What an encoding pays, in nats, for being rare in files without a mark."""
_IMPLAUSIBLE = -11.0
_ENOUGH = 15
"""From this many characters on, a text whose foreign words are on average less probable than ``_IMPLAUSIBLE`` is in no
known encoding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedText:
    """A decoded file. ``content`` is all of it but a byte-order mark, its line ends as they are.

    ``encoding`` is Python's name of it, ``guessed`` whether that rests on plausibility alone. ``line_ends`` and
    ``crlf`` count the "\\n" and the "\\r\\n" among them. ``exact`` says whether :func:`encode_text` gives the file's
    bytes again. ``notes`` are sentences for the user.
    """

    path: str
    content: str
    encoding: str
    bom: bool
    guessed: bool
    line_ends: int
    crlf: int
    exact: bool
    sha256: str
    notes: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines without their ends. Only "\\n" and "\\r\\n" end a line; nothing behind the last "\\n" is no
        line."""
        lines = self.content.split("\n")
        ended = [line.removesuffix("\r") for line in lines[:-1]]
        return tuple(ended + lines[-1:] if lines[-1] else ended)


def decode_file(path: Path, encoding: str | None = None, *, shown: str | None = None) -> DecodedText:
    """The text of a file; ``encoding`` overrides what its bytes look like, but never a byte-order mark.

    Messages and notes call the file ``shown``. Raises ReadingError for a file that cannot be opened, is binary, holds
    no text, is in none of the encodings or may be in two, and for bytes that ``encoding`` does not know.
    """
    shown = path.as_posix() if shown is None else shown
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadingError(f"{shown}: the file cannot be read: {error.strerror}.") from error
    return decode_bytes(data, encoding, shown=shown)


def decode_bytes(data: bytes, encoding: str | None = None, *, shown: str) -> DecodedText:
    """The text that the bytes of a file are; see :func:`decode_file`."""
    refuse_binary(data, shown=shown)
    mark, marked = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", None))
    body = data[len(mark) :]
    asked = normalise_encoding(encoding, where=f"{shown}: ") if encoding is not None else None
    if not body.strip():
        raise ReadingError(
            f"{shown}: the file is empty. A document holds a line of text at least; fill the file or remove it."
        )
    if given := marked or _choose_byte_order(asked, body):
        chosen, content = given, _decode(body, given, shown, len(mark))
    else:
        chosen, content = _guess(body, shown)
    if not content.strip():
        raise ReadingError(f"{shown}: the file holds white space only. Fill the file or remove it.")
    guessed, exact = given is None and chosen != "utf-8", _is_exact(body, content, chosen)
    notes = [
        *_note_encoding(body, content, chosen, guessed=guessed, asked=asked, marked=marked),
        *_note_lines(content),
        *(
            []
            if exact
            else [f"some bytes have two spellings in {show_encoding(chosen)}; it cannot be written back byte for byte."]
        ),
    ]
    return DecodedText(
        path=shown,
        content=content,
        encoding=chosen,
        bom=bool(mark),
        guessed=guessed,
        line_ends=content.count("\n"),
        crlf=content.count("\r\n"),
        exact=exact,
        sha256=hashlib.sha256(data).hexdigest(),
        notes=tuple(f"{shown}: {note}" for note in notes),
    )


def encode_text(content: str, text: DecodedText) -> bytes:
    """``content`` in the encoding of ``text``, with its byte-order mark if it had one: the inverse of decoding where
    ``text.exact``.

    Raises ReadingError for a character that the encoding does not have.
    """
    mark = next((mark for mark, name in _MARKS if name == text.encoding), b"") if text.bom else b""
    try:
        return mark + content.encode(text.encoding)
    except UnicodeEncodeError as error:
        character = content[error.start]
        line, column = _locate(content[: error.start])
        raise ReadingError(
            f"{text.path}:{line}:{column}: “{character}” (U+{ord(character):04X}) cannot be written in {show_encoding(text.encoding)}, "
            "the file's encoding. Convert the file to UTF-8 first."
        ) from error


def normalise_encoding(name: str, *, where: str = "") -> str:
    """Python's name for an encoding; ``GBK`` and ``GB2312`` are read as GB18030, which holds them. Raises SettingsError
    for an unknown one."""
    try:
        found = codecs.lookup(name.strip()).name
        b"text".decode(found, "replace")  # codecs such as rot13 are known, but decode no bytes
    except (LookupError, ValueError) as error:
        raise SettingsError(
            f"{where}there is no encoding “{name}”. Usual ones are utf-8, utf-16, windows-1252, gb18030 and big5."
        ) from error
    return {
        "utf-8-sig": "utf-8",
        "gbk": "gb18030",
        "gb2312": "gb18030",
        "big5": "cp950",
        "iso8859-1": "cp1252",
        "utf-32": "utf-32-le",
    }.get(found, found)


def show_encoding(encoding: str) -> str:
    """The name of an encoding as people know it."""
    return _SHOWN.get(encoding, encoding.upper())


def _choose_byte_order(encoding: str | None, body: bytes) -> str | None:
    if encoding != "utf-16":
        return encoding
    return max(("utf-16-le", "utf-16-be"), key=lambda name: measure_plausibility(body.decode(name, "replace")))


def _decode(body: bytes, encoding: str, shown: str, skipped: int) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadingError(
            f"{_describe_byte(body, error, shown, skipped)} is not {show_encoding(encoding)}, in which the file was to be read. "
            "Name its true encoding with --encoding, or save it as UTF-8."
        ) from error


def _guess(body: bytes, shown: str) -> tuple[str, str]:
    """The encoding and the text it makes of the bytes. Raises ReadingError where none, or more than one, is
    plausible."""
    try:
        content = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guess_legacy(body, error, shown)
    if "\0" in content:
        # Western text in UTF-16 without a mark is valid UTF-8 with a NUL beside each letter.
        readings = {**_list_readings(body, ("utf-16-le", "utf-16-be")), "utf-8": content}
        return max(readings.items(), key=lambda reading: measure_plausibility(reading[1]))
    return "utf-8", content


def _guess_legacy(body: bytes, error: UnicodeDecodeError, shown: str) -> tuple[str, str]:
    readings = _list_readings(body, _GUESSED)
    if "cp950" in readings:
        readings.pop("big5hkscs", None)
    scores = {name: measure_plausibility(content) - _RARITY.get(name, 0.0) for name, content in readings.items()}
    ranked = sorted(scores, key=lambda name: scores[name], reverse=True)
    if not ranked or measure_plausibility(body.decode("utf-8", "replace")) > scores[ranked[0]]:
        kind = "The file is no text, damaged" if b"\0" in body else "The file is damaged"
        raise ReadingError(
            f"{_describe_byte(body, error, shown, 0)} is not UTF-8, and the whole is not Windows-1252, GB18030 or Big5 either. "
            f"{kind} or in another encoding: mend it, or name the encoding with --encoding."
        )
    best, *others = ranked
    length, mean = measure_foreign_words(readings[best])
    if length >= _ENOUGH and mean < _IMPLAUSIBLE:
        raise ReadingError(
            f"{_describe_byte(body, error, shown, 0)} is not UTF-8, and no other encoding gives a plausible text; "
            f"{show_encoding(best)} would make it “{_sample(readings[best])}”. Name the encoding with --encoding."
        )
    for other in others:
        if scores[best] - scores[other] < _MARGIN and readings[best] != readings[other]:
            raise ReadingError(
                f"{_describe_byte(body, error, shown, 0)} is not UTF-8, and there is too little text to tell {show_encoding(best)} "
                f"(“{_sample(readings[best])}”) from {show_encoding(other)} (“{_sample(readings[other])}”). "
                f"Choose with --encoding {_OPTIONS.get(best, best)} or --encoding {_OPTIONS.get(other, other)}."
            )
    return best, readings[best]


def _list_readings(body: bytes, encodings: tuple[str, ...]) -> dict[str, str]:
    readings = {}
    for encoding in encodings:
        try:
            readings[encoding] = body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return readings


def _describe_byte(body: bytes, error: UnicodeDecodeError, shown: str, skipped: int) -> str:
    line, column = _locate(body[: error.start].decode(error.encoding, "replace"))
    return f"{shown}:{line}:{column}: byte 0x{body[error.start]:02X} (offset {skipped + error.start})"


def _locate(before: str) -> tuple[int, int]:
    """Line and column of what stands behind ``before``."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _is_exact(body: bytes, content: str, encoding: str) -> bool:
    try:
        return content.encode(encoding) == body
    except UnicodeEncodeError:
        return False


def _sample(content: str) -> str:
    """A little of the text around its first character outside ASCII."""
    first = re.search(r"[^\x00-\x7f]", content)
    start = max(0, first.start() - 10) if first else 0
    piece = content[start : start + 30].strip()
    return " ".join("".join(character if character.isprintable() else " " for character in piece).split())


def _note_encoding(
    body: bytes, content: str, encoding: str, *, guessed: bool, asked: str | None, marked: str | None
) -> Iterator[str]:
    name = show_encoding(encoding)
    if guessed:
        yield f"read as {name}, which was guessed: “{_sample(content)}”. If that is wrong, name it with --encoding."
    if asked and marked and not marked.startswith(asked):
        yield f"read as {name}, which its byte-order mark says, not as {show_encoding(asked)}."
    if asked and not marked and encoding != "utf-8" and not body.isascii() and _list_readings(body, ("utf-8",)):
        yield f"read as {name}, as asked for, though it is valid UTF-8: “{_sample(content)}”."


def _note_lines(content: str) -> Iterator[str]:
    ends, crlf = content.count("\n"), content.count("\r\n")
    if crlf:
        yield f"{'all' if crlf == ends else f'{crlf} of {ends}'} lines end in CRLF."
    if bare := content.count("\r") - crlf:
        yield f"{bare} carriage return{'s' if bare > 1 else ''} inside lines; only a line feed ends a line."
