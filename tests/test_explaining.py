"""An explanation's parts are scores of sums of the same statistics, and say nothing where there is nothing to say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import write_lines as write
from line_outputs import CLOSE, FAR, OUTPUTS, make_set, make_text, measure
from line_outputs import MEETINGS as REFERENCE
from line_outputs import REFERENCE_LINES as LINES
from line_outputs import score_outputs as score
from sacrebleu.metrics import BLEU

from evalkit.auditing.checking import choose_checks
from evalkit.comparing.buckets import make_buckets, score_buckets
from evalkit.comparing.defects import ANY, check_outputs
from evalkit.data import MetricOptions
from evalkit.data.test_sets import TestSet
from evalkit.explaining.carrying import find_carriers
from evalkit.explaining.explaining import Explanation, add_defects, explain_scores, normalise_width
from evalkit.explaining.traits import describe_lines
from evalkit.jobs.scoring_lines import score_files
from evalkit.tables.explained import explain_in_words
from evalkit.writers.scores import render_scores


def test_buckets_are_cut_by_length_numbers_domain_and_document() -> None:
    texts = ["x" * (n + 1) + ("7" if n % 2 else "") for n in range(80)]
    buckets = make_buckets(texts, [f"d{n // 40}" for n in range(80)], ["news"] * 80)
    assert [(bucket.kind, len(bucket.lines)) for bucket in buckets if bucket.kind != "length"] == [
        ("numbers", 40),
        ("numbers", 40),
        ("document", 40),
        ("document", 40),
    ]
    lengths = [bucket for bucket in buckets if bucket.kind == "length"]
    assert sorted(line for bucket in lengths for line in bucket.lines) == list(range(80))


def test_texts_of_one_length_have_no_buckets_of_length() -> None:
    assert make_buckets(["same"] * 100) == []


def test_a_buckets_score_is_the_corpus_score_of_its_segments() -> None:
    measured = measure([make_set("s", CLOSE, A=REFERENCE)])
    buckets = make_buckets(REFERENCE, [f"d{n % 2}" for n in range(40)])
    found = {one.name: one.value for one in score_buckets(measured, buckets) if one.kind == "document"}
    assert found["d1"] == pytest.approx(BLEU().corpus_score(CLOSE[1::2], [REFERENCE[1::2]]).score)


def test_the_document_that_carries_a_difference_comes_first() -> None:
    mostly = [far if n < 10 else close for n, (far, close) in enumerate(zip(FAR, CLOSE, strict=True))]
    one, other = measure(
        [make_set("one", CLOSE, per_document=10, A=REFERENCE), make_set("other", mostly, per_document=10, A=REFERENCE)]
    )
    first, *others = find_carriers(one, other)
    assert (first.document, first.segments) == ("0", 10)
    assert first.difference > 1
    assert first.difference_without == pytest.approx(0.0)
    assert all(carrier.difference_without > first.difference_without for carrier in others)


def test_one_document_carries_nothing() -> None:
    one, other = measure([make_set("one", CLOSE, A=REFERENCE), make_set("other", FAR, A=REFERENCE)])
    assert find_carriers(one, other) == []


def test_an_explanation_has_worst_segments_carriers_and_buckets(tmp_path: Path) -> None:
    documents = write(tmp_path / "test.docs", [f"news\td{n // 40}" for n in range(120)])
    scores = score(tmp_path, documents=documents)
    explanation = explain_scores(scores)
    worst = [one for one in explanation.worst if (one.system, one.metric) == ("worst", "chrF2")]
    assert len(worst) == 5
    assert [one.value for one in worst] == sorted(one.value for one in worst)
    line = int(worst[0].place.rsplit(":", 1)[1]) - 1
    assert (worst[0].hypothesis, worst[0].reference) == (OUTPUTS["worst"][line], LINES[line])
    assert {one.kind for one in explanation.buckets} >= {"document"}
    assert explanation.carriers
    text = "\n".join(explain_in_words(scores, explanation))
    assert "Documents that carry a difference" in text and "Worst segments" in text


def test_what_compares_systems_does_so_with_the_baseline_or_with_the_next(tmp_path: Path) -> None:
    next_best = explain_scores(score(tmp_path))
    assert len(next_best.pairs) == 2
    assert {(one.texts.system, one.texts.baseline) for one in next_best.contrasts} <= set(next_best.pairs)
    assert {(one.system, one.baseline) for one in next_best.disagreements} == set(next_best.pairs)
    with_baseline = explain_scores(score(tmp_path, baseline="worst"))
    assert with_baseline.pairs == (("best_one", "worst"), ("near|best", "worst"))
    assert {frozenset((one.system, one.baseline)) for one in with_baseline.ngrams} == {
        frozenset(pair) for pair in with_baseline.pairs
    }


def test_every_section_fits_the_terminal(tmp_path: Path) -> None:
    scores = score(tmp_path, documents=write(tmp_path / "test.docs", [f"news\td{n // 40}" for n in range(120)]))
    explanation = explain_scores(scores)
    wide, narrow = (explain_in_words(scores, explanation, width=width) for width in (None, 80))
    tables = [line for line in narrow if not line.startswith("      ")]
    tables = [line for line in tables if "by line of" not in line]
    assert max(map(len, tables)) <= 80 < max(map(len, wide))
    for heading in ("Parts of the test set", "Words of the reference that one gets and the other misses"):
        assert heading in narrow


def test_findings_make_buckets_rates_costs_and_an_audit_of_the_reference(tmp_path: Path) -> None:
    scores = score(tmp_path)
    sets, checks = scores.sets, choose_checks(["repeated-word", "double-space"])
    explanation = add_defects(Explanation(), scores, check_outputs(sets, checks), checks)
    assert {(rate.system, rate.check) for rate in explanation.defect_rates} >= {(name, ANY) for name in OUTPUTS}
    assert explanation.reference_defects is not None
    text = "\n".join(explain_in_words(scores, explanation))
    assert "What the defects of the references move" in text and "reference: no findings." in text
    described = json.loads(render_scores(scores, "json", explanation=explanation))["explanation"]
    assert described["reference_defects"]["effects"][0]["verdict"] == "identical"


def test_rare_words_names_and_terms_make_buckets() -> None:
    source = make_text("source", ["王小明说，核反应堆很大。" if n % 2 else "好。" for n in range(40)], "source")
    reference = [
        "The weather is good." if n % 2 == 0 else "The uniformness of the interpenetrated reactor." for n in range(40)
    ]
    test_set = TestSet(
        systems={"s": make_text("s", reference)},
        references={"A": make_text("A", reference, "reference")},
        source=source,
    )
    traits = {one.kind: one for one in describe_lines(test_set, MetricOptions())}
    rarest = traits["rarest reference word"].lines
    assert rarest[0] == "10 per million or more" and rarest[1] == "under 0.1 per million"
    assert [traits[kind].lines[:2] for kind in ("names", "terms")] == [("without", "with")] * 2
    names = [bucket.name for bucket in make_buckets(reference, traits=[traits["rarest reference word"]])]
    assert names[-2:] == ["under 0.1 per million", "10 per million or more"]


def test_a_language_that_nothing_is_known_of_has_no_such_buckets() -> None:
    text = make_text("A", ["qapla jatlh"] * 20, "reference")
    test_set = TestSet(systems={"s": text}, references={"A": text}, source=text)
    assert describe_lines(test_set, MetricOptions(source_language="tlh", target_language="tlh")) == []


def test_the_effect_of_quote_style_is_what_normalising_both_sides_moves(tmp_path: Path) -> None:
    curly = write(tmp_path / "curly.en", [f"He’s here, {line}" for line in LINES])
    straight = write(tmp_path / "reference.en", [f"He's here, {line}" for line in LINES])
    scores = score_files([curly], [straight], metrics=["chrf"], target_language="en")
    (effect,) = explain_scores(scores).styles
    assert (effect.style, effect.system) == ("quotes", "curly")
    assert scores.resampled["chrF2", "curly"].score + effect.difference == pytest.approx(100.0)


def test_full_width_punctuation_is_made_half_width_and_letters_are_left() -> None:
    assert normalise_width("你好，世界。（Ａ）！、？；：") == "你好,世界.(Ａ)!,?;:"


def test_a_derived_references_ranks_are_given_without_it(tmp_path: Path) -> None:
    outputs = {
        "a": [line.replace("number", "no.") for line in LINES],
        "b": [line.replace("was", "has been") for line in LINES],
        "c": [line.replace("The", "A") for line in LINES],
    }
    paths = [write(tmp_path / f"{name}.en", lines) for name, lines in outputs.items()]
    derived = write(tmp_path / "B.en", outputs["c"][:80] + LINES[80:])
    other = write(tmp_path / "A.en", [line.replace("number", "No") for line in LINES])
    scores = score_files(paths, [other, derived], metrics=["bleu"], target_language="en")
    assert [(one.reference, one.system) for one in scores.derivations] == [("B", "c")]
    assert any("may be derived from c" in warning for warning in scores.warnings)
    (derivation,) = explain_scores(scores).derivations
    assert derivation.metric == "BLEU"
    assert derivation.ranks_without is not None and set(derivation.ranks_without) == {"a", "b", "c"}
    assert scores.rankings["BLEU", "c"].rank == (1, 1)
    assert derivation.ranks_without["c"][0] > 1
