"""Chinese persons in Chinese text."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import read_chinese

from evalkit.languages.zh.names import find_names


def names_in(text: str) -> list[str]:
    return [name.text for name in find_names(text)]


def test_the_seeds_name_five_persons_and_no_other(seeds: Path) -> None:
    found = {
        name for path in seeds.glob("0*.txt") for line in read_chinese(path).split("\n") for name in names_in(line)
    }
    assert found == {"王廣成", "范青", "王冰丹", "趙世慶", "蹇澤西"}


def test_a_rare_surname_is_joined_to_its_given_name() -> None:
    assert names_in("主任委员蹇泽西等陪同。") == ["蹇泽西"]


def test_an_inline_reading_is_inside_the_span_and_not_in_the_name() -> None:
    text = "主任委員蹇(jiǎn)澤西等陪同。"
    (name,) = find_names(text)
    assert (name.text, text[name.start : name.end]) == ("蹇澤西", "蹇(jiǎn)澤西")


@pytest.mark.parametrize(
    ("text", "surname"),
    [
        ("市委书记单晓明出席。", ("shan",)),
        ("教授曾国强出席。", ("zeng",)),
        ("局长仇志远出席。", ("qiu",)),
        ("记者查文华报道。", ("zha",)),
        ("教授区建国出席。", ("ou",)),
        ("校长解振华出席。", ("xie",)),
    ],
)
def test_a_surname_is_read_as_a_surname(text: str, surname: tuple[str, ...]) -> None:
    (name,) = find_names(text)
    assert name.readings[0] == surname and name.surname_length == 1


def test_a_surname_of_two_characters_is_one() -> None:
    (name,) = find_names("作家尉迟志远说。")
    assert name.surname_length == 2
    assert name.readings[:2] == (("yu",), ("chi",))


def test_u_umlaut_has_all_its_spellings() -> None:
    (name,) = find_names("市委书记吕志远出席。")
    assert name.readings[0] == ("lü", "lu", "lv", "lyu")


def test_a_title_makes_a_name_surer() -> None:
    titled, plain = find_names("市长陈凯来了。")[0], find_names("后来陈凯来了。")
    assert all(titled.confidence > name.confidence for name in plain)


@pytest.mark.parametrize(
    "text",
    [
        "友好城市陈列展和康复权威",
        "总统特朗普和总理肖尔茨",
        "张先生、李小姐和王老师",
        "林某和张某",
        "谢谢您",
        "提高高水平",
        "On March 11",
    ],
)
def test_plain_words_foreigners_and_bare_surnames_are_no_names(text: str) -> None:
    assert names_in(text) == []


def test_every_mention_is_found() -> None:
    text = "會長趙世慶到訪。趙世慶走訪大廳。趙世慶強調。"
    assert [name.start for name in find_names(text)] == [2, 8, 16]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("本报讯（记者 上官婉莹）昨日开幕。", "上官婉莹"),
        ("（记者 皇甫松涛 通讯员 李明）", "皇甫松涛"),
        ("工程院院士司徒亮在会上发言。", "司徒亮"),
        ("参加的有栾景明、张国强、王志远等。", "栾景明"),
    ],
)
def test_names_of_rare_surnames_are_found_beside_titles_and_names(text: str, name: str) -> None:
    assert [one.text for one in find_names(text) if one.text == name and one.confidence >= 0.8] == [name]
