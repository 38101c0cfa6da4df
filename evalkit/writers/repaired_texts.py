"""The repaired text of each document, and what was changed as a unified diff (repaired/)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from evalkit.data import Evaluation, Repair
from evalkit.files.file_names import name_files
from evalkit.review.repairing import diff_repair


def write(evaluation: Evaluation, folder: Path) -> list[str]:
    """Write ``repaired/NAME.txt`` for every repair, and ``repaired/NAME.diff`` where something was changed."""
    files = name_repairs(evaluation.repairs)
    written = []
    for repair in evaluation.repairs:
        contents = {files[repair.path]: repair.after, name_diff(files[repair.path]): diff_repair(repair)}
        for relative, content in contents.items():
            if content or relative == files[repair.path]:
                _write_bytes(folder / relative, content)
                written.append(relative)
    return written


def name_repairs(repairs: Iterable[Repair]) -> Mapping[str, str]:
    """Where in the report the repaired text of each path stands."""
    paths = [repair.path for repair in repairs]
    stems = name_files(path.removesuffix(".txt") for path in paths)
    return {path: f"repaired/{stems[path.removesuffix('.txt')]}.txt" for path in paths}


def name_diff(repaired: str) -> str:
    """Where the diff of a repaired text stands."""
    return repaired.removesuffix(".txt") + ".diff"


def _write_bytes(path: Path, content: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
