"""How something was made, as a table that reads: versions, inputs with their hashes, settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evalkit.tables.phrases import Phrase, as_phrase, phrase

_TITLES = {
    "evalkit": as_phrase("evalkit"),
    "versions": phrase("Versions"),
    "inputs": phrase("Inputs, each with its SHA-256"),
    "ignored": phrase("Ignored, being no documents"),
    "shown_factors": phrase("Scores are shown times"),
    "higher_is_better": phrase("Higher is better"),
    "options": phrase("Settings"),
    "sampling": phrase("Resampling"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestPart:
    """A part of a manifest: its heading, and rows of a name and a value."""

    title: Phrase
    rows: tuple[tuple[str, Phrase], ...]


def list_manifest(manifest: Mapping[str, Any]) -> Sequence[ManifestPart]:
    """The parts of a manifest in its order; what is empty is left out, what is unknown stands under its own name."""
    return [
        ManifestPart(title=_TITLES.get(name, as_phrase(name.replace("_", " "))), rows=rows)
        for name, value in manifest.items()
        if (rows := tuple(_list_rows(value)))
    ]


def _list_rows(value: Any) -> Iterator[tuple[str, Phrase]]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield str(name).replace("_", " ") if not _is_path(name) else str(name), _show(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield "", _show(one)
    else:
        yield "", _show(value)


def _is_path(name: Any) -> bool:
    return "." in str(name) or "/" in str(name)


def _show(value: Any) -> Phrase:
    if isinstance(value, bool):
        return phrase("yes") if value else phrase("no")
    if value is None:
        return phrase("not given")
    if isinstance(value, Mapping):
        return as_phrase(", ".join(f"{name}: {_show(one)}" for name, one in value.items()))
    if isinstance(value, (list, tuple)):
        return as_phrase(", ".join(str(_show(one)) for one in value))
    if isinstance(value, float) and value.is_integer():
        return as_phrase(str(int(value)))
    return as_phrase(str(value))
