"""What two aligned texts share and contradict, and the keys that tell which texts belong together."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import chain
from pathlib import Path

import pytest

from evalkit.data import Anchor
from evalkit.facts import anchoring
from evalkit.facts.anchoring import collect_shared_keys, find_anchors
from evalkit.languages import get_language


def anchors_of(source: str, target: str, kind: str | None = None) -> list[Anchor]:
    found = find_anchors(source, target, source_language="zh", target_language="en")
    return [anchor for anchor in found if kind in (None, anchor.kind)]


def verdicts(source: str, target: str, kind: str | None = None) -> list[tuple[str | None, str | None, str]]:
    return [(anchor.source, anchor.target, anchor.verdict) for anchor in anchors_of(source, target, kind)]


def test_a_date_without_a_year_is_verified_by_one_with_a_year() -> None:
    assert verdicts("3月11日", "On March 11, 2024") == [("3月11日", "March 11, 2024", "verified")]


def test_a_number_that_only_the_source_states_is_not_found_and_no_contradiction() -> None:
    assert verdicts("来了52人", "Many people came") == [("52", None, "not-found")]


def test_a_number_that_only_the_target_states_is_no_anchor() -> None:
    assert verdicts("来了很多人", "52 people came") == []


def test_two_numbers_that_stand_for_one_fact_differ_and_the_right_one_is_proposed() -> None:
    (anchor,) = anchors_of("共2万4801张", "24,810 sheets")
    assert (anchor.verdict, anchor.expected) == ("differs", "24,801")


def test_the_changed_one_among_several_numbers_is_told_by_its_place_and_writing() -> None:
    differing = [
        a
        for a in anchors_of(
            "年满16岁未达18岁的学徒签三方协议", "Apprentices over 16 and under 19 sign a three-party deal"
        )
        if a.verdict == "differs"
    ]
    assert [(a.source, a.target, a.expected) for a in differing] == [("18", "19", "18")]


def test_a_number_that_the_source_repeats_and_the_target_states_once_is_verified() -> None:
    assert [verdict for *_, verdict in verdicts("2023年总结，2023年工作", "The work of 2023")] == [
        "verified",
        "verified",
    ]


def test_an_impossible_date_in_the_target_differs() -> None:
    assert verdicts("12月24日", "December 42")[0][2] == "differs"


@pytest.mark.parametrize(
    "written",
    [
        "Wang Guangcheng",
        "Guangcheng Wang",
        "Wang Guang-cheng",
        "WANG Guangcheng",
        "Wáng Guǎngchéng",
        "Wang Guangchengs",
    ],
)
def test_a_name_is_verified_in_every_usual_spelling(written: str) -> None:
    assert verdicts("书记王廣成致辞", f"Secretary {written} spoke", "name") == [
        ("王廣成", written.removesuffix("s"), "verified")
    ]


@pytest.mark.parametrize("written", ["Lü Xiao'an", "Lu Xiaoan", "Lyu Xiao’an", "Lv Xiao an"])
def test_umlauts_and_apostrophes_of_names_may_be_written_in_several_ways(written: str) -> None:
    assert [verdict for *_, verdict in verdicts("书记吕晓安表示", f"Professor {written} said", "name")] == ["verified"]


def test_a_name_one_letter_off_differs_and_is_spelled_right() -> None:
    (anchor,) = anchors_of("主任赵世庆表示", "Director Zhao Shiqin said", "name")
    assert (anchor.target, anchor.verdict, anchor.expected) == ("Zhao Shiqin", "differs", "Zhao Shiqing")


def test_a_name_that_is_another_name_of_the_source_is_not_taken_for_a_misspelling() -> None:
    source = "主任王小明和书记王小敏出席"
    assert ("王小敏", None, "not-found") in verdicts(source, "Director Wang Xiaoming attended", "name")


def test_a_name_that_is_nowhere_is_not_found() -> None:
    assert verdicts("主任赵世庆表示", "The director said", "name") == [("赵世庆", None, "not-found")]


def test_latin_words_of_the_source_are_looked_for_in_the_target() -> None:
    assert verdicts("了解APEC商务旅行卡，见www.example.com", "the apec card", "latin") == [
        ("APEC", "apec", "verified"),
        ("www.example.com", None, "not-found"),
    ]


def test_a_latin_word_inside_another_is_not_found() -> None:
    assert verdicts("CPC", "the CPCs of the CPCX", "latin") == [("CPC", "CPC", "verified")]
    assert verdicts("CPC", "the CPCX", "latin") == [("CPC", None, "not-found")]


def test_readings_left_in_the_text_are_no_latin_words() -> None:
    assert anchors_of("協(xié)會發(fā)展", "The association", "latin") == []


def test_the_source_may_be_the_side_in_latin_script() -> None:
    found = find_anchors(
        "Director Zhao Shiqing of APEC came on March 11",
        "3月12日APEC主任赵世庆到会",
        source_language="en",
        target_language="zh",
    )
    assert {(a.kind, a.source, a.target, a.verdict) for a in found} == {
        ("date", "March 11", "3月12日", "differs"),
        ("name", "Zhao Shiqing", "赵世庆", "verified"),
        ("latin", "APEC", "APEC", "verified"),
    }


def test_spans_are_offsets_of_the_texts_compared() -> None:
    source, target = "3月11日，主任赵世庆介绍APEC的52项工作", "On March 11, Zhao Shiqing introduced 53 items of APEC"
    for anchor in anchors_of(source, target):
        assert anchor.source_span and source[slice(*anchor.source_span)] == anchor.source
        assert anchor.target_span and target[slice(*anchor.target_span)] == anchor.target


def test_languages_that_nothing_is_known_of_give_no_anchors() -> None:
    assert find_anchors("Guten Tag 5", "God dag 6", source_language="de", target_language="da") == ()


def collect_all_keys(text: str, language: str) -> Mapping[Hashable, int]:
    """The keys of a text with every spelling that its words may have: what those of two sides are picked from."""
    return anchoring._make_keys(text, language, anchoring._list_spellings(text, get_language(language)))


def shared(source: str, target: str) -> set[Hashable]:
    (one,), (other,) = collect_shared_keys([source], [target], source_language="zh", target_language="en")
    return set(one.keys() & other.keys())


@pytest.mark.parametrize(
    ("source", "target", "key"),
    [
        ("王廣成致辞", "Wang Guangcheng spoke", ("latin", "wangguangcheng")),
        ("在重慶舉行", "Held in Chongqings hall", ("latin", "chongqing")),
        ("在西安", "in Xi'an", ("latin", "xian")),
        ("APEC商务旅行卡", "the APEC card", ("latin", "apec")),
        ("2023年", "in 2023", ("number", 2023)),
        ("3月11日", "March 11, 2024", ("day", 3, 11)),
        ("3月", "in March", ("month", 3)),
        ("2万4801张", "24,801", ("number", 24801)),
    ],
)
def test_texts_that_state_the_same_share_a_key(source: str, target: str, key: object) -> None:
    assert key in shared(source, target)


def test_texts_that_state_nothing_in_common_share_no_key() -> None:
    assert shared("王廣成3月11日在重慶介绍52项工作", "The Lord Mayor of London spoke on April 12") == set()


def test_keys_are_counted() -> None:
    assert collect_all_keys("52 of 52", "en")["number", 52] == 2


@pytest.mark.parametrize("languages", [("zh", "en"), ("en", "zh"), ("zh", "zh"), ("en", "en"), ("xx", "zh")])
def test_of_spellings_only_those_that_both_sides_have_are_shared_keys(languages: tuple[str, str]) -> None:
    chinese = ["王廣成在重慶(chóng)致辞3月11日", "APEC的52项", "西安和吕氏", "APEC"]
    english = ["Wang Guangcheng spoke in Chongqing on March 11", "52 of APEC", "Xi'an, London and Lu", ""]
    source, target = (chinese if language == "zh" else english for language in languages)
    found = collect_shared_keys(source, target, source_language=languages[0], target_language=languages[1])
    everything = (
        [collect_all_keys(text, languages[0]) for text in source],
        [collect_all_keys(text, languages[1]) for text in target],
    )
    both = set(chain(*everything[0])) & set(chain(*everything[1]))
    for keys, all_keys in zip(chain(*found), chain(*everything), strict=True):
        assert keys == {key: count for key, count in all_keys.items() if not is_latin(key) or key in both}
    assert any(is_latin(key) for key in both)


def is_latin(key: object) -> bool:
    return isinstance(key, tuple) and key[0] == "latin"


@pytest.mark.parametrize("document", ["000_77a3382a7273a2e2", "003_cceaf48a5aa94307"])
def test_every_number_and_date_of_the_seeds_is_verified(seeds: Path, document: str) -> None:
    lines = [line for line in (seeds / f"{document}.txt").read_text(encoding="utf-8").split("\n") if line.strip()]
    chinese = [line for line in lines if sum("\u4e00" <= character <= "\u9fff" for character in line) > len(line) / 2]
    english = [line for line in lines if line not in chinese][-len(chinese) :]
    found = [a for source, target in zip(chinese, english, strict=True) for a in anchors_of(source, target)]
    assert {a.verdict for a in found if a.kind in ("number", "date")} == {"verified"}
    assert {a.verdict for a in found if a.kind == "name"} == {"verified"}


def test_the_five_persons_of_the_seeds_are_verified(seeds: Path) -> None:
    names = set()
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        names |= {a.source for a in anchors_of(text, text, "name") if a.verdict == "verified"}
    assert names == {"王廣成", "范青", "王冰丹", "趙世慶", "蹇澤西"}
