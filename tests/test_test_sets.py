"""A test set is read from files, folders, globs and mt-metrics-eval's layout, or every reason why not is named at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.benchmark.metrics_eval import write_metrics_eval
from evalkit.benchmark.reading import read_test_set
from evalkit.benchmark.sets import make_line_sets
from evalkit.errors import EvalkitError


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
