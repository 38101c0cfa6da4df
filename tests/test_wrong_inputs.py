"""Wrong inputs from outside: each gets one of three answers, in a sentence that says where: refused, refused unless
allowed by name, or noted."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from line_outputs import CHINESE_PLACES as SOURCE
from line_outputs import PLACES as REFERENCE
from line_outputs import REWORDED_PLACES as OUTPUT
from running import run


def join(lines: list[str], end: str = "\n") -> bytes:
    return "".join(f"{line}{end}" for line in lines).encode()


def make_table(header: str) -> bytes:
    return join([header, *("\t".join(row) for row in zip(SOURCE, REFERENCE, OUTPUT, strict=True))])


def make_objects(broken: int) -> bytes:
    rows = [
        json.dumps({"source": s, "reference": r, "hypothesis": o})
        for s, r, o in zip(SOURCE, REFERENCE, OUTPUT, strict=True)
    ]
    return join([row[:-3] if number == broken else row for number, row in enumerate(rows, start=1)])


XML = (
    '<dataset><doc id="d"><src lang="zh"><seg id="1">一</seg><seg id="2">二</seg></src><ref lang="en"><seg id="1">one</seg>'
    '<seg id="2">two</seg></ref><hyp system="S"><seg id="1">a</seg></hyp></doc></dataset>'
)
REFUSED: dict[str, tuple[dict[str, bytes], str, str]] = {
    "gzip cut off": ({"a.en.gz": gzip.compress(join(OUTPUT))[:-20]}, "a.en.gz", r"a\.en\.gz: .*gzip"),
    "an empty file": ({"a.en": b""}, "a.en", r"a\.en: the file is empty"),
    "a missing file": ({}, "a.en", r"a\.en: the file cannot be read: No such file"),
    "a Word document": ({"a.en": b"PK\x03\x04"}, "a.en", r"a\.en: this is a ZIP archive"),
    "an encoding that is none": (
        {"a.en": join([f"{line} “x”" for line in OUTPUT])[:-3]},
        "a.en",
        r"a\.en:\d+:\d+: byte 0xE2",
    ),
    "a line too few": ({"a.en": join(OUTPUT[:-1])}, "a.en", r"a\.en: 59 lines, but .*has 60.*a\.en:60"),
    "a glob that matches nothing": ({}, "b*.en", r"b\*\.en: no file matches"),
    "a table without a header": ({"t.tsv": make_table("")[1:]}, "t.tsv", r"t\.tsv: .*no column called source"),
    "a table without an output": (
        {"t.tsv": make_table("source\treference\tmt")},
        "t.tsv",
        r"t\.tsv: .*source, reference only",
    ),
    "a column that is not there": ({"t.tsv": make_table("a\tb\tc")}, "t.tsv#d", r"t\.tsv: there is no column “d”"),
    "two columns of one name": ({"t.tsv": make_table("source\tsource\tmt")}, "t.tsv", r"t\.tsv:1: two columns"),
    "a broken JSON line": ({"j.jsonl": make_objects(7)}, "j.jsonl", r"j\.jsonl:7:\d+: this is no JSON"),
    "a quote left open": ({"t.csv": b'hypothesis,domain\na,b\n"c,d\n'}, "t.csv", r"t\.csv:3:1: a quote opens"),
    "XML with a segment missing": (
        {"x.xml": XML.encode()},
        "x.xml",
        r"x\.xml: the hypothesis “S” has 1 segments where 2",
    ),
    "one name for two": ({"a.en": join(OUTPUT), "p/a.en": join(SOURCE)}, "a.en p/a.en", r"two systems are called “a”"),
}
ALLOWED: dict[str, tuple[dict[str, bytes], str, str, str]] = {
    "lines shifted by one": (
        {"a.en": join([*OUTPUT[:20], *OUTPUT[21:], "End."])},
        "a.en",
        "shifted-lines",
        r"a\.en:2\d: .*one off",
    ),
    "the source as an output": ({"a.en": join(SOURCE)}, "a.en", "copied-source", r"a\.en: the output is the source"),
    "a reference as an output": (
        {"a.en": join(REFERENCE)},
        "a.en",
        "copied-reference",
        r"a\.en: the output is the reference",
    ),
    "a file twice": ({"a.en": join(OUTPUT)}, "a.en a.en", "same-file", r"a\.en: the same file is given twice"),
    "a copy of a file": (
        {"a.en": join(OUTPUT), "b.en": join(OUTPUT)},
        "a.en b.en",
        "same-file",
        r"b\.en: this is the same file",
    ),
    "another script": ({"a.en": join([f"{line}。" for line in SOURCE])}, "a.en", "wrong-script", r"a\.en: only \d+%"),
}
NOTED: dict[str, tuple[bytes, str]] = {
    "a byte-order mark": (b"\xef\xbb\xbf" + join(OUTPUT), r"a\.en: .*byte-order mark"),
    "CRLF": (join(OUTPUT, "\r\n"), r"a\.en: .*CRLF"),
    "a guessed encoding": (
        join(OUTPUT).decode().replace("city", "cité").encode("latin-1"),
        r"a\.en: read as Windows-1252",
    ),
    "separators inside lines": (join([line.replace(" ", "\u2028", 1) for line in OUTPUT]), r"60 of 60 lines hold"),
    "empty outputs": (join(["", "", *OUTPUT[2:]]), r"2 of 60 hypotheses"),
    "another form of Unicode": (
        join([unicodedata.normalize("NFD", f"é {line}") for line in OUTPUT]),
        r"60 lines .*\(NFC\)",
    ),
}


@pytest.fixture
def score(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """Scores outputs beside these files, and gives the status, what was printed, and what was said."""
    monkeypatch.chdir(tmp_path)
    Path("reference.txt").write_bytes(join(REFERENCE))
    Path("source.txt").write_bytes(join(SOURCE))

    def call(files: dict[str, bytes], outputs: str, *options: str) -> tuple[int, str, str]:
        for name, content in files.items():
            Path(name).parent.mkdir(exist_ok=True)
            Path(name).write_bytes(content)
        given = (
            []
            if "." in outputs and outputs.endswith(("tsv", "csv", "xml", "jsonl"))
            else ["--reference", "reference.txt", "--source", "source.txt"]
        )
        done = run("score", *given, *outputs.split(), "--metric", "bleu", "--target-language", "en", *options)
        return done.returncode, done.stdout, done.stderr

    return call


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_scored_truly_is_refused_and_nothing_is_done(
    name: str, score: Callable[..., tuple[int, str, str]]
) -> None:
    files, outputs, sentence = REFUSED[name]
    status, printed, said = score(files, outputs, "--output", "run")
    assert (status, printed, Path("run").exists()) == (1, "", False)
    assert re.search(sentence, said), said
    assert "fault of evalkit" not in said


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_almost_surely_a_mistake_is_refused_unless_it_is_allowed_by_name(
    name: str, score: Callable[..., tuple[int, str, str]]
) -> None:
    files, outputs, allowance, sentence = ALLOWED[name]
    status, printed, said = score(files, outputs, "--output", "run")
    assert (status, printed, Path("run").exists()) == (1, "", False)
    assert re.search(sentence, said), said
    assert f"--allow {allowance}" in said
    assert score(files, outputs, "--allow", allowance)[0] == 0


@pytest.mark.parametrize("name", NOTED)
def test_what_need_not_stop_the_work_is_noted(name: str, score: Callable[..., tuple[int, str, str]]) -> None:
    content, sentence = NOTED[name]
    status, printed, said = score({"a.en": content}, "a.en")
    assert status == 0 and "BLEU" in printed
    assert re.search(f"note: .*{sentence}", said), said


@pytest.mark.parametrize("code", ["xx", "klingon", ""])
def test_an_unknown_target_language_is_refused(code: str, score: Callable[..., tuple[int, str, str]]) -> None:
    status, _, said = score({"a.en": join(OUTPUT)}, "a.en", "--target-language", code)
    assert status == 1 and f"“{code}” is not a" in said


def test_source_and_reference_that_are_swapped_are_refused(score: Callable[..., tuple[int, str, str]]) -> None:
    Path("source.txt").write_bytes(join(REFERENCE))
    Path("reference.txt").write_bytes(join(SOURCE))
    status, _, said = score({"a.en": join(OUTPUT)}, "a.en")
    assert status == 1 and "source.txt and reference.txt are swapped" in said.replace(
        "reference.txt and source.txt", "source.txt and reference.txt"
    )


def test_every_reason_is_said_at_once(score: Callable[..., tuple[int, str, str]]) -> None:
    status, _, said = score({"a.en": b"PK\x03\x04", "b.en": b""}, "a.en b.en c.en")
    assert status == 1
    assert all(f"{name}.en: " in said for name in "abc")
