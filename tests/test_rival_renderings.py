"""One term of the source, rendered in several ways across the documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import findings_on, make_segments

from evalkit.auditing.checking import check_segments, load_check
from evalkit.data import Segment
from evalkit.jobs.auditing import audit_paths

SOURCE = "记者到市政府外办采访。\n会上，市政府外办作了汇报。\n大家对市政府外办表示感谢。"


def render(*names: str) -> str:
    return "\n".join(f"They thanked the {name} for it." for name in names)


def test_the_five_renderings_in_the_seeds_stand_on_one_card_with_their_places(seeds: Path) -> None:
    (finding,) = [one for one in audit_paths([seeds], checks=["rival-renderings"]).findings if one.confidence >= 0.8]
    texts = {place.text for place in (finding.place, *finding.places) if place.side == "target"}
    assert texts >= {
        "Municipal Governments Foreign Affairs Office",
        "Foreign Affairs Office of Chongqing Municipal People's Government",
        "Foreign Affairs Office",
        "Chongqing Municipal Foreign Affairs Office",
        "Chongqing FAO",
    }
    assert {Path(place.path).name[:3] for place in finding.places} == {"000", "003"}
    assert finding.parameters["source"] == "市政府外辦"
    assert not texts & {"Foreign Affairs Building", "Foreign Affairs Committee"}


def test_the_term_is_found_across_documents() -> None:
    names = ["Municipal Foreign Affairs Office", "Foreign Affairs Office of the City", "City Foreign Affairs Office"]
    segments: list[Segment] = []
    for number, (source, name) in enumerate(zip(SOURCE.split("\n"), names, strict=True)):
        segments += make_segments(source, render(name), name=f"document-{number}")
    (finding,) = check_segments(segments, [load_check("rival-renderings")])
    assert [place.text for place in (finding.place, *finding.places) if place.side == "target"] == names
    assert [place.text for place in finding.places if place.side == "source"] == ["市政府外办"] * 3


@pytest.mark.parametrize(
    "names",
    [
        ["Municipal Foreign Affairs Office"] * 3,
        ["Municipal Foreign Affairs Office", "Foreign Affairs Office", "Municipal Foreign Affairs Office"],
        ["Foreign Affairs Office (FAO)", "FAO", "Foreign Affairs Office"],
        ["Municipal Foreign Affairs Office", "Office", "people"],
    ],
)
def test_a_shortened_form_is_no_rival(names: list[str]) -> None:
    assert findings_on("rival-renderings", SOURCE, render(*names)) == []


def test_a_difference_that_the_source_makes_too_is_none_of_the_rendering() -> None:
    source = "记者到成都市外办采访。\n会上，重庆市外办作了汇报。\n大家对北京市外办表示感谢。"
    names = ["Chengdu Foreign Affairs Office", "Chongqing Foreign Affairs Office", "Beijing Foreign Affairs Office"]
    assert findings_on("rival-renderings", source, render(*names)) == []


def test_two_segments_are_too_few_to_be_sure() -> None:
    found = findings_on(
        "rival-renderings",
        "\n".join(SOURCE.split("\n")[:2]),
        render("Municipal Foreign Affairs Office", "Foreign Affairs Office of the City"),
    )
    assert [finding.confidence < 0.8 for finding in found] == [True]


def test_a_title_before_a_name_makes_no_rival() -> None:
    source = "记者采访了李兰娟。\n会上，李兰娟作了汇报。\n大家对李兰娟表示感谢。"
    names = ["Professor Li Lanjuan", "Li Lanjuan", "Academician Li Lanjuan"]
    assert findings_on("rival-renderings", source, render(*names)) == []


@pytest.mark.xfail(strict=True, reason="renderings with different heads share nothing that counts would tell")
def test_renderings_with_different_heads_are_rivals() -> None:
    names = ["Foreign Affairs Office", "Bureau of External Relations", "Foreign Affairs Office"]
    assert findings_on("rival-renderings", SOURCE, render(*names)) != []


@pytest.mark.xfail(strict=True, reason="only phrases in capitals are looked at")
def test_terms_in_lower_case_are_compared_too() -> None:
    names = ["municipal foreign affairs office", "foreign affairs office of the city", "city foreign affairs office"]
    assert findings_on("rival-renderings", SOURCE, render(*names)) != []
