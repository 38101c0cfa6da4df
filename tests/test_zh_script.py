"""Traditional and simplified Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import read_chinese

from evalkit.languages.zh.conversion import simplify
from evalkit.languages.zh.script import tell_script


def test_the_seeds_are_traditional(seeds: Path) -> None:
    assert {tell_script([read_chinese(path)]) for path in seeds.glob("0*.txt")} == {"traditional"}


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("他们说这个国家发展很快", "simplified"),
        ("他們說這個國家發展很快", "traditional"),
        ("后干于", None),
        ("他們說這個國这个国说", None),
        ("English", None),
    ],
)
def test_the_script_is_told_by_characters_of_one_script_only(text: str, script: str | None) -> None:
    assert tell_script([text]) == script


def test_simplifying_keeps_every_offset(data: Path) -> None:
    for line in (data / "wmt22/en-zh/reference.B.zh").read_text(encoding="utf-8").split("\n"):
        assert len(simplify(line)) == len(line)


def test_phrases_decide_what_a_character_becomes() -> None:
    assert simplify("乾隆說衣服乾淨") == "乾隆说衣服干净"
