"""Reading a test set: files, folders and globs in, one :class:`TestSet` out, or every reason why not at once."""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from evalkit.data.notices import fit_on_screen
from evalkit.data.test_sets import LineText, Role, TestSet
from evalkit.errors import EvalkitError, PairingError, ReadingError
from evalkit.readers.lines import read_texts
from evalkit.reading.metrics_eval import is_metrics_eval, read_document_lines, read_metrics_eval

Value = TypeVar("Value")


def read_test_set(
    hypotheses: Sequence[Path],
    references: Sequence[Path] = (),
    source: Path | None = None,
    *,
    documents: Path | None = None,
    pair: str | None = None,
    encoding: str | None = None,
    allow_same_file: bool = False,
) -> TestSet:
    """The test set of these paths; a file that says what it holds (a table, WMT XML) gives references and source too.

    Raises ReadingError or PairingError whose message has one line a problem: nothing is read in part. ``pair`` chooses
    a language pair of a folder of mt-metrics-eval. ``documents`` names the document of each line.
    """
    problems: list[EvalkitError] = []
    given = list(_attempt(lambda path: _read_path(path, "reference", pair, encoding), references, problems))
    sources = list(
        _attempt(lambda path: _read_path(path, "source", pair, encoding), [source] if source else [], problems)
    )
    expanded = list(_attempt(_list_files, hypotheses, problems))
    files = _refuse_repeats(expanded, problems, allow_same_file)
    outputs = list(_attempt(lambda path: _read_path(path, None, pair, encoding), files, problems))
    about = list(_attempt(lambda path: read_document_lines(path, encoding), [documents] if documents else [], problems))
    if problems:
        raise type(problems[0])("\n".join(fit_on_screen([str(problem) for problem in problems])))
    systems = [replace(text, role="hypothesis") for text in outputs if text.role in (None, "hypothesis")]
    if not systems:
        held = ", ".join(dict.fromkeys(text.role or "" for text in outputs))
        raise PairingError(
            f"{', '.join(map(str, hypotheses))}: there is no system output there{f', {held} only' if held else ''}. Name a file of hypotheses, "
            "or a table's column of them as FILE#COLUMN."
        )
    test_set = TestSet(
        systems=_name_texts(systems, "systems", renumber=allow_same_file),
        references=_name_texts(given or _list_texts(outputs, "reference"), "references"),
        source=next(iter(sources or _list_texts(outputs, "source")), None),
    )
    return _name_documents(test_set, about)


def _list_texts(texts: Sequence[LineText], role: Role) -> list[LineText]:
    return [text for text in texts if text.role == role]


def _name_documents(test_set: TestSet, about: Sequence[tuple[str, str]]) -> TestSet:
    """The test set with the domain and document of each line: as given, else as the first text that names them has it."""
    texts = [*test_set.references.values(), *([test_set.source] if test_set.source else []), *test_set.systems.values()]
    return replace(
        test_set,
        documents=tuple(document for _, document in about)
        or next((one.documents for one in texts if one.documents), ()),
        domains=tuple(domain for domain, _ in about if domain)
        or next((one.domains for one in texts if one.domains), ()),
    )


def expand_path(path: Path) -> list[Path]:
    """The files that a path means: itself, those of a folder (hidden ones left out), or those that a glob matches."""
    if path.is_dir():
        if is_metrics_eval(path):
            return [path]
        return sorted(entry for entry in path.iterdir() if entry.is_file() and not entry.name.startswith("."))
    if not path.exists() and glob.has_magic(str(path)):
        anchor = Path(path.anchor or ".")
        return sorted(found for found in anchor.glob(str(path.relative_to(path.anchor))) if found.is_file())
    return [path]


def _list_files(path: Path) -> list[Path]:
    """The same; ReadingError where a folder holds no file, or nothing matches a glob."""
    files = expand_path(path)
    if not files:
        what = "the folder holds no file" if path.is_dir() else "no file matches"
        raise ReadingError(f"{path}: {what}; a system's output was expected. Name a file, a folder or a glob of them.")
    return files


def _attempt(
    read: Callable[[Path], list[Value]], paths: Iterable[Path], problems: list[EvalkitError]
) -> Iterator[Value]:
    for path in paths:
        try:
            yield from read(path)
        except EvalkitError as error:
            problems.append(error)


def _read_path(path: Path, role: Role | None, pair: str | None, encoding: str | None) -> list[LineText]:
    """The texts of a path that have that role; a text that does not say its role has any."""
    if path.is_dir() and not is_metrics_eval(path):
        raise ReadingError(f"{path}: this is a folder; a file was expected. Name the {role or 'output'}'s own file.")
    if path.is_dir():
        texts = read_metrics_eval(path, pair=pair, encoding=encoding)
    else:
        file, column = _split_column(path)
        texts = read_texts(file, column=column, encoding=encoding)
    if role is None:
        return texts
    fitting = [text for text in texts if text.role in (None, role)]
    if not fitting:
        held = ", ".join(dict.fromkeys(str(text.role) for text in texts))
        raise ReadingError(f"{path}: the file holds no {role} ({held} only). Name the file that does.")
    return [replace(text, role=role) for text in fitting]


def _split_column(path: Path) -> tuple[Path, str | None]:
    file, mark, column = str(path).rpartition("#")
    return (Path(file), column) if mark and not path.exists() and Path(file).exists() else (path, None)


def _refuse_repeats(files: list[Path], problems: list[EvalkitError], allowed: bool) -> list[Path]:
    seen: dict[Path, Path] = {}
    for file in files:
        if file.resolve() in seen and not allowed:
            problems.append(
                PairingError(
                    f"{file}: the same file is given twice ({seen[file.resolve()]}). Leave one out, or say --allow same-file."
                )
            )
        seen.setdefault(file.resolve(), file)
    return files if allowed else list(seen.values())


def _name_texts(texts: Sequence[LineText], what: str, *, renumber: bool = False) -> dict[str, LineText]:
    named: dict[str, LineText] = {}
    for text in texts:
        name = text.name
        if name in named and not renumber:
            raise PairingError(
                f"{text.path}: two {what} are called “{name}” ({named[name].path} is the other); a file's name without its extension is its "
                "name, so rename one."
            )
        while name in named:
            name += " (again)"
        named[name] = text
    return named
