"""What the user may choose, from ``evalkit.toml`` in the documents' folder and from options, which go before it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from evalkit.errors import SettingsError
from evalkit.files.decoding import normalise_encoding
from evalkit.languages import normalise_code
from evalkit.plugins import Folder, list_names, require_name

FILE_NAME = "evalkit.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, checked and normalised. ``languages_assumed``: nobody said which language the source is in.

    An empty ``metrics`` or ``checks`` means the default ones. ``encoding`` is that of every file without a byte-order
    mark, ``None`` where it is told from the bytes. ``align_outputs``: outputs and references of another line count than
    the source are aligned, not refused. ``paragraphs`` says what a paragraph of plain text is: every non-blank
    ``line``, or what stands between two blank lines; ``None`` is a line, where the text is not hard-wrapped.
    ``source_column`` and ``target_column`` are names of columns in tables. ``glossary`` is a file's path; in
    ``evalkit.toml`` it is below the folder of that file.
    """

    source_language: str = "zh"
    target_language: str = "en"
    languages_assumed: bool = True
    metrics: tuple[str, ...] = ()
    model: str | None = None
    checks: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    align_outputs: bool = False
    encoding: str | None = None
    paragraphs: str | None = None
    source_column: str | None = None
    target_column: str | None = None
    glossary: str | None = None


_PARAGRAPHS = ("line", "blank-line")
_TYPES: Mapping[str, str] = {
    "source_language": "a string",
    "target_language": "a string",
    "metrics": "a list of strings",
    "model": "a string",
    "checks": "a list of strings",
    "without": "a list of strings",
    "align_outputs": "true or false",
    "encoding": "a string",
    "paragraphs": "“line” or “blank-line”",
    "source_column": "a string",
    "target_column": "a string",
    "glossary": "a string",
}
_PLUGINS: Mapping[str, Folder] = {"metrics": "metrics", "checks": "checks", "without": "checks"}


def load_settings(folder: Path | None = None, **overrides: Any) -> Settings:
    """The settings of a folder. An override of ``None`` or an empty tuple or list was not given.

    Raises SettingsError with the line for a file that is no TOML, a value of the wrong type, an unknown language or
    encoding, and UnknownNameError for an unknown key, metric or check.
    """
    values: dict[str, Any] = {}
    path = folder / FILE_NAME if folder is not None else None
    if path is not None and path.is_file():
        content = _read(path)
        for key, value in _parse(content, path).items():
            values[key] = _check(key, value, where=f"{path.as_posix()}:{_find_line(content, key)}: ")
        if "glossary" in values:
            values["glossary"] = (path.parent / values["glossary"]).as_posix()
        # A model is a checkpoint below the folder, or a name of the hub.
        if "model" in values and (path.parent / values["model"]).exists():
            values["model"] = (path.parent / values["model"]).as_posix()
    for key, value in overrides.items():
        if value is not None and value not in ((), []):
            values[key] = _check(key, value, where="")
    settings = Settings(languages_assumed="source_language" not in values, **values)
    if settings.source_language == settings.target_language:
        assumed = ", which was assumed," if settings.languages_assumed else ""
        raise SettingsError(
            f"The source language{assumed} and the target language are both “{settings.source_language}”. "
            f"Set source_language and target_language in {FILE_NAME}, or give --source-language and --target-language."
        )
    return settings


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{path.as_posix()}: the file cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError(
            f"{path.as_posix()}:{line}: byte 0x{error.object[error.start]:02X} is not UTF-8. Save the file as UTF-8."
        ) from error


def _parse(content: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        position = re.search(r"line (\d+), column (\d+)", str(error))
        where = ":".join(position.groups()) if position else str(content.count("\n") + 1)
        reason = str(error).split(" (at ")[0]
        raise SettingsError(
            f'{path.as_posix()}:{where}: this is not TOML: {reason}. Expected lines like target_language = "en".'
        ) from error


def _find_line(content: str, key: str) -> int:
    """The line where a key stands; 1 where it cannot be told."""
    pattern = re.compile(rf"^\s*\[{{0,2}}\s*[\"']?{re.escape(key)}\b")
    return next((number for number, line in enumerate(content.split("\n"), start=1) if pattern.match(line)), 1)


def _check(key: str, value: Any, *, where: str) -> Any:
    require_name(key, tuple(_TYPES), what="setting", where=where)
    if _TYPES[key] == "a string" and isinstance(value, str) and not value.strip():
        raise SettingsError(f"{where}{key} is empty. Give it a value, or leave it out.")
    if not _fits(value, _TYPES[key]):
        raise SettingsError(f"{where}{key} is {_show(value)}; expected {_TYPES[key]}.")
    if key in _PLUGINS:
        return tuple(dict.fromkeys(_require_plugin(name, _PLUGINS[key], where=where) for name in value))
    if key in ("source_language", "target_language"):
        return _normalise_language(value, key, where)
    return normalise_encoding(value, where=where) if key == "encoding" else value


def _fits(value: object, expected: str) -> bool:
    if expected == "true or false":
        return isinstance(value, bool)
    if expected == _TYPES["paragraphs"]:
        return value in _PARAGRAPHS
    if expected == "a string":
        return isinstance(value, str)
    return isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(item, str) for item in value)


def _show(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"“{value}”" if isinstance(value, str) else "a table" if isinstance(value, dict) else str(value)


def _require_plugin(name: str, folder: Folder, *, where: str) -> str:
    return require_name(name.lower(), list_names(folder), what=folder.removesuffix("s"), where=where)


def _normalise_language(tag: str, key: str, where: str) -> str:
    try:
        return normalise_code(tag)
    except SettingsError as error:
        raise SettingsError(f"{where}{key}: {error}") from error


assert set(_TYPES) == {one.name for one in fields(Settings)} - {"languages_assumed"}
