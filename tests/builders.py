"""Values for tests, with defaults for all that a test does not care about."""

from __future__ import annotations

import re
from pathlib import Path

from evalkit.alignment.pairing import pair_document
from evalkit.auditing.checking import check_segments, load_check
from evalkit.data import Document, Example, Finding, GlossaryEntry, Passage, Segment


def make_passages(text: str, *, path: str = "text.txt", first_line: int = 1) -> tuple[Passage, ...]:
    """One passage for each non-blank line of ``text``."""
    return tuple(
        Passage(text=line, path=path, line=number)
        for number, line in enumerate(text.split("\n"), start=first_line)
        if line.strip()
    )


def make_segments(
    source: str = "",
    target: str = "",
    *,
    source_language: str = "zh",
    target_language: str = "en",
    name: str = "document",
) -> tuple[Segment, ...]:
    """The segments of one document whose n-th source line belongs to its n-th target line; the rest of the longer side
    stands alone."""
    document = make_document(
        source, target, source_language=source_language, target_language=target_language, name=name
    )
    return tuple(
        Segment(
            document=document,
            index=index,
            source=document.source[index : index + 1],
            hypothesis=document.target[index : index + 1],
        )
        for index in range(max(len(document.source), len(document.target)))
    )


def make_document(
    source: str = "",
    target: str = "",
    *,
    source_language: str = "zh",
    target_language: str = "en",
    name: str = "document",
    glossary: tuple[GlossaryEntry, ...] = (),
) -> Document:
    """A document of two files, ``NAME.zh.txt`` and ``NAME.en.txt``, whatever its languages are."""
    paths = (f"{name}.zh.txt", f"{name}.en.txt")
    return Document(
        name=name,
        folder="",
        paths=paths,
        source_language=source_language,
        target_language=target_language,
        source=make_passages(source, path=paths[0]),
        target=make_passages(target, path=paths[1]),
        glossary=glossary,
    )


def segments_of(example: Example) -> tuple[Segment, ...]:
    """The segments of a check's example, paired as any document's are."""
    return pair_document(
        make_document(
            example.source,
            example.target,
            source_language=example.source_language,
            target_language=example.target_language,
            glossary=example.glossary,
        )
    )


def findings_on(check: str, source: str = "", target: str = "", **languages: str) -> list[Finding]:
    """What one check finds in a document of these paragraphs."""
    return list(check_segments(make_segments(source, target, **languages), [load_check(check)]))


def read_chinese(path: Path) -> str:
    """The Chinese paragraphs of a document in two languages."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return "\n".join(line for line in lines if re.search("[\u4e00-\u9fff]{4}", line))


def read_english(path: Path) -> str:
    """The English paragraphs of a document in two languages."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return "\n".join(line for line in lines if line.strip() and not re.search("[\u4e00-\u9fff]", line))


def write_lines(path: Path, lines: list[str]) -> Path:
    """The path, after writing the lines there."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
