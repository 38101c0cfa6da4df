"""Chinese words and their parts of speech, as jieba tells them.

jieba loads at the first use, says nothing on the terminal, and keeps its dictionary cache in evalkit's own cache
folder; where that cannot be written it builds the dictionary anew in each process (about half a second). It knows
simplified words: simplify a text first.
"""

from __future__ import annotations

import logging
import re
import warnings
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import ModuleType

from evalkit.languages.zh.tagging import Chain, Cutter, Matters, Tagger

_TEXTS_KEPT = 4096
_RUNS_KEPT = 8192
_BLOCK = re.compile(r"(?P<words>[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+)|\r\n|.", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word, jieba's tag for it (``nr`` a person, ``ns`` a place, ``p`` a preposition …), and where it starts in its
    text."""

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
    return tuple(tag_words_around(text, None))


def tag_words_around(text: str, matters: Matters | None) -> list[Word]:
    """The same, but what stands between two marks and holds nothing that ``matters`` is one word without a tag: to tag
    takes longer than to cut."""
    words = []
    start = 0
    for word, tag in _load_tagger().tag(text, matters):
        words.append(Word(text=word, tag=tag, start=start))
        start += len(word)
    return words


def cut_words(text: str) -> list[str]:
    """The words of ``text`` as jieba's default mode cuts them."""
    words: list[str] = []
    cutter = _load_cutter()
    for block in _BLOCK.finditer(text):
        if not block["words"]:
            words.append(block[0])
            continue
        for part, is_run in cutter.cut(block[0]):
            if not is_run:
                words.append(part)
            elif len(part) < 2 or cutter.frequencies.get(part):
                words += part
            else:
                words += _cut_unknown(part)
    return words


@lru_cache(maxsize=_RUNS_KEPT)
def _cut_unknown(run: str) -> tuple[str, ...]:
    """What jieba's model for words that its dictionary lacks makes of a run."""
    return tuple(_load_jieba().finalseg.cut(run))


def split_words(text: str) -> list[tuple[int, int]]:
    """The spans of the words and marks of ``text`` as it stands, traditional or simplified; white space is left out."""
    spans = []
    start = 0
    for word in cut_words(text):
        if word.strip():
            spans.append((start, start + len(word)))
        start += len(word)
    return spans


def is_known_word(word: str) -> bool:
    """Whether jieba's dictionary lists ``word`` (simplified)."""
    return bool(_load_cutter().frequencies.get(word))


def look_up_tag(word: str) -> str:
    """The tag that jieba's dictionary has for ``word`` (simplified); empty for a word it does not list."""
    return _load_tagger().tags.get(word, "")


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
def _load_cutter() -> Cutter:
    jieba = _load_jieba()
    jieba.dt.check_initialized()
    return Cutter(frequencies=jieba.dt.FREQ, total=jieba.dt.total)


@cache
def _load_tagger() -> Tagger:
    _load_jieba()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from jieba import posseg
    return Tagger(
        cutter=_load_cutter(),
        tags=posseg.dt.word_tag_tab,
        chain=Chain(
            start=posseg.start_P,
            transitions=posseg.trans_P,
            emissions=posseg.emit_P,
            states=posseg.char_state_tab_P,
        ),
    )


def _make_cache_folder() -> Path:
    """evalkit's cache folder for jieba. Where it cannot be made jieba fails to write there, in silence, and works all
    the same."""
    import platformdirs

    folder = Path(platformdirs.user_cache_dir("evalkit")) / "jieba"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return folder / "missing"
    return folder
