"""Reading: files and folders in, documents with everything that stands beside them out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from evalkit.data import Document, GlossaryEntry, Passage
from evalkit.errors import NoDocumentError, PairingError, ReadingError, SettingsError
from evalkit.files.decoding import DecodedText
from evalkit.files.layout import (
    OUTPUTS,
    REFERENCES,
    File,
    Parts,
    find_reader,
    group_files,
    holds_both_sides,
    list_extensions,
    list_folder,
    names_languages,
    require_reader,
    split_name,
)
from evalkit.files.outputs import Beside, read_beside
from evalkit.files.settings import FILE_NAME, Settings, load_settings
from evalkit.files.sides import warn_of_script
from evalkit.languages import get_language
from evalkit.plugins import load_plugin
from evalkit.readers import Contents
from evalkit.terms.glossary import read_glossary

_PLAIN = "text"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Collection:
    """All that was read. Documents are in natural order of their names, no two of one name.

    ``outputs`` and ``references`` hold, by system (or author) and document, one passage for each source paragraph, an
    empty one for an empty line. The (system, document) pairs of ``outputs_to_align`` and ``references_to_align`` hold
    their paragraphs instead, which are yet to be aligned. ``texts`` are the decoded files by path that can be written
    back as text, ``lines`` what positions count in the others; ``inputs`` the SHA-256 of every file read, by path;
    ``ignored`` the names of what is no document; ``warnings`` sentences for the user.
    """

    settings: Settings
    documents: tuple[Document, ...]
    outputs: Mapping[str, Mapping[str, tuple[Passage, ...]]]
    references: Mapping[str, Mapping[str, tuple[Passage, ...]]]
    outputs_to_align: frozenset[tuple[str, str]]
    references_to_align: frozenset[tuple[str, str]]
    texts: Mapping[str, DecodedText]
    inputs: Mapping[str, str]
    ignored: tuple[str, ...]
    warnings: tuple[str, ...]
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def contents(self) -> Mapping[str, str]:
        """The text of every file by path, without a byte-order mark, line ends as they are."""
        return {path: text.content for path, text in self.texts.items()}


def read_folder(folder: Path, settings: Settings | None = None) -> Collection:
    """A folder's documents, outputs and references. Paths are below the folder; settings come from its ``evalkit.toml``
    unless given.

    Raises ReadingError for what is no folder, holds no document, or has one that cannot be read, and PairingError for
    what does not belong together.
    """
    if folder.is_file():
        raise ReadingError(
            f"{folder.as_posix()}: this is a file. Name the folder it stands in; evalkit audit takes files."
        )
    if not folder.is_dir():
        raise ReadingError(f"{folder.as_posix()}: there is no such folder. Name a folder of documents.")
    return read_paths([folder], settings, outputs=True)


def read_paths(
    paths: Sequence[Path], settings: Settings | None = None, *, outputs: bool = False, **overrides: Any
) -> Collection:
    """The documents of files and folders, and with ``outputs`` what stands beside those of folders.

    Paths are as given, or below the folder given; a file that is named twice is read once. Without ``settings`` they
    come from the ``evalkit.toml`` in each folder (for a file, in its folder), which must say the same, and from the
    overrides.
    """
    settings = settings or _load_common_settings(paths, overrides)
    files, ignored = _list_files(paths, settings)
    parts, warnings = group_files(files, settings)
    contents: dict[Parts, Contents] = {}
    for one in parts:
        try:
            contents[one] = _read_parts(one, settings)
        except NoDocumentError as error:
            if not any(file.folder for _, file in one.files):
                raise
            ignored += [file.shown for _, file in one.files]
            warnings.append(str(error))
    if not contents:
        where = ", ".join(path.as_posix() for path in paths)
        raise ReadingError(
            f"{where}: no documents here. A document is a .txt file: NAME.txt, or a pair like NAME.zh.txt and NAME.en.txt; "
            f"others end in {', '.join(ending for ending in list_extensions() if ending != '.txt')}."
        )
    collection = _collect(
        list(contents.values()), list(contents), settings, ignored, [*_say_assumed(settings, contents), *warnings]
    )
    if outputs:
        for folder in _list_folders(paths):
            collection = _add_beside(collection, folder)
    return collection


def read_pair(source: Path, target: Path, settings: Settings | None = None, **overrides: Any) -> Collection:
    """One document whose sides are two files of any name; it is called what :func:`read_paths` would call the source
    file.

    A file whose ending no reader knows is taken for plain text.
    """
    settings = settings or _load_common_settings([source], overrides)
    for path in (source, target):
        if not path.exists():
            raise ReadingError(f"{path.as_posix()}: there is no such file.")
        if holds_both_sides(find_reader(path) or _PLAIN):
            raise ReadingError(
                f"{path.as_posix()}: a {path.suffix} file holds both languages. Name it alone, as a document."
            )
    files = [
        File(path=path, shown=path.as_posix(), folder="", reader=find_reader(path) or _PLAIN)
        for path in (source, target)
    ]
    parts = Parts(name=split_name(source, settings)[0], files=(("source", files[0]), ("target", files[1])))
    return _collect([_read_parts(parts, settings)], [parts], settings, [], _say_assumed(settings, [parts]))


def _load_common_settings(paths: Sequence[Path], overrides: Mapping[str, Any]) -> Settings:
    folders = list(dict.fromkeys(path if path.is_dir() else path.parent for path in paths))
    loaded = [load_settings(folder, **overrides) for folder in folders] or [load_settings(None, **overrides)]
    for folder, settings in zip(folders, loaded, strict=False):
        if settings != loaded[0]:
            raise SettingsError(
                f"{(folder / FILE_NAME).as_posix()} and {(folders[0] / FILE_NAME).as_posix()} ask for different settings. "
                "Take one folder at a time."
            )
    return loaded[0]


def _list_files(paths: Sequence[Path], settings: Settings) -> tuple[list[File], list[str]]:
    """The files to read, and what is ignored in folders; a glossary among the documents is neither."""
    files: dict[Path, File] = {}
    ignored: list[str] = []
    for path in paths:
        if path.is_dir():
            found, left = list_folder(path)
            found = [file for file in found if not _is_glossary(file.path, settings)]
            ignored += [name for name in left if not _is_glossary(path / name, settings)]
        elif path.exists():
            found = [File(path=path, shown=path.as_posix(), folder="", reader=require_reader(path))]
        else:
            raise ReadingError(
                f"{path.as_posix()}: there is no such file or folder. Name documents, or folders of them."
            )
        for file in found:
            files.setdefault(file.path.resolve(), file)
    return list(files.values()), list(dict.fromkeys(ignored))


def _list_folders(paths: Iterable[Path]) -> list[Path]:
    return list({path.resolve(): path for path in paths if path.is_dir()}.values())


def _read_parts(parts: Parts, settings: Settings) -> Contents:
    """The document that one file or two halves are."""
    read = [
        load_plugin("readers", file.reader).read(
            file.path, settings=settings, shown=file.shown, folder=file.folder, name=parts.name, side=side
        )
        for side, file in parts.files
    ]
    if len(read) == 1:
        contents: Contents = read[0]
    else:
        contents = _join_halves(read)
    sided = any(side for side, _ in parts.files)
    return replace(contents, warnings=(*contents.warnings, *(warn_of_script(contents.documents[0]) if sided else ())))


def _join_halves(halves: Sequence[Contents]) -> Contents:
    documents = [document for half in halves for document in half.documents]
    return Contents(
        documents=(
            replace(
                documents[0],
                paths=tuple(path for document in documents for path in document.paths),
                source=tuple(passage for document in documents for passage in document.source),
                target=tuple(passage for document in documents for passage in document.target),
            ),
        ),
        texts={path: text for half in halves for path, text in half.texts.items()},
        lines={path: lines for half in halves for path, lines in half.lines.items()},
        warnings=tuple(warning for half in halves for warning in half.warnings),
    )


def _collect(
    contents: Sequence[Contents],
    parts: Sequence[Parts],
    settings: Settings,
    ignored: Sequence[str],
    warnings: Sequence[str],
) -> Collection:
    glossary = _read_glossary(settings)
    documents = tuple(replace(document, glossary=glossary) for one in contents for document in one.documents)
    names = [document.name for document in documents]
    for document in documents:
        if names.count(document.name) > 1:
            raise PairingError(f"{document.paths[0]}: two documents are called “{document.name}”. Rename one.")
    return Collection(
        settings=settings,
        documents=documents,
        outputs={},
        references={},
        outputs_to_align=frozenset(),
        references_to_align=frozenset(),
        texts={path: text for one in contents for path, text in one.texts.items()},
        lines={path: lines for one in contents for path, lines in one.lines.items()},
        inputs={
            **{file.shown: _hash(file.path) for one in parts for _, file in one.files},
            **({settings.glossary: _hash(Path(settings.glossary))} if settings.glossary else {}),
        },
        ignored=tuple(ignored),
        warnings=(*warnings, *(warning for one in contents for warning in one.warnings)),
    )


def _is_glossary(path: Path, settings: Settings) -> bool:
    return settings.glossary is not None and path.resolve() == Path(settings.glossary).resolve()


def _read_glossary(settings: Settings) -> tuple[GlossaryEntry, ...]:
    if settings.glossary is None:
        return ()
    return read_glossary(
        Path(settings.glossary),
        source_language=settings.source_language,
        target_language=settings.target_language,
        encoding=settings.encoding,
    )


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add_beside(collection: Collection, folder: Path) -> Collection:
    documents = [document for document in collection.documents if document.folder == folder.as_posix()]
    outputs, references = (read_beside(folder, kind, documents, collection.settings) for kind in (OUTPUTS, REFERENCES))
    texts = {**outputs.texts, **references.texts}
    return replace(
        collection,
        outputs=_merge(collection.outputs, outputs),
        references=_merge(collection.references, references),
        outputs_to_align=collection.outputs_to_align | outputs.to_align,
        references_to_align=collection.references_to_align | references.to_align,
        texts={**collection.texts, **texts},
        inputs={**collection.inputs, **{path: text.sha256 for path, text in texts.items()}},
        ignored=(*collection.ignored, *outputs.ignored, *references.ignored),
        warnings=(*collection.warnings, *outputs.warnings, *references.warnings),
    )


def _merge(
    known: Mapping[str, Mapping[str, tuple[Passage, ...]]], added: Beside
) -> dict[str, Mapping[str, tuple[Passage, ...]]]:
    """Systems of two folders that have one name are one system: their documents differ."""
    names = dict.fromkeys((*known, *added.passages))
    return {name: {**known.get(name, {}), **added.passages.get(name, {})} for name in names}


def _say_assumed(settings: Settings, documents: Iterable[Parts]) -> list[str]:
    said = all(names_languages(file.reader) for one in documents for _, file in one.files)
    if said or not settings.languages_assumed:
        return []
    return [
        f"The source language was assumed to be {get_language(settings.source_language).name}. "
        f'To say so, set source_language = "{settings.source_language}" in {FILE_NAME}, or give --source-language.'
    ]
