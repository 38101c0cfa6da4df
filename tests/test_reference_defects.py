"""What the references' defects move: what the repairs change and nothing else, also where that is nothing."""

from __future__ import annotations

from pathlib import Path

from builders import write_lines as write
from sacrebleu.metrics import BLEU

from evalkit.auditing.checking import choose_checks
from evalkit.comparing.reference_defects import explain_references
from evalkit.jobs.scoring_lines import score_files

SOUND = [f"The {n}th of the women's clubs met in the city’s hall, and that wasn’t all there is." for n in range(48)]
BROKEN = [line.replace("wasn’t", "wasnt") if n % 3 == 0 else line for n, line in enumerate(SOUND)]
SOURCE = [f"第{n}个妇女俱乐部在城市的大厅里开会，仅此而已。" for n in range(48)]


def test_a_repaired_reference_is_scored_beside_the_one_as_it_is(tmp_path: Path) -> None:
    reference = write(tmp_path / "reference.en", BROKEN)
    paths = [
        write(tmp_path / "one.en", SOUND),
        write(tmp_path / "other.en", [line.replace("hall", "house") for line in SOUND]),
    ]
    source = write(tmp_path / "source.zh", SOURCE)
    scores = score_files(paths, [reference], source, metrics=["bleu"], target_language="en")
    found = explain_references(scores, choose_checks(["dropped-apostrophe"]))
    (audited,) = found.references
    assert audited.repaired == audited.findings and sum(audited.repaired.values()) >= 1
    assert audited.changed == tuple(range(0, 48, 3))
    for effect in found.effects:
        assert (effect.reference, effect.baseline_reference) == ("repaired", "as-is")
        output = scores.test_set.systems[effect.system].texts
        before, after = (BLEU().corpus_score(output, [text]).score for text in (BROKEN, SOUND))
        assert effect.difference == after - before > 0
        assert effect.interval is not None and effect.interval[0] <= effect.difference <= effect.interval[1]


def test_a_sound_reference_moves_nothing_and_says_so(tmp_path: Path) -> None:
    reference = write(tmp_path / "reference.en", SOUND)
    output = write(tmp_path / "one.en", [line.replace("hall", "house") for line in SOUND])
    scores = score_files([output], [reference], metrics=["bleu"], target_language="en")
    found = explain_references(scores, choose_checks(["double-space"]))
    assert found.references[0].findings == {} and found.references[0].changed == ()
    assert [(one.difference, one.interval, one.verdict) for one in found.effects] == [(0.0, None, "identical")]


def test_what_is_wrong_with_the_source_is_no_defect_of_the_reference_and_holds_nothing_back(tmp_path: Path) -> None:
    reference = write(tmp_path / "reference.en", BROKEN)
    source = write(tmp_path / "source.zh", [f"{line[:3]}  {line[3:]}" for line in SOURCE])
    output = write(tmp_path / "one.en", SOUND)
    scores = score_files([output], [reference], source, metrics=["bleu"], target_language="en")
    (audited,) = explain_references(scores, choose_checks(["dropped-apostrophe", "double-space"])).references
    assert audited.findings == audited.repaired and set(audited.findings) == {"dropped-apostrophe"}
    assert (audited.changed, audited.held) == (tuple(range(0, 48, 3)), {})


def test_empty_lines_and_documents_of_a_reference_are_kept_apart(tmp_path: Path) -> None:
    lines = ["", *SOUND[1:30], "", *SOUND[31:]]
    lines[40] = lines[40].replace("met", " met")
    reference = write(tmp_path / "reference.en", lines)
    documents = write(tmp_path / "test.docs", [f"d{n // 20}" for n in range(48)])
    output = write(tmp_path / "one.en", SOUND)
    source = write(tmp_path / "source.zh", SOURCE)
    scores = score_files([output], [reference], source, documents=documents, metrics=["bleu"], target_language="en")
    (audited,) = explain_references(scores, choose_checks(["double-space"])).references
    assert audited.changed in ((40,), ())
    assert sum(audited.findings.values()) == 1
