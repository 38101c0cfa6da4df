"""Parts of speech of Chinese words."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from evalkit.languages.zh import names
from evalkit.languages.zh.words import cut_words, tag_words, tag_words_around


def cut_with_jieba(text: str) -> list[str]:
    cut_words(text)  # which sets jieba up in silence
    import jieba

    words: list[str] = jieba.lcut(text)
    return words


def tag_with_jieba(text: str) -> list[tuple[str, str]]:
    tag_words(text)  # which sets jieba up in silence
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from jieba import posseg
    return [(pair.word, pair.flag) for pair in posseg.cut(text)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "主任委员蹇泽西出席了会议。",
        "会前，还组织大家参观 APEC 大楼52次。\r\n第3.5届 C&A 的#标签_乙",
        "𠮷野家\u2028齉龘爩癵籱",
        "2万4801人、５０％ x-ray\t末尾",
    ],
)
def test_words_and_tags_are_those_of_jieba(text: str) -> None:
    assert [(word.text, word.tag) for word in tag_words(text)] == tag_with_jieba(text)
    assert cut_words(text) == cut_with_jieba(text)


@pytest.mark.parametrize("name", ["wmt22/zh-en/source.zh", "wmt22/en-zh/reference.A.zh"])
def test_so_they_are_on_every_line_of_a_test_set(data: Path, name: str) -> None:
    for line in (data / name).read_text(encoding="utf-8").split("\n"):
        assert [(word.text, word.tag) for word in tag_words(line)] == tag_with_jieba(line)
        assert cut_words(line) == cut_with_jieba(line)


def test_what_holds_nothing_that_matters_stays_in_one_between_two_marks() -> None:
    words = tag_words_around("会议昨天开始，蹇泽西出席。", lambda part, stands_alone: stands_alone and "蹇" in part)
    whole, *rest = [(word.text, word.tag, word.start) for word in words]
    assert whole == ("会议昨天开始", "", 0)
    assert rest == [
        (word.text, word.tag, word.start) for word in tag_words("会议昨天开始，蹇泽西出席。") if word.start >= 6
    ]


def test_names_are_those_of_a_text_that_is_tagged_in_full(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (data / "wmt22/zh-en/source.zh").read_text(encoding="utf-8").split("\n")[::3]
    found = [names.find_names(line) for line in lines]
    names._find_names.cache_clear()
    monkeypatch.setattr(names, "tag_words_around", lambda text, matters: tag_words(text))
    assert [names.find_names(line) for line in lines] == found
    assert sum(map(len, found)) > 50
