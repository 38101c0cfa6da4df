"""What stands beside the documents of a folder: ``outputs/SYSTEM/NAME.txt`` and ``references/WHO/NAME.txt``, one line a
source paragraph."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evalkit.data import Document, Passage
from evalkit.errors import PairingError
from evalkit.files.decoding import DecodedText, decode_file
from evalkit.files.layout import OUTPUTS, list_entries, split_name
from evalkit.files.length_break import find_break
from evalkit.files.settings import FILE_NAME, Settings

_RESERVED = frozenset({"as-is", "repaired", "all"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The texts of one of the two folders by system (or author) and document; ``to_align`` are those with another count
    than the source.

    Each has one passage for each source paragraph, an empty one for an empty line; one to align has its non-blank
    lines.
    """

    passages: Mapping[str, Mapping[str, tuple[Passage, ...]]]
    to_align: frozenset[tuple[str, str]]
    texts: Mapping[str, DecodedText]
    ignored: tuple[str, ...]
    warnings: tuple[str, ...]


def read_beside(folder: Path, kind: str, documents: Sequence[Document], settings: Settings) -> Beside:
    """The texts in ``folder/kind``; none if there is no such folder.

    Raises PairingError for a file that belongs to no document, for two that belong to one, and for another number of
    lines than the source has paragraphs (unless ``settings.align_outputs``). A blank line at the end of a file counts
    like any other.
    """
    by_name = {document.name: document for document in documents}
    passages: dict[str, dict[str, tuple[Passage, ...]]] = {}
    texts: dict[str, DecodedText] = {}
    to_align: set[tuple[str, str]] = set()
    ignored: list[str] = []
    warnings: list[str] = []
    for who, path in _list_owners(folder, kind, ignored):
        passages[who] = {}
        for file in list_entries(path):
            shown = f"{kind}/{path.name}/{file.name}"
            if file.suffix.lower() != ".txt" or not file.is_file():
                ignored.append(f"{shown}/" if file.is_dir() else shown)
                continue
            document = by_name[_require_document(file, shown, passages[who], by_name, settings)]
            text = decode_file(file, settings.encoding, shown=shown)
            texts[shown] = text
            passages[who][document.name], fits = _match_lines(text, document, settings)
            if not fits:
                to_align.add((who, document.name))
                warnings.append(_say_aligned(text, passages[who][document.name], document))
            warnings += text.notes
        warnings += _warn_of_missing(f"{kind}/{path.name}", kind, passages[who], documents)
    return Beside(
        passages={who: own for who, own in passages.items() if own},
        to_align=frozenset(to_align),
        texts=texts,
        ignored=tuple(ignored),
        warnings=tuple(warnings),
    )


def _list_owners(folder: Path, kind: str, ignored: list[str]) -> list[tuple[str, Path]]:
    """The systems (or authors) that have a folder in ``folder/kind``; what is no folder there is added to
    ``ignored``."""
    if not (folder / kind).is_dir():
        return []
    owners: dict[str, Path] = {}
    for path in list_entries(folder / kind):
        name = unicodedata.normalize("NFC", path.name)
        if not path.is_dir() or path.resolve() in (folder / kind / "_").resolve().parents:
            ignored.append(f"{kind}/{path.name}")  # a file, or a link back to a folder that holds this one
            continue
        if name in owners:
            raise PairingError(f"{kind}/{name}: two folders have this name. Rename one.")
        if kind != OUTPUTS and name in _RESERVED:
            raise PairingError(f"{kind}/{name}: this name stands for another reference in results. Rename the folder.")
        owners[name] = path
    return list(owners.items())


def _require_document(
    file: Path, shown: str, taken: Mapping[str, object], by_name: Mapping[str, Document], settings: Settings
) -> str:
    stem = unicodedata.normalize("NFC", file.stem)
    name, side, _ = split_name(file, settings)
    name = stem if stem in by_name or side != "target" else name
    if name not in by_name:
        nearest = difflib.get_close_matches(name, list(by_name), n=1, cutoff=0.0)
        raise PairingError(
            f"{shown}: there is no document “{name}”. The nearest is “{nearest[0]}”. Rename the file, or add the document."
        )
    if name in taken:
        raise PairingError(f"{shown}: two files are for document “{name}”. Remove one.")
    return name


def _match_lines(text: DecodedText, document: Document, settings: Settings) -> tuple[tuple[Passage, ...], bool]:
    """The lines of a text, blank ones too, if there are as many as source paragraphs; else its paragraphs, which are to
    be aligned."""
    passages = tuple(Passage(text=line, path=text.path, line=number) for number, line in enumerate(text.lines, start=1))
    if len(passages) == len(document.source):
        return passages, True
    if not document.source:
        raise PairingError(
            f"{text.path}: document “{document.name}” has no source text to render. Add it, or remove this file."
        )
    if settings.align_outputs:
        return tuple(passage for passage in passages if passage.text.strip()), False
    raise PairingError(_describe_mismatch(passages, document))


def _describe_mismatch(passages: Sequence[Passage], document: Document) -> str:
    source = document.source
    number = find_break([passage.text for passage in source], [passage.text for passage in passages])
    paragraph = source[min(number, len(source)) - 1]
    written = [passage for passage in passages if passage.text.strip()]
    if len(written) == len(source):
        advice = "Without its blank lines it fits: remove them"
    else:
        advice = "Add or remove what differs"
    lines, paragraphs = _count(len(passages), "line"), _count(len(source), "paragraph")
    return (
        f"{passages[0].path}:{number}: {lines}, but the source of “{document.name}” has {paragraphs}; expected one line a "
        f"paragraph. The lengths break from line {number} on (beside {paragraph.path}:{paragraph.line}). {advice}, or set "
        f"align_outputs = true in {FILE_NAME}."
    )


def _say_aligned(text: DecodedText, passages: Sequence[Passage], document: Document) -> str:
    return (
        f"{text.path}: {_count(len(text.lines), 'line')}, {len(passages)} of them not blank, for "
        f"{_count(len(document.source), 'paragraph')} of “{document.name}”; aligned, as align_outputs asks for."
    )


def _warn_of_missing(shown: str, kind: str, own: Mapping[str, object], documents: Sequence[Document]) -> list[str]:
    if not own:
        return [f"{shown}: the folder holds no .txt file and is left out."]
    what = "output" if kind == OUTPUTS else "reference"
    missing = [document.name for document in documents if document.source and document.name not in own]
    return [f"{shown}: there is no {what} for document “{name}”." for name in missing]


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
