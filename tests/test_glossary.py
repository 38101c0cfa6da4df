"""Glossaries as they come: CSV, TSV, TBX."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.data import GlossaryEntry
from evalkit.errors import ReadingError
from evalkit.files.settings import load_settings
from evalkit.jobs.auditing import audit_paths
from evalkit.terms.glossary import read_glossary

LANGUAGES = {"source_language": "zh", "target_language": "en"}
OFFICE = GlossaryEntry(source="外办", targets=("Foreign Affairs Office",), forbidden=("FAO", "Foreign Office"))
TBX = """<?xml version="1.0"?>
<martif type="TBX" xml:lang="en"><text><body><termEntry id="1">
  <langSet xml:lang="zh-CN"><tig><term>外办</term></tig></langSet>
  <langSet xml:lang="en-GB">
    <tig><term>Foreign Affairs Office</term></tig>
    <tig><term>FAO</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
    <ntig><termGrp><term>Foreign Office</term><termNote type="administrativeStatus">forbidden</termNote></termGrp></ntig>
  </langSet>
  <langSet xml:lang="fr"><tig><term>Bureau</term></tig></langSet>
</termEntry></body></text></martif>
"""
TBX3 = """<tbx xmlns="urn:iso:std:iso:30042:ed-2" xml:lang="en"><text><body><conceptEntry id="1">
  <langSec xml:lang="zh"><termSec><term>外办</term></termSec></langSec>
  <langSec xml:lang="en"><termSec><term>Foreign Affairs Office</term></termSec>
    <termSec><term>FAO</term><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec>
    <termSec><term>Foreign Office</term><termNote type="administrativeStatus">obsolete</termNote></termSec></langSec>
</conceptEntry></body></text></tbx>
"""


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("g.csv", "source term,target term,forbidden variants\n外办,Foreign Affairs Office,FAO|Foreign Office\n"),
        ("g.csv", "\ufeff外办,Foreign Affairs Office,FAO;Foreign Office\n"),
        ("g.csv", 'Forbidden;EN;ZH\n"FAO|Foreign Office";Foreign Affairs Office;外办\n'),
        ("g.tsv", "Chinese\tEnglish\tnot\n外办\tForeign Affairs Office\tFAO | Foreign Office\n"),
        ("g.tbx", TBX),
        ("g.tbx", TBX3),
    ],
)
def test_every_format_gives_the_same_entry(name: str, content: str, tmp_path: Path) -> None:
    assert read_glossary(write(tmp_path, name, content), **LANGUAGES) == (OFFICE,)


def test_rows_of_one_source_term_are_alternatives(tmp_path: Path) -> None:
    path = write(tmp_path, "g.csv", "source,target\n外办,FAO\n外办,Foreign Affairs Office\n")
    (entry,) = read_glossary(path, **LANGUAGES)
    assert entry.targets == ("FAO", "Foreign Affairs Office") and entry.forbidden == ()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("g.csv", "source,target\n外办,\n", r"g\.csv:2: a row without a source term or without a rendering"),
        ("g.csv", 'source,target\n"外办,x\n', r"g\.csv:\d+: not a table"),
        ("g.xlsx", "", r"g\.xlsx: a glossary ends in \.csv, \.tsv or \.tbx"),
        ("g.csv", "source,target\n", r"g\.csv: no term with a rendering in zh and en"),
        ("g.tbx", "<martif>\n<text>", r"g\.tbx:2: not well-formed XML"),
        ("g.tbx", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', r"g\.tbx: refused"),
        ("g.tbx", TBX.replace("zh-CN", "ja"), r"g\.tbx: no term with a rendering"),
    ],
)
def test_what_is_no_glossary_is_refused_with_its_place(name: str, content: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=message):
        read_glossary(write(tmp_path, name, content), **LANGUAGES)


def test_a_glossary_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="there is no such glossary"):
        read_glossary(tmp_path / "g.csv", **LANGUAGES)


def test_the_path_in_the_settings_file_is_below_its_folder_and_an_option_goes_before_it(tmp_path: Path) -> None:
    write(tmp_path, "evalkit.toml", 'glossary = "terms/g.csv"')
    assert load_settings(tmp_path).glossary == (tmp_path / "terms/g.csv").as_posix()
    assert load_settings(tmp_path, glossary="other.csv").glossary == "other.csv"


def test_an_audit_uses_the_glossary_of_the_settings(tmp_path: Path) -> None:
    write(tmp_path, "evalkit.toml", 'glossary = "g.tsv"\nchecks = ["glossary-violation"]')
    write(tmp_path, "g.tsv", "source\ttarget\tforbidden\n外办\tForeign Affairs Office\tFAO\n")
    write(tmp_path, "a.txt", "记者到外办采访，了解工作情况。\nReporters visited the FAO and learned about its work.\n")
    audit = audit_paths([tmp_path])
    (finding,) = audit.findings
    assert [document.name for document in audit.documents] == ["a"], "the glossary is no document"
    assert (finding.place.text, finding.place.suggestion) == ("FAO", "Foreign Affairs Office")
