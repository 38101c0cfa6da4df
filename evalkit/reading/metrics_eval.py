"""The folder layout of mt-metrics-eval, read and written.

``sources/zh-en.txt``, ``references/zh-en.refA.txt``, ``system-outputs/zh-en/SYSTEM.txt``, ``documents/zh-en.docs``
(domain, tab, document), ``metric-scores/zh-en/METRIC-REF.seg.score`` and ``.sys.score`` (system, tab, score).
<https://github.com/google-research/mt-metrics-eval>
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.data.test_sets import LineText
from evalkit.errors import PairingError, ReadingError
from evalkit.readers.lines import read_texts

if TYPE_CHECKING:
    pass


def is_metrics_eval(folder: Path) -> bool:
    """Whether a folder has this layout."""
    return (folder / "system-outputs").is_dir()


def read_metrics_eval(folder: Path, *, pair: str | None = None, encoding: str | None = None) -> list[LineText]:
    """Every text of one language pair; ``pair`` (``zh-en``) is needed where the folder has more than one."""
    chosen = _choose_pair(folder, pair)
    about = _read_documents(folder / "documents" / f"{chosen}.docs", encoding)
    texts = [
        *(
            _read(path, encoding, role="source", name="source")
            for path in [folder / "sources" / f"{chosen}.txt"]
            if path.exists()
        ),
        *(
            _read(path, encoding, role="reference", name=path.name.removeprefix(f"{chosen}.").removesuffix(".txt"))
            for path in sorted((folder / "references").glob(f"{chosen}.*.txt"))
        ),
        *(
            _read(path, encoding, role="hypothesis")
            for path in sorted((folder / "system-outputs" / chosen).glob("*.txt"))
        ),
    ]
    domains = tuple(domain for domain, _ in about)
    documents = tuple(document for _, document in about)
    return [replace(text, documents=documents, domains=domains) for text in texts]


def _choose_pair(folder: Path, pair: str | None) -> str:
    pairs = sorted(entry.name for entry in (folder / "system-outputs").iterdir() if entry.is_dir())
    if pair in pairs:
        return str(pair)
    if len(pairs) == 1 and pair is None:
        return pairs[0]
    if not pairs:
        raise PairingError(
            f"{folder}: system-outputs holds no folder of a language pair, e.g. zh-en. Name a folder that is laid out as mt-metrics-eval has it."
        )
    if pair is not None:
        raise PairingError(f"{folder}: there are no outputs of {pair}; there are those of {', '.join(pairs)}.")
    raise PairingError(
        f"{folder}: the folder holds {len(pairs)} language pairs ({', '.join(pairs)}) and one is scored at a time. "
        "Choose it with --source-language and --target-language."
    )


def _read(path: Path, encoding: str | None, **fields: str) -> LineText:
    (text,) = read_texts(path, encoding=encoding)
    return replace(text, **fields)  # type: ignore[arg-type]


def _read_documents(path: Path, encoding: str | None) -> list[tuple[str, str]]:
    if not path.exists():
        return []
    return read_document_lines(path, encoding)


def read_document_lines(path: Path, encoding: str | None = None) -> list[tuple[str, str]]:
    """(domain, document) of each line of a ``.docs`` file: ``domain<tab>document``, or the document alone."""
    (text,) = read_texts(path, encoding=encoding)
    rows = [line.split("\t") for line in text.texts]
    wrong = next(
        (number for number, row in enumerate(rows, start=1) if not 1 <= len(row) <= 2 or not row[-1].strip()), None
    )
    if wrong is not None:
        raise ReadingError(f"{path}:{wrong}: a document's name, or a domain, a tab and a document's name was expected.")
    return [(row[0] if len(row) == 2 else "", row[-1]) for row in rows]
