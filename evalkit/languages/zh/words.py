"""Chinese words and their parts of speech, as jieba tells them.

jieba loads at the first use, says nothing on the terminal, and keeps its dictionary cache in evalkit's own cache folder; where that cannot
be written it builds the dictionary anew in each process (about half a second). It knows simplified words: simplify a text first.
"""

from __future__ import annotations

import logging
import warnings
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import ModuleType

_TEXTS_KEPT = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word, jieba's tag for it (``nr`` a person, ``ns`` a place, ``p`` a preposition …), and where it starts in its text."""

    text: str
    tag: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind the word."""
        return self.start + len(self.text)


@lru_cache(maxsize=_TEXTS_KEPT)
def tag_words(text: str) -> tuple[Word, ...]:
    """The words of ``text`` with their tags, in order and without gaps. Each distinct text is tagged once."""
    words = []
    start = 0
    for pair in _load_tagger().cut(text):
        words.append(Word(text=pair.word, tag=pair.flag, start=start))
        start += len(pair.word)
    return tuple(words)


def cut_words(text: str) -> list[str]:
    """The words of ``text`` as jieba's default mode cuts them."""
    words: list[str] = _load_jieba().lcut(text)
    return words


def is_known_word(word: str) -> bool:
    """Whether jieba's dictionary lists ``word`` (simplified)."""
    jieba = _load_jieba()
    jieba.dt.check_initialized()
    return bool(jieba.dt.FREQ.get(word))


def look_up_tag(word: str) -> str:
    """The tag that jieba's dictionary has for ``word`` (simplified); empty for a word it does not list."""
    tag: str = _load_tagger().dt.word_tag_tab.get(word, "")
    return tag


@cache
def _load_jieba() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pkg_resources, and invalid escapes when its files are first compiled
        import jieba
    jieba.setLogLevel(logging.CRITICAL + 1)
    if not jieba.dt.initialized and jieba.dt.tmp_dir is None:
        jieba.dt.tmp_dir = str(_make_cache_folder())
    return jieba  # type: ignore[no-any-return]


@cache
def _load_tagger() -> ModuleType:
    _load_jieba()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba.posseg
    return jieba.posseg  # type: ignore[no-any-return]


def _make_cache_folder() -> Path:
    """evalkit's cache folder for jieba. Where it cannot be made jieba fails to write there, in silence, and works all the same."""
    import platformdirs

    folder = Path(platformdirs.user_cache_dir("evalkit")) / "jieba"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return folder / "missing"
    return folder
