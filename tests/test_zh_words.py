"""Chinese words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from evalkit.languages.zh.words import cut_words, is_known_word, tag_words

TEXT = "会前，还组织大家参观 APEC 大楼52次。"


def test_words_cover_the_text_without_gaps() -> None:
    words = tag_words(TEXT)
    assert "".join(word.text for word in words) == TEXT
    assert [word.start for word in words[1:]] == [word.end for word in words[:-1]]


def test_a_text_is_tagged_once() -> None:
    assert tag_words(TEXT) is tag_words(TEXT)


def test_cutting_gives_the_words() -> None:
    assert cut_words("参观大楼") == ["参观", "大楼"]


def test_the_dictionary_is_asked() -> None:
    assert is_known_word("大楼") and not is_known_word("王广成")


@pytest.mark.parametrize("writable", [True, False])
def test_the_first_use_is_silent_and_leaves_no_file_in_the_temporary_folder(tmp_path: Path, writable: bool) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    cache = tmp_path / "cache"
    if not writable:
        cache.write_text("a file where the folder should be")
    program = "from evalkit.languages.zh.names import find_names; print(find_names('主任委员蹇泽西')[0].text)"
    environment = {
        "TMPDIR": str(temporary),
        "XDG_CACHE_HOME": str(cache),
        "PYTHONUTF8": "1",
        "PYTHONWARNINGS": "default::UserWarning",
    }
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "蹇泽西\n", "")
    assert list(temporary.iterdir()) == []
    assert any(cache.rglob("jieba.cache")) == writable if writable else cache.is_file()
