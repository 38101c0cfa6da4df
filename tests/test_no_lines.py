"""Nothing that is no lines of text is scored or aligned as such, whatever its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import run

from evalkit.errors import ReadingError
from evalkit.files.no_lines import require_lines

SUBTITLES = "1\n00:00:01,000 --> 00:00:02,500\nGood evening.\n\n2\n00:00:03,000 --> 00:00:04,000\nGood night.\n"
MARKUP = {
    "XLIFF": '<?xml version="1.0"?>\n<xliff version="1.2"><file><body>\n<trans-unit id="1"><target>A</target></trans-unit>\n</body></file></xliff>\n',
    "TMX without a declaration": '<tmx version="1.4">\n<body><tu><tuv><seg>A</seg></tuv></tu></body>\n</tmx>\n',
    "a part of HTML": "<ul>\n<li>\nFirst point\n</li>\n<li>\nSecond point\n</li>\n</ul>\n",
    "subtitles": SUBTITLES,
    "subtitles of the web": "WEBVTT\n\n00:01.000 --> 00:02.000\nGood evening.\n",
    "subtitles with places": "0:00:01.100,0:00:02.200\nGood evening.\n\n0:00:03.100,0:00:04.200\nGood night.\n",
    "a catalogue": 'msgid ""\nmsgstr ""\n\n#: main.c:1\nmsgid "Open"\nmsgstr "Offnen"\n',
    "JSON": '{\n "title": "A",\n "body": "B"\n}\n',
    "a list in JSON": '["one", "two"]\n',
    "JSON lines": '{"source": "甲", "target": "A"}\n{"source": "乙", "target": "B"}\n',
    "RTF": "{\\rtf1\\ansi Good evening.}\n",
}
TEXT = {
    "tags inside segments": "Press <b>Enter</b> now.\n<i>Never</i> do that.\n<br>And go.\n",
    "one line that is a tag": "<applause>\nThank you all.\nGood night.\nAnd so on.\n",
    "brackets": "[12]\n[Music]\n{name} has left.\n",
    "times of day": "At 10:30:00 it began.\n10:45\nIt ended.\n",
    "empty": "\n\n",
    "quotes about gettext": 'The msgid "Open" is translated.\nNothing else is.\n',
}


@pytest.mark.parametrize("kind", MARKUP)
def test_markup_is_told_by_what_stands_in_it(kind: str) -> None:
    with pytest.raises(
        ReadingError, match=r"^output\.en:\d+: this is .*; text of one segment a line was expected\. Export"
    ):
        require_lines("output.en", MARKUP[kind].split("\n"))


@pytest.mark.parametrize(
    "suffix", [".xlf", ".SDLXLIFF", ".tmx", ".po", ".srt", ".json", ".html", ".docx", ".pdf", ".yml"]
)
def test_markup_is_told_by_its_suffix(suffix: str) -> None:
    with pytest.raises(ReadingError, match="this is "):
        require_lines(f"output{suffix}", ["Good evening."])


@pytest.mark.parametrize("kind", TEXT)
def test_text_is_text_though_it_looks_a_little_like_markup(kind: str) -> None:
    require_lines("output.en", TEXT[kind].split("\n"))


def test_score_and_align_refuse_it(tmp_path: Path) -> None:
    for name in ("reference.en", "system.en", "source.zh"):
        (tmp_path / name).write_text(SUBTITLES, encoding="utf-8")
    scored = run("score", "--reference", tmp_path / "reference.en", tmp_path / "system.en")
    aligned = run("align", "--source", tmp_path / "source.zh", "--target", tmp_path / "system.en")
    for done in (scored, aligned):
        assert (done.returncode, done.stdout) == (1, "")
        assert ":2: this is subtitles" in done.stderr
