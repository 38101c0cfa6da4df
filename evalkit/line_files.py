"""Line-aligned text files: one segment a line, the same number of lines in hypotheses, references and source.

Counts are compared before anything is scored: sacrebleu's functions would score three hypotheses against two references without a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from evalkit.data import Document, EvalSet, Passage, Segment
from evalkit.decoding import decode_file
from evalkit.errors import PairingError
from evalkit.languages import get_language
from evalkit.length_break import find_break


def read_lines(path: Path, *, encoding: str | None = None) -> tuple[Passage, ...]:
    """The lines of a file, blank ones too, split at ``\\n`` only; a line end at the end of the file opens no further line."""
    return tuple(
        Passage(text=line, path=path.as_posix(), line=number)
        for number, line in enumerate(decode_file(path, encoding).lines, start=1)
    )


def read_sets(
    hypotheses: Sequence[Path],
    references: Sequence[Path],
    source: Path | None = None,
    *,
    source_language: str,
    target_language: str,
    encoding: str | None = None,
) -> tuple[EvalSet, ...]:
    """One evaluation set a hypothesis file, all as one document. Refuses unequal line counts, and two systems or references of one name."""
    reference_lines = {
        name: read_lines(path, encoding=encoding) for name, path in _name_files(references, "references").items()
    }
    source_lines = read_lines(source, encoding=encoding) if source is not None else ()
    expected = next(iter(reference_lines.values()), source_lines)
    sets = []
    for lines in (*reference_lines.values(), *([source_lines] if source_lines else [])):
        _require_same_count(lines, expected)
    for system, path in _name_files(hypotheses, "systems").items():
        lines = read_lines(path, encoding=encoding)
        _require_same_count(lines, expected)
        sets.append(_make_set(system, lines, reference_lines, source_lines, source_language, target_language))
    return tuple(sets)


def detect_language(passages: Sequence[Passage], codes: Sequence[str] = ("zh",)) -> str | None:
    """The code whose script most letters of the text are in, of those given; ``None`` where none has more than a third of them."""
    text = "".join(passage.text for passage in passages[:2000])
    letters = sum(character.isalpha() for character in text)
    shares = {code: len(get_language(code).letters.findall(text)) for code in codes}
    best = max(shares, key=lambda code: shares[code])
    return best if letters and shares[best] / letters > 1 / 3 else None


def _name_files(paths: Sequence[Path], what: str) -> dict[str, Path]:
    named: dict[str, Path] = {}
    for path in paths:
        if path.stem in named:
            raise PairingError(
                f"{path}: two {what} are called “{path.stem}” ({named[path.stem]} is the other); a file's name without its "
                "extension is its name, so rename one."
            )
        named[path.stem] = path
    return named


def _require_same_count(lines: Sequence[Passage], expected: Sequence[Passage]) -> None:
    if len(lines) == len(expected):
        return
    path, other = lines[0].path, expected[0].path
    break_at = find_break([p.text for p in expected], [p.text for p in lines])
    raise PairingError(
        f"{path}: {len(lines)} lines, but {other} has {len(expected)}; one line each was expected. The lengths stop matching at "
        f"{path}:{break_at}. Add or remove the lines that differ; nothing was scored."
    )


def _make_set(
    system: str,
    lines: Sequence[Passage],
    references: Mapping[str, Sequence[Passage]],
    source: Sequence[Passage],
    source_language: str,
    target_language: str,
) -> EvalSet:
    document = Document(
        name=Path(lines[0].path).name,
        folder="",
        paths=(lines[0].path,),
        source_language=source_language,
        target_language=target_language,
        source=tuple(source),
        target=(),
    )
    return EvalSet(
        system=system,
        source_language=source_language,
        target_language=target_language,
        segments=tuple(
            Segment(
                document=document,
                index=index,
                source=tuple(source[index : index + 1]),
                hypothesis=(line,),
                references={name: (passages[index],) for name, passages in references.items()},
                system=system,
            )
            for index, line in enumerate(lines)
        ),
    )
