"""System outputs and further references beside the documents of a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import make_passages

from evalkit.data import Document
from evalkit.errors import PairingError, ReadingError
from evalkit.files.outputs import Beside, read_beside
from evalkit.files.settings import Settings

SOURCE = "第一段是很长很长很长很长很长的中文。\n第二段短。\n第三段是不太长也不太短的中文。\n"
LINES = [
    "The first paragraph is a very, very, very, very long English text, long, long.",
    "A short one.",
    "The third one is neither very long nor all that short.",
]


def make_document(name: str = "a", source: str = SOURCE) -> Document:
    return Document(
        name=name,
        folder="",
        paths=(f"{name}.txt",),
        source_language="zh",
        target_language="en",
        source=make_passages(source, path=f"{name}.txt"),
        target=(),
    )


def write(folder: Path, path: str, content: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(content.encode())


def read(folder: Path, *documents: Document, kind: str = "outputs", align: bool = False) -> Beside:
    return read_beside(folder, kind, documents or (make_document(),), Settings(align_outputs=align))


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
@pytest.mark.parametrize("kind", ["outputs", "references"])
def test_each_line_belongs_to_one_paragraph_of_the_source(kind: str, end: str, tmp_path: Path) -> None:
    write(tmp_path, f"{kind}/A/a.txt", (end or "\n").join(LINES) + end)
    passages = read(tmp_path, kind=kind).passages["A"]["a"]
    assert [(p.text, p.path, p.line) for p in passages] == [
        (line, f"{kind}/A/a.txt", number) for number, line in enumerate(LINES, start=1)
    ]


@pytest.mark.parametrize("position", [0, 1, 2])
def test_an_empty_line_is_an_empty_hypothesis(position: int, tmp_path: Path) -> None:
    lines = [line if number != position else "" for number, line in enumerate(LINES)]
    write(tmp_path, "outputs/A/a.txt", "\n".join(lines) + "\n")
    assert [passage.text for passage in read(tmp_path).passages["A"]["a"]] == lines


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (LINES[:2], r"outputs/A/a\.txt:3: 2 lines, but the source of “a” has 3 paragraphs; .*from line 3 on"),
        ([LINES[0], LINES[2]], r"outputs/A/a\.txt:2: 2 lines, .* 3 paragraphs; .*from line 2 on \(beside a\.txt:2\)"),
        ([*LINES, ""], r"outputs/A/a\.txt:4: 4 lines, .* 3 paragraphs; .*Without its blank lines it fits: remove them"),
        (
            [LINES[0], "", LINES[1], "", LINES[2]],
            r"outputs/A/a\.txt:2: 5 lines, .*remove them, or set align_outputs = true",
        ),
        (
            [*LINES, "One too many, at the very end of it all."],
            r"outputs/A/a\.txt:4: 4 lines, .*Add or remove what differs",
        ),
    ],
)
def test_another_count_is_refused_with_both_counts_and_the_first_line_that_breaks(
    lines: list[str], message: str, tmp_path: Path
) -> None:
    write(tmp_path, "outputs/A/a.txt", "\n".join(lines) + "\n")
    with pytest.raises(PairingError, match=message):
        read(tmp_path)


def test_another_count_is_left_to_alignment_if_that_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, "outputs/A/a.txt", f"{LINES[0]} {LINES[1]}\n\n{LINES[2]}\n\n")
    write(tmp_path, "outputs/B/a.txt", "\n".join(LINES))
    beside = read(tmp_path, align=True)
    assert [passage.line for passage in beside.passages["A"]["a"]] == [1, 3]
    assert beside.to_align == {("A", "a")}
    assert any(
        "outputs/A/a.txt: 4 lines, 2 of them not blank, for 3 paragraphs of “a”; aligned" in w for w in beside.warnings
    )


def test_an_output_for_no_document_is_refused_with_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, "outputs/A/notice1.txt", "x")
    with pytest.raises(
        PairingError, match=r"outputs/A/notice1\.txt: there is no document “notice1”\. The nearest is “notice-1”"
    ):
        read(tmp_path, make_document("notice-1"), make_document("other"))


def test_a_missing_output_is_a_warning(tmp_path: Path) -> None:
    write(tmp_path, "outputs/A/a.txt", "\n".join(LINES))
    beside = read(tmp_path, make_document("a"), make_document("b"), make_document("c", source=""))
    assert beside.warnings == ("outputs/A: there is no output for document “b”.",)


def test_an_output_may_carry_the_target_language_in_its_name_but_only_once(tmp_path: Path) -> None:
    write(tmp_path, "outputs/A/a.en.txt", "\n".join(LINES))
    assert "a" in read(tmp_path).passages["A"]
    write(tmp_path, "outputs/A/a.txt", "\n".join(LINES))
    with pytest.raises(PairingError, match="two files are for document “a”"):
        read(tmp_path)


def test_an_output_for_a_document_without_a_source_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "outputs/A/a.txt", "x")
    with pytest.raises(PairingError, match="document “a” has no source text"):
        read(tmp_path, make_document(source=""), align=True)


def test_an_empty_output_file_is_refused_by_name(tmp_path: Path) -> None:
    write(tmp_path, "outputs/A/a.txt", "")
    with pytest.raises(ReadingError, match=r"outputs/A/a\.txt: the file is empty"):
        read(tmp_path)


@pytest.mark.parametrize("name", ["as-is", "repaired", "all"])
def test_a_reference_may_not_be_called_what_results_call_another(name: str, tmp_path: Path) -> None:
    write(tmp_path, f"references/{name}/a.txt", "\n".join(LINES))
    with pytest.raises(PairingError, match=f"references/{name}: this name stands for another reference"):
        read(tmp_path, kind="references")


def test_what_is_no_output_is_named_and_links_back_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "outputs/A/a.txt", "\n".join(LINES))
    write(tmp_path, "outputs/A/notes.md", "x")
    write(tmp_path, "outputs/A/deeper/a.txt", "x")
    write(tmp_path, "outputs/loose.txt", "x")
    write(tmp_path, "outputs/.hidden/a.txt", "x")
    (tmp_path / "outputs" / "empty").mkdir()
    (tmp_path / "outputs" / "loop").symlink_to(tmp_path)
    beside = read(tmp_path)
    assert list(beside.passages) == ["A"]
    assert set(beside.ignored) == {"outputs/loose.txt", "outputs/loop", "outputs/A/notes.md", "outputs/A/deeper/"}
    assert beside.warnings == ("outputs/empty: the folder holds no .txt file and is left out.",)


def test_without_the_folder_there_is_nothing(tmp_path: Path) -> None:
    assert read(tmp_path).passages == {}
