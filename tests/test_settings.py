"""Settings from ``evalkit.toml`` and options."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.errors import SettingsError, UnknownNameError
from evalkit.files import settings as module
from evalkit.files.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _known_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {"metrics": ("bleu", "chrf"), "checks": ("dropped-apostrophe", "inline-pinyin")}
    monkeypatch.setattr(module, "list_names", lambda folder: names[folder])


def write(folder: Path, content: str) -> Path:
    (folder / "evalkit.toml").write_text(content, encoding="utf-8")
    return folder


def test_without_a_file_the_source_is_assumed_to_be_chinese_and_the_target_english(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == load_settings(None) == Settings()
    assert Settings().languages_assumed


def test_everything_may_be_set_in_the_file(tmp_path: Path) -> None:
    content = """
        source_language = "eng_Latn"
        target_language = "zh-CN"
        metrics = ["BLEU", "chrf"]
        model = "some/model"
        checks = ["inline-pinyin"]
        without = ["dropped-apostrophe"]
        align_outputs = true
        encoding = "GBK"
        paragraphs = "blank-line"
        source_column = "A"
        target_column = "B"
    """
    assert load_settings(write(tmp_path, content)) == Settings(
        source_language="en",
        target_language="zh",
        languages_assumed=False,
        metrics=("bleu", "chrf"),
        model="some/model",
        checks=("inline-pinyin",),
        without=("dropped-apostrophe",),
        align_outputs=True,
        encoding="gb18030",
        paragraphs="blank-line",
        source_column="A",
        target_column="B",
    )


def test_an_option_goes_before_the_file_and_one_not_given_does_not(tmp_path: Path) -> None:
    folder = write(tmp_path, 'target_language = "de"\nmetrics = ["chrf"]\n')
    settings = load_settings(folder, target_language="fr", metrics=(), encoding=None)
    assert (settings.target_language, settings.metrics) == ("fr", ("chrf",))


@pytest.mark.parametrize("given", ["file", "option"])
def test_a_source_language_that_is_given_is_not_assumed(given: str, tmp_path: Path) -> None:
    if given == "file":
        assert not load_settings(write(tmp_path, 'source_language = "zh"')).languages_assumed
    else:
        assert not load_settings(None, source_language="zho").languages_assumed


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            '\n\ntarget_langage = "en"',
            r"evalkit\.toml:3: There is no setting “target_langage”\. Did you mean “target_language”\?",
        ),
        ("[outputs]\nalign = true", r"evalkit\.toml:1: There is no setting “outputs”"),
        (
            '# checks\nchecks = ["inline-pinyn"]',
            r"evalkit\.toml:2: There is no check “inline-pinyn”\. Did you mean “inline-pinyin”\?",
        ),
        ('metrics = ["blue"]', r"evalkit\.toml:1: There is no metric “blue”\. Did you mean “bleu”\?"),
        ('without = ["chrf"]', r"evalkit\.toml:1: There is no check “chrf”"),
    ],
)
def test_an_unknown_name_is_an_error_that_names_the_nearest(content: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=message):
        load_settings(write(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("\nmodel = 3", r"evalkit\.toml:2: model is 3; expected a string\."),
        ('metrics = "bleu"', r"evalkit\.toml:1: metrics is “bleu”; expected a list of strings\."),
        ("checks = [1]", r"evalkit\.toml:1: checks is \[1\]; expected a list of strings\."),
        ('align_outputs = "yes"', r"evalkit\.toml:1: align_outputs is “yes”; expected true or false\."),
        ("align_outputs = 1", r"evalkit\.toml:1: align_outputs is 1; expected true or false\."),
        ('paragraphs = "page"', r"evalkit\.toml:1: paragraphs is “page”; expected “line” or “blank-line”\."),
        ("encoding = true", r"evalkit\.toml:1: encoding is true; expected a string\."),
        ('source_language = ""', r"evalkit\.toml:1: source_language is empty\. Give it a value, or leave it out\."),
        ('model = " "', r"evalkit\.toml:1: model is empty\."),
        ("[model]\nname = 1", r"evalkit\.toml:1: model is a table; expected a string\."),
        ('source_language = "klingonese"', r"evalkit\.toml:1: source_language: “klingonese” is not a .*language"),
        ('encoding = "utf-9"', r"evalkit\.toml:1: there is no encoding “utf-9”"),
        ('model = "a"\nmodel = "b"', r"evalkit\.toml:2(:\d+)?: this is not TOML"),
        ("model = ", r"evalkit\.toml:1(:\d+)?: this is not TOML"),
        ('target_language = "zh"', r"source language, which was assumed, and the target language are both “zh”"),
        ('source_language = "en"', r"source language and the target language are both “en”"),
    ],
)
def test_an_impossible_value_is_refused_with_its_line_and_what_was_expected(
    content: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match=message):
        load_settings(write(tmp_path, content))


def test_an_impossible_option_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"“chrff”\. Did you mean “chrf”"):
        load_settings(tmp_path, metrics=("chrff",))
    with pytest.raises(SettingsError, match="“xx-yy-zz” is not a"):
        load_settings(tmp_path, target_language="xx-yy-zz")


def test_the_file_may_have_a_byte_order_mark_but_must_be_utf_8(tmp_path: Path) -> None:
    (tmp_path / "evalkit.toml").write_bytes(b'\xef\xbb\xbfmodel = "a"')
    assert load_settings(tmp_path).model == "a"
    (tmp_path / "evalkit.toml").write_bytes(b'# one\nmodel = "\xe9"')
    with pytest.raises(SettingsError, match=r"evalkit\.toml:2: byte 0xE9 is not UTF-8"):
        load_settings(tmp_path)


def test_a_model_is_a_checkpoint_below_the_folder_or_a_name(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "model.ckpt").write_bytes(b"")
    folder = write(tmp_path, 'model = "models/model.ckpt"')
    assert load_settings(folder).model == (tmp_path / "models" / "model.ckpt").as_posix()
    write(tmp_path, 'model = "Unbabel/wmt22-comet-da"')
    assert load_settings(folder).model == "Unbabel/wmt22-comet-da"
