"""How units end is told in every manner of quoting."""

from __future__ import annotations

import pytest

from evalkit.alignment.endings import tell_endings


@pytest.mark.parametrize(
    "texts",
    [
        ["他说：“你来了？", "坐吧。”", "他坐下了。"],
        ["他說：「你來了？", "坐吧。」", "他坐下了。"],
        ["He said, “You came?", "Sit.”", "So he did."],
        ['He said, "You came?', 'Sit."', "So he did."],
        ["He said, ‘You came?", "It’s cold, sit.’", "So he did, at the others’ table."],
        ["He said, 'You came?", "It's cold, sit.'", "So he did, at the others' table."],
        ["Er sagte: „Da bist du?", "Setz dich.“", "Er setzte sich."],
    ],
)
def test_speech_that_goes_on_differs_from_speech_that_ends_and_from_none(texts: list[str]) -> None:
    assert [speech for speech, _ in tell_endings(texts)] == ["speaking", "spoken", ""]


def test_a_speech_with_its_speaker_behind_it_ends_outside() -> None:
    assert tell_endings(["“Sit,” he said.", "“I ‘sit’ already.”"]) == [("", "."), ("spoken", ".")]


def test_both_languages_have_the_same_final_marks() -> None:
    chinese = tell_endings(["来？”", "来！", "来。", "来……", "来："])
    english = tell_endings(["Come?”", "Come!", "Come.", "Come…", "Come:"])
    assert [mark for _, mark in chinese] == [mark for _, mark in english] == ["?", "!", ".", "…", ""]
