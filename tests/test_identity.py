"""The fingerprint of a finding: unique within a run, the same while what it is about stays, whatever becomes of the
rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from audits import audit, write_document

from evalkit.data import Finding

FILLER = "Nobody was there, and it rained.\n"
SOUND = "They met at the town hall in May.\nThey stayed for a day or two.\n"


def fingerprints(folder: Path, english: str, check: str, *, chinese: str = "他们来了。") -> list[str]:
    """The fingerprints of the check's findings on one document with this English."""
    write_document(folder, chinese=chinese, english=english)
    return [finding.fingerprint for finding in audit(folder, checks=(check,)).found]


@pytest.mark.parametrize(
    ("check", "places"),
    [
        ("double-space", ["The head of  the office came.\n", "He sat down  with us all.\n", "It was a  long day.\n"]),
        ("replacement-character", ["The Women\ufffds Day.\n", "A caf\ufffd in town.\n", "It was \ufffd, they said.\n"]),
        ("inconsistent-capitals", ["He wrote Wechat.\n", "She read Wechat, too.\n", "On WeChat, WeChat and WeChat.\n"]),
        (
            "mixed-date-format",
            ["On 3 May 2021 it rained.\n", "On 5 June 2021 too.\n", "May 1, 2021. May 2, 2021. May 4, 2021.\n"],
        ),
    ],
)
def test_a_card_stays_the_same_when_places_come_go_or_change(tmp_path: Path, check: str, places: list[str]) -> None:
    first, second, rest = places
    both = fingerprints(tmp_path, first + second + rest, check)
    assert len(both) == 1
    assert fingerprints(tmp_path, second + rest, check) == both
    assert fingerprints(tmp_path, FILLER + first + rest, check) == both
    assert fingerprints(tmp_path, first.rstrip("\n") + " Or so we heard. " + second + rest, check) == both


def test_cards_of_one_check_about_different_things_differ(tmp_path: Path) -> None:
    english = "On WeChat and Wechat, on WhatsApp and Whatsapp.\n"
    found = fingerprints(tmp_path, english, "inconsistent-capitals")
    assert len(found) == len(set(found)) == 2
    assert set(fingerprints(tmp_path, "On WeChat and Wechat.\n", "inconsistent-capitals")) < set(found)


def test_a_term_is_known_again_in_whichever_document_it_comes_first(tmp_path: Path) -> None:
    chinese = "记者到市政府外办采访。\n会上，市政府外办作了汇报。\n大家对市政府外办表示感谢。"
    lines = (
        "Reporters visited the Municipal Foreign Affairs Office.",
        "At the meeting, the Foreign Affairs Office of the City Government gave a report.",
        "All of them thanked the Foreign Affairs Office of the City Government.",
    )

    def find(folder: Path, *names: str) -> list[Finding]:
        for name in names:
            write_document(folder, name, chinese=chinese, english="\n".join(lines))
        return list(audit(folder, checks=("rival-renderings",)).found)

    [later] = find(tmp_path / "one", "b")
    [earlier] = find(tmp_path / "two", "a", "b")
    assert (earlier.document, later.document) == ("a", "b")
    assert earlier.fingerprint == later.fingerprint


def test_equal_findings_of_single_places_are_told_apart(tmp_path: Path) -> None:
    english = "It was was fine.\nIt was was fine.\n"
    found = fingerprints(tmp_path, english, "repeated-word")
    assert len(found) == len(set(found)) == 2
