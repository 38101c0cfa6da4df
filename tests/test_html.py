"""The pages: findings drawn where they are, dealt onto cards, scores shown as they may be quoted, nothing of a text
taken for markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from evaluations import HOSTILE, TARGET, make_comparisons, make_document, make_evaluation, make_finding, make_findings

from evalkit.auditing.suspicions import warn_of_size
from evalkit.data import Comparison, Effect, Evaluation, Passage, Piece, Place, Segment
from evalkit.data.showing import show_text
from evalkit.files.file_names import name_files
from evalkit.pages import PLOT_SCRIPTS, SCRIPTS, mark_invisible
from evalkit.pages.cards import deal_cards
from evalkit.pages.highlighting import Highlight, locate_places, mark_passage, split_runs
from evalkit.pages.index_page import list_problems, list_warnings
from evalkit.pages.manifests import list_manifest
from evalkit.pages.vendoring import load_libraries
from evalkit.pages.verdicts import count_reference_repairs, describe_document, describe_evaluation
from evalkit.tables.numbers import format_number, format_percent, format_signed
from evalkit.tables.scoreboard import Scoreboard
from evalkit.writers import html


class Page(HTMLParser):
    """The tags, ids, links and texts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def values(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(attribute)) is not None]


def read_own(path: Path) -> str:
    """A page without the libraries that it carries, and without their licences."""
    text = path.read_text(encoding="utf-8")
    for library in load_libraries():
        assert library.script in text
        text = text.replace(library.script, "")
    return re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)


def mark(start: int, end: int, finding: int = 0) -> Highlight:
    return Highlight(start=start, end=end, finding=finding, anchor=f"place-{finding}-0", severity="minor")


def read_verdict(evaluation: Evaluation) -> str:
    paragraphs = describe_evaluation(evaluation, Scoreboard(evaluation))
    return " ".join(str(sentence) for paragraph in paragraphs for sentence in paragraph)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    html.write(make_evaluation(), folder)
    return folder


def test_nested_findings_become_runs_that_belong_to_both() -> None:
    runs = split_runs("abcdef", [mark(0, 6, 0), mark(2, 4, 1)])
    assert [(run.text, run.findings) for run in runs] == [("ab", (0,)), ("cd", (1, 0)), ("ef", (0,))]


def test_overlapping_findings_become_runs_at_every_boundary() -> None:
    runs = split_runs("abcdef", [mark(0, 4, 0), mark(2, 6, 1)])
    assert [(run.text, set(run.findings)) for run in runs] == [("ab", {0}), ("cd", {0, 1}), ("ef", {1})]


def test_an_empty_place_becomes_an_empty_run_where_something_is_missing() -> None:
    runs = split_runs("ab", [mark(1, 1, 3), mark(2, 2, 4)])
    assert [(run.text, run.findings) for run in runs] == [("a", ()), ("", (3,)), ("b", ()), ("", (4,))]


@pytest.mark.parametrize("text", ["", "a", "abc"])
def test_the_runs_of_a_passage_are_its_text(text: str) -> None:
    marks = [mark(start, end, end) for start in range(len(text) + 1) for end in range(start, len(text) + 1)]
    assert "".join(run.text for run in split_runs(text, marks)) == text


def test_every_place_has_one_anchor() -> None:
    runs = split_runs("abcdef", [mark(0, 6, 0), mark(0, 2, 1), mark(2, 4, 2)])
    assert sorted(anchor for run in runs for anchor in run.anchors) == ["place-0-0", "place-1-0", "place-2-0"]


def test_a_place_in_the_second_column_of_a_line_is_drawn_there_and_nowhere_else() -> None:
    left, right = Passage(text="甲乙", path="t", line=1), Passage(text="abc def", path="t", line=1, column=4)
    document = make_document("t", ["甲乙"], ["abc def"])
    located = locate_places([make_finding(document, right, "def")])
    assert [run.text for run in mark_passage(right, located) if run.findings] == ["def"]
    assert [run.text for run in mark_passage(left, located) if run.findings] == []


def test_a_place_over_two_lines_is_drawn_on_both() -> None:
    document = make_document("t", [], ["one two", "three four"])
    place = Place(side="target", path="t.txt", line=1, column=5, end_line=2, end_column=6, text="two\nthree")
    located = locate_places([replace(make_finding(document, document.target[0], "two"), place=place)])
    drawn = [[run.text for run in mark_passage(passage, located) if run.findings] for passage in document.target]
    assert drawn == [["two"], ["three"]]


def test_a_place_over_two_lines_of_one_paragraph_is_drawn_as_one() -> None:
    pieces = (Piece(start=0, end=7, line=1, column=1), Piece(start=8, end=18, line=2, column=1))
    passage = Passage(text="one two three four", path="t.txt", line=1, pieces=pieces)
    finding = replace(
        make_finding(make_document("t", [], ["one two"]), passage, "one"), place=passage.place(4, 13, side="target")
    )
    drawn = [run for run in mark_passage(passage, locate_places([finding])) if run.findings]
    assert [(run.text, run.anchors) for run in drawn] == [("two three", ("place-0-0",))]


def test_a_finding_about_the_whole_document_is_drawn_nowhere() -> None:
    document = make_document("t", [], ["one two"])
    located = locate_places([make_finding(document, document.target[0], "")])
    assert not located


def test_a_repeated_defect_is_one_card_with_all_its_places() -> None:
    document = make_document("t", [], ["Womens and", "Womens or"])
    findings = [make_finding(document, passage, "Womens", suggestion="Women's") for passage in document.target]
    deck = deal_cards(list(enumerate(findings)))
    assert [(card.findings, [at.anchor for at in card.places]) for card in deck.shown] == [
        ((0, 1), ["place-0-0", "place-1-0"])
    ]


def test_a_cause_heads_the_findings_it_explains() -> None:
    deck = deal_cards(list(enumerate(make_findings(make_document("press")))))
    first = deck.shown[0]
    assert (first.finding.check, first.explained_count) == ("damaged-encoding", 2)
    assert [card.finding.check for card in first.explained] == ["dropped-apostrophe"]


def test_unsure_findings_are_folded_and_counted() -> None:
    deck = deal_cards(list(enumerate(make_findings(make_document("press")))))
    assert [card.finding.check for card in deck.unsure] == ["stray-question-mark"]
    assert deck.unsure_count == 1


def test_no_finding_is_lost_between_the_cards() -> None:
    document = make_document("t", [], ["a b c d"])
    a, b, c = (make_finding(document, document.target[0], text) for text in "abc")
    chain = [a, replace(b, group=a.fingerprint), replace(c, group=b.fingerprint, confidence=0.1)]
    unknown = replace(make_finding(document, document.target[0], "d"), group="unknown")
    deck = deal_cards(list(enumerate([*chain, unknown])))
    tops = [*deck.shown, *deck.unsure]
    assert sorted(n for top in tops for card in (top, *top.explained) for n in card.findings) == [0, 1, 2, 3]


def test_a_score_is_bold_only_where_every_other_system_was_found_worse_on_enough_segments() -> None:
    evaluation = make_evaluation()
    key = ("careful", "as-is", "BLEU")
    assert not Scoreboard(evaluation).system_scores[key].best
    board = Scoreboard(evaluation)
    board.__dict__["segment_counts"] = {key: 100}
    assert board.system_scores[key].best
    undecided = [replace(c, verdict="undecided") for c in make_comparisons(["literal", "careful"])]
    board = Scoreboard(replace(evaluation, comparisons=tuple(undecided)))
    board.__dict__["segment_counts"] = {key: 100}
    assert not board.system_scores[key].best


def test_clusters_are_shown_only_where_there_are_several_on_enough_segments() -> None:
    evaluation = make_evaluation()
    assert Scoreboard(evaluation).clustering_metrics == []
    board = Scoreboard(evaluation)
    board.__dict__["segments"] = 100
    assert "BLEU" in board.clustering_metrics
    undecided = [replace(c, verdict="undecided") for c in evaluation.comparisons]
    board = Scoreboard(replace(evaluation, comparisons=tuple(undecided)))
    board.__dict__["segments"] = 100
    assert board.clustering_metrics == []


def test_systems_stand_best_first_and_a_repaired_reference_only_where_it_moves_a_score() -> None:
    evaluation = make_evaluation()
    board = Scoreboard(evaluation)
    assert list(board.ranked_systems) == sorted(board.values("BLEU"), key=lambda name: -board.values("BLEU")[name])
    assert list(board.told_references) == list(board.references) and "repaired" in board.references
    still = tuple(replace(c, difference=0.0) for c in evaluation.comparisons)
    assert "repaired" not in Scoreboard(replace(evaluation, comparisons=still)).told_references


def test_people_read_comet_times_100_and_files_hold_it_as_it_is() -> None:
    evaluation = make_evaluation()
    assert Scoreboard(evaluation).system_scores["literal", "as-is", "COMET"].value == pytest.approx(81.23)
    assert evaluation.scores["value"].max() < 100


def test_a_difference_of_comet_is_shown_on_the_scale_of_its_scores() -> None:
    moved = Comparison(
        metric="COMET", system="a", baseline="a", reference="repaired", baseline_reference="as-is", difference=0.01, interval=(-0.01, 0.02)
    )  # fmt: skip
    move = Scoreboard(make_evaluation(comparisons=(moved,))).moves[0]
    assert (move.difference, move.interval) == (1.0, (-1.0, 2.0))


def test_a_metric_that_nobody_described_is_shown_as_it_is() -> None:
    board = Scoreboard(make_evaluation(manifest={"higher_is_better": {"TER": False}}))
    assert board.system_scores["literal", "as-is", "COMET"].value == pytest.approx(0.8123)
    assert board.label("TER") == "TER ↓"


def test_the_verdict_names_findings_causes_systems_and_moves() -> None:
    evaluation = make_evaluation()
    verdict = read_verdict(evaluation)
    assert "In 2 documents there are 11 findings" in verdict
    assert "One cause explains 2 of them." in verdict
    assert "“careful” scores best on 2 of 3 metrics." in verdict  # its TER is the higher one
    assert "fewer than 100" in verdict
    assert "+0.20 BLEU" in verdict and "No interval leaves zero out." in verdict


def test_the_verdict_says_when_nothing_moves_and_when_nothing_was_repaired() -> None:
    still = tuple(replace(c, difference=0.0) for c in make_comparisons(["literal", "careful"]))
    evaluation = make_evaluation(comparisons=still)
    assert "moves no score" in read_verdict(evaluation)
    evaluation = replace(evaluation, repairs=())
    assert "Nothing was safe to repair" in read_verdict(evaluation)


def test_a_document_without_findings_says_so() -> None:
    assert list(map(str, describe_document([]))) == ["No check found anything in this document."]


def test_problems_are_ordered_by_severity_and_lead_to_their_first_card() -> None:
    problems = list_problems(make_findings(make_document("press")))
    assert problems[0].check == "overlong-name"
    lost = next(problem for problem in problems if problem.check == "dropped-apostrophe")
    assert (lost.count, lost.safe, lost.documents) == (2, 2, (("press", 2, 1),))


@pytest.mark.parametrize("page", ["index.html", "documents/press.html", "documents/a_b_i_c.html"])
def test_a_page_holds_no_script_but_its_own_and_asks_nothing_of_the_network(report: Path, page: str) -> None:
    text = (report / page).read_text(encoding="utf-8")
    parsed = Page(text)
    scripts = [attributes.get("type") for tag, attributes in parsed.tags if tag == "script"]
    expected = [*SCRIPTS, *PLOT_SCRIPTS, *load_libraries()] if page == "index.html" else SCRIPTS
    assert scripts.count(None) == len(expected) and set(scripts) == {None, "application/json"}
    assert not parsed.values("src") and not parsed.values("style")
    assert not [name for _, attributes in parsed.tags for name in attributes if name.startswith("on")]
    assert all(tag == "a" for tag, attributes in parsed.tags if "href" in attributes)
    own = read_own(report / page) if page == "index.html" else text
    assert not re.search(r"url\(|@import|https?://", own)
    assert [
        policy for policy in parsed.values("content") if policy.startswith("default-src 'none'; style-src 'sha256-")
    ]


@pytest.mark.parametrize("page", ["index.html", "documents/press.html", "documents/a_b_i_c.html"])
def test_every_link_of_a_page_leads_somewhere_and_every_id_is_there_once(report: Path, page: str) -> None:
    parsed = Page((report / page).read_text(encoding="utf-8"))
    ids = parsed.values("id")
    assert len(ids) == len(set(ids))
    external = {"findings.xlsx", "findings.csv", "scores.csv", "evaluation.json"}
    for link in parsed.values("href"):
        path, _, fragment = link.partition("#")
        if path in external or path.startswith("../repaired/"):
            continue
        target = (report / page).parent / path if path else report / page
        assert target.exists(), link
        assert not fragment or fragment in Page(target.read_text(encoding="utf-8")).values("id"), link


def test_hostile_text_is_shown_as_text(report: Path) -> None:
    text = (report / "documents" / "a_b_i_c.html").read_text(encoding="utf-8")
    assert HOSTILE not in text
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;" in text
    assert "\x00" not in text and "␀" in text
    assert "\u202e" not in text and "[U+202E]" in text


def test_what_is_invisible_is_shown_and_what_scripts_need_is_kept() -> None:
    assert show_text("a\x00\x1b\x7f\x85\u2028\u200f\ufeff") == "a␀␛␡[U+0085][U+2028][U+200F][U+FEFF]"
    kept = "👨‍👩‍👧 क्‍ष \ufe0f\tx 　"
    assert show_text(kept) == kept
    assert mark_invisible("<\x00>") == '&lt;<span class="control" title="U+0000 control character">␀</span>&gt;'


def test_text_has_its_language(report: Path) -> None:
    text = (report / "documents" / "press.html").read_text(encoding="utf-8")
    assert '<div class="side" lang="zh">' in text and '<div class="side" lang="en">' in text


def test_unmatched_text_and_an_uncertain_alignment_are_marked(report: Path) -> None:
    text = (report / "documents" / "press.html").read_text(encoding="utf-8")
    assert 'class="row unmatched" id="segment-3"' in text
    assert 'class="row uncertain" id="segment-2"' in text and "40 % sure" in text


def test_outputs_stand_below_their_source_also_where_they_are_counted_otherwise(tmp_path: Path) -> None:
    evaluation = make_evaluation()
    title = Segment(
        document=evaluation.documents[0], index=0, hypothesis=(Passage(text="Title", path="press.txt", line=99),)
    )
    moved = [
        replace(segment, index=segment.index + 1) for segment in evaluation.segments if segment.document.name == "press"
    ]
    html.write(replace(evaluation, segments=(title, *moved)), tmp_path)
    rows = (tmp_path / "documents/press.html").read_text(encoding="utf-8").split('<section class="row')
    assert "Output 0 of careful" in rows[2] and "Output 0 of careful" not in rows[1]


def test_a_document_without_a_rendering_of_its_own_still_has_a_page(tmp_path: Path) -> None:
    html.write(make_evaluation(segments=()), tmp_path)
    assert "Output 1 of literal" in (tmp_path / "documents/press.html").read_text(encoding="utf-8")


def test_the_index_names_what_was_not_scored_and_why(report: Path) -> None:
    text = read_own(report / "index.html")
    assert "COMET-QE not scored:</span></strong> the model’s licence was not accepted" in text
    assert "1 source paragraph without a rendering" in text
    assert text.count("fewer than 100") == 1
    assert "cost" not in text.lower()


def test_an_evaluation_without_systems_or_findings_has_an_index(tmp_path: Path) -> None:
    evaluation = make_evaluation(findings=(), sets=(), comparisons=(), distances=(), not_scored={})
    html.write(replace(evaluation, scores=evaluation.scores.iloc[:0]), tmp_path)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "No check found anything in 2 documents." in text
    assert not [library.name for library in load_libraries() if library.script in text]


def test_no_system_is_said_to_score_best_where_systems_rendered_other_documents() -> None:
    evaluation = make_evaluation()
    rows = evaluation.scores
    gone = (rows["system"] == "careful") & (rows["document"] == rows["document"].dropna().iloc[0]).fillna(False)
    assert "scores best" in read_verdict(evaluation)
    assert "scores best" not in read_verdict(replace(evaluation, scores=rows[~gone]))


def test_that_there_are_too_few_segments_is_said_once() -> None:
    evaluation = make_evaluation()
    scoreboard = Scoreboard(evaluation)
    said = (*warn_of_size(scoreboard.segment_counts.values()), "Another warning.")
    assert said[0].startswith(f"Only {scoreboard.segments} segments")
    left = list_warnings(replace(evaluation, warnings=said), scoreboard)
    assert left == ["Another warning."]
    unscored = replace(evaluation, warnings=said, scores=evaluation.scores.iloc[:0])
    assert list_warnings(unscored, Scoreboard(unscored)) == list(said)


def test_a_problem_in_outputs_leads_to_its_card_there_and_tells_what_it_moves() -> None:
    document = make_document("press")
    own = make_finding(document, document.target[0], "Womens", check="dropped-apostrophe")
    there = replace(own, system="literal", check="repeated-word", fingerprint="0")
    effect = Effect(
        check="repeated-word", in_outputs=True, way="contrast", metric="BLEU", system=None, segments=20,
        difference=-1.5, interval=(-2.0, -1.0),
    )  # fmt: skip
    problems = {one.check: one for one in list_problems([own, there], [effect], "BLEU")}
    assert problems["repeated-word"].outputs == (("press", 1, 1),) and problems["repeated-word"].documents == ()
    assert problems["repeated-word"].effect == effect and problems["dropped-apostrophe"].effect is None


def test_a_manifest_is_told_in_words() -> None:
    parts = list_manifest(
        {"evalkit": "1", "inputs": {"a.txt": "00"}, "ignored": [], "higher_is_better": {"TER": False}}
    )
    assert [str(part.title) for part in parts] == ["evalkit", "Inputs, each with its SHA-256", "Higher is better"]
    assert [(name, str(value)) for part in parts for name, value in part.rows] == [
        ("", "1"), ("a.txt", "00"), ("TER", "no"),
    ]  # fmt: skip


def test_file_names_are_safe_unique_and_short() -> None:
    names = ["a/b", "a:b", "A_B", "..", "index", "con.zh", "重庆.新闻", "x" * 400, "e\u0301", "é", "\udcff"]
    files = name_files(names)
    assert [files[name] for name in names[:7]] == [
        "a_b", "a_b-2", "A_B-3", "document", "document-index", "document-con.zh", "重庆.新闻",
    ]  # fmt: skip
    assert len({file.casefold() for file in files.values()}) == len(names)
    assert max(len(file.encode()) for file in files.values()) <= 130


def test_a_repair_of_the_source_is_no_repair_of_the_reference() -> None:
    evaluation = make_evaluation()
    assert count_reference_repairs(evaluation) == 2
    source = make_finding(
        evaluation.documents[0], evaluation.documents[0].source[0], "市", side="source", suggestion=""
    )
    repairs = (replace(evaluation.repairs[0], applied=(source,)),)
    assert count_reference_repairs(replace(evaluation, repairs=repairs)) == 0


def test_numbers_are_written_as_people_read_them() -> None:
    assert [format_number(value) for value in (-0.0, -0.001, -1.5, 2, None)] == ["0.00", "0.00", "−1.50", "2.00", "–"]
    assert [format_signed(value) for value in (1.234, -0.5, -0.001, None)] == ["+1.23", "−0.50", "0.00", "–"]
    assert [format_percent(value) for value in (0.999, 1.0, 0.404)] == ["99 %", "100 %", "40 %"]


def test_the_text_of_every_passage_stands_in_its_page_in_full(report: Path) -> None:
    text = re.sub(r"<[^>]+>", "", (report / "documents" / "press.html").read_text(encoding="utf-8"))
    for passage in TARGET:
        assert passage.replace('"', "&#34;") in text
