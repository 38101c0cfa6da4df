"""A test set is read from files, folders, globs and mt-metrics-eval's layout, or every reason why not is named at
once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from line_outputs import OUTPUTS, REFERENCE_LINES, make_text
from running import run

from evalkit.alignment.line_sets import make_line_sets
from evalkit.data.test_sets import TestSet
from evalkit.errors import EvalkitError, PairingError
from evalkit.reading.lines import read_test_set
from evalkit.runs.keeping_metrics_eval import write_metrics_eval


def write(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b", "a"):
        write(tmp_path / "systems" / f"{name}.en", "one", f"two by {name}")
    write(tmp_path / "systems" / ".hidden", "x")
    write(tmp_path / "reference.en", "one", "two")
    return tmp_path


@pytest.mark.parametrize("given", ["systems", "systems/*.en", "systems/[ab].en"])
def test_systems_may_be_a_folder_or_a_glob(folder: Path, given: str) -> None:
    test_set = read_test_set([folder / given], [folder / "reference.en"])
    assert list(test_set.systems) == ["a", "b"]
    assert list(test_set.references) == ["reference"]


def test_a_column_of_a_table_is_named_behind_a_hash(tmp_path: Path) -> None:
    table = write(tmp_path / "all.tsv", "nmt\tgold", "an\tone", "zwo\ttwo")
    test_set = read_test_set([Path(f"{table}#nmt")], [Path(f"{table}#gold")])
    assert test_set.systems["nmt"].texts == ["an", "zwo"]
    assert test_set.references["gold"].texts == ["one", "two"]


def test_a_table_brings_its_own_references_source_and_documents(tmp_path: Path) -> None:
    table = write(
        tmp_path / "all.tsv", "source\treference\thypothesis.S\tdocument", "一\tone\tan\td1", "二\ttwo\tzwo\td2"
    )
    test_set = read_test_set([table])
    assert test_set.source is not None and test_set.source.texts == ["一", "二"]
    assert (list(test_set.references), list(test_set.systems)) == (["reference"], ["S"])
    assert test_set.documents == ("d1", "d2")


def test_every_file_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "broken.en").write_bytes(b"PK\x03\x04")
    with pytest.raises(EvalkitError) as caught:
        read_test_set([folder / "missing.en", folder / "broken.en", folder / "systems"], [folder / "none.en"])
    assert [line.split(":")[0].split("/")[-1] for line in str(caught.value).split("\n")] == [
        "none.en",
        "missing.en",
        "broken.en",
    ]


def test_the_same_file_twice_is_refused_unless_it_is_allowed(folder: Path) -> None:
    path = folder / "systems" / "a.en"
    with pytest.raises(EvalkitError, match="given twice"):
        read_test_set([path, folder / "systems" / ".." / "systems" / "a.en"], [folder / "reference.en"])
    test_set = read_test_set([path, path], [folder / "reference.en"], allow_same_file=True)
    assert list(test_set.systems) == ["a", "a (again)"]


def test_documents_and_domains_come_from_a_file_of_one_line_each(folder: Path) -> None:
    documents = write(folder / "test.docs", "news\tfirst", "news\tsecond")
    test_set = read_test_set([folder / "systems"], [folder / "reference.en"], documents=documents)
    assert (test_set.documents, test_set.domains) == (("first", "second"), ("news", "news"))
    sets = make_line_sets(test_set, source_language="zh", target_language="en")
    assert [(segment.document.name, segment.index) for segment in sets[0].segments] == [("first", 0), ("second", 0)]
    assert sets[0].segments[0].document is sets[1].segments[0].document


def test_the_layout_of_mt_metrics_eval_is_written_and_read_back(folder: Path) -> None:
    documents = write(folder / "test.docs", "news\tfirst", "speech\tsecond")
    source = write(folder / "source.zh", "一", "二")
    test_set = read_test_set([folder / "systems"], [folder / "reference.en"], source, documents=documents)
    write_metrics_eval(test_set, {"BLEU-reference": {"a": [1.0, 2.5], "b": [0.1, 3.0]}}, folder / "out", pair="zh-en")
    again = read_test_set([folder / "out"])
    assert {name: text.texts for name, text in again.systems.items()} == {
        name: text.texts for name, text in test_set.systems.items()
    }
    assert again.references["reference"].texts == ["one", "two"]
    assert again.source is not None and again.source.texts == ["一", "二"]
    assert (again.documents, again.domains) == (test_set.documents, test_set.domains)
    scores = (folder / "out/metric-scores/zh-en/BLEU-reference.seg.score").read_text(encoding="utf-8")
    assert scores == "a\t1.0\na\t2.5\nb\t0.1\nb\t3.0\n"


def test_one_of_several_language_pairs_has_to_be_chosen(tmp_path: Path) -> None:
    for pair in ("zh-en", "en-de"):
        write(tmp_path / "system-outputs" / pair / "S.txt", pair)
    with pytest.raises(EvalkitError, match="en-de, zh-en"):
        read_test_set([tmp_path])
    assert read_test_set([tmp_path], pair="en-de").systems["S"].texts == ["en-de"]


def test_a_file_that_holds_no_reference_is_no_reference(tmp_path: Path) -> None:
    table = write(tmp_path / "s.tsv", "source", "一")
    with pytest.raises(EvalkitError, match="no reference"):
        read_test_set([write(tmp_path / "a.en", "one")], [table])


def test_scores_are_written_in_the_layout_of_mt_metrics_eval_and_score_the_same_again(tmp_path: Path) -> None:
    for name, lines in OUTPUTS.items():
        write(tmp_path / "systems" / f"{name}.en", *lines)
    reference = write(tmp_path / "refA.en", *REFERENCE_LINES)
    source = write(tmp_path / "source.zh", *(f"第{n}个城市的规划。" for n in range(len(REFERENCE_LINES))))
    documents = write(tmp_path / "test.docs", *(f"news\td{n // 40}" for n in range(len(REFERENCE_LINES))))
    options = ("--metric", "bleu", "--target-language", "en", "--format", "json")
    given = ("--reference", reference, "--source", source, "--documents", documents, tmp_path / "systems")
    first = run("score", *given, *options, "--write-metrics-eval", tmp_path / "out")
    again = run("score", tmp_path / "out", *options)
    assert first.returncode == again.returncode == 0
    one, other = (
        {each["system"]: each["scores"] for each in json.loads(done.stdout)["systems"]} for done in (first, again)
    )
    assert one == other
    written = tmp_path / "out" / "metric-scores" / "zh-en"
    totals = dict(
        line.split("\t") for line in (written / "BLEU-refA.sys.score").read_text(encoding="utf-8").split("\n") if line
    )
    assert {name: float(value) for name, value in totals.items()} == {
        name: each["BLEU"]["score"] for name, each in one.items()
    }
    segments = (written / "BLEU-refA.seg.score").read_text(encoding="utf-8").split("\n")
    assert [line.split("\t")[0] for line in segments[:-1]] == [name for name in one for _ in REFERENCE_LINES]


def test_nothing_is_written_over_and_that_is_said_before_the_work(tmp_path: Path) -> None:
    hypothesis, reference = write(tmp_path / "s.en", *OUTPUTS["worst"]), write(tmp_path / "r.en", *REFERENCE_LINES)
    mine = write(tmp_path / "mine" / "notes.txt", "mine").parent
    for option in ("--write-metrics-eval", "--output"):
        done = run("score", "--reference", reference, hypothesis, "--metric", "bleu", option, mine)
        assert (done.returncode, done.stdout) == (1, "")
        assert str(mine) in done.stderr and "Name a new folder" in done.stderr
        done = run("score", "--reference", tmp_path / "none", hypothesis, option, tmp_path / "new" / "run")
        assert done.returncode == 1
        assert not (tmp_path / "new").exists()
    assert [entry.name for entry in mine.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(("name", "line"), [("a/b", "x"), (".a", "x"), ("a", "x\ny"), ("a", "x\r")])
def test_what_the_layout_cannot_hold_is_refused_before_anything_is_written(
    tmp_path: Path, name: str, line: str
) -> None:
    test_set = TestSet(systems={name: make_text(name, [line])})
    with pytest.raises(PairingError):
        write_metrics_eval(test_set, {}, tmp_path / "out", pair="zh-en")
    assert not (tmp_path / "out").exists()


def test_a_reference_is_counted_as_one_though_plain_text_does_not_say_so(folder: Path) -> None:
    test_set = read_test_set([folder / "systems"], [folder / "reference.en"])
    assert [text.role for text in test_set.texts] == ["reference", "hypothesis", "hypothesis"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("empty", "holds no file"),
        ("none*.en", "no file matches"),
        ("table.tsv", "source, reference only"),
        ("layout", "no folder of a language pair"),
    ],
)
def test_what_holds_no_output_is_refused_with_the_reason(tmp_path: Path, given: str, expected: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "layout" / "system-outputs").mkdir(parents=True)
    write(tmp_path / "table.tsv", "source\treference\tmt", "一\tone\tan")
    with pytest.raises(EvalkitError, match=expected):
        read_test_set([tmp_path / given])


def test_a_folder_is_no_reference(folder: Path) -> None:
    with pytest.raises(EvalkitError, match="this is a folder"):
        read_test_set([folder / "systems"], [folder / "systems"])
