"""The check for numbers and dates that differ: what it says where, and how often it is right on text nobody tuned it
on."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from builders import make_segments

from evalkit.auditing.checking import check_segments, load_check
from evalkit.data import Finding, Segment
from training.measure_numbers import measure_document, read_sets


def findings_of(*segments: Segment) -> list[Finding]:
    return list(check_segments(segments, [load_check("different-number")]))


def test_a_finding_shows_both_numbers_and_the_right_one() -> None:
    (finding,) = findings_of(*make_segments("共有52家机关参加。", "In all, 25 offices took part."))
    assert (finding.place.side, finding.place.text, finding.place.suggestion) == ("target", "25", "52")
    assert [(place.side, place.text, place.column) for place in finding.places] == [("source", "52", 3)]
    assert "25" in finding.message and "52" in finding.message
    assert (finding.severity, finding.safe) == ("major", False)


def test_a_number_in_a_segments_second_passage_is_placed_in_its_own_line() -> None:
    one, two = make_segments("甲。\n共有52家。", "First.\nThere are 25.")
    segment = replace(one, source=one.source + two.source, hypothesis=one.hypothesis + two.hypothesis)
    (finding,) = findings_of(segment)
    assert (finding.place.line, finding.place.column) == (2, 11)
    assert (finding.places[0].line, finding.places[0].column) == (2, 3)


@pytest.mark.parametrize(("confidence", "count"), [(1.0, 1), (0.3, 0)])
def test_the_check_is_silent_where_the_alignment_is_uncertain(confidence: float, count: int) -> None:
    (segment,) = make_segments("共有52家。", "There are 25.")
    assert len(findings_of(replace(segment, confidence=confidence))) == count


def test_a_finding_is_no_surer_than_its_alignment() -> None:
    (segment,) = make_segments("共有52家。", "There are 25.")
    (sure,), (unsure,) = findings_of(segment), findings_of(replace(segment, confidence=0.7))
    assert unsure.confidence < sure.confidence


def test_text_without_a_counterpart_is_left_alone() -> None:
    assert findings_of(*make_segments("共有52家。", "")) == []


def test_a_month_in_words_and_a_number_word_count_as_much_as_digits() -> None:
    for source, target in (("去年十月来了四个人。", "Last November five people came."),):
        assert [finding.place.text for finding in findings_of(*make_segments(source, target))] == ["November", "five"]
        assert all(finding.confidence >= 0.8 for finding in findings_of(*make_segments(source, target)))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("工厂有机床近千家。", "There are two hundred machines."),
        ("一条带子", "the second tape"),
        ("他们百年奋斗。", "They struggled for twelve years."),
    ],
)
def test_words_that_may_be_no_count_contradict_nothing(source: str, target: str) -> None:
    assert [
        finding for finding in findings_of(*make_segments(source, target)) if "contradict" in finding.message_id
    ] == []


def test_a_number_written_twice_is_wrong_where_the_other_one_stands() -> None:
    (finding,) = findings_of(*make_segments("大多数人在隔离10至14天内康复。", "Most recover after 14 to 14 days."))
    assert (finding.place.column, finding.place.suggestion) == (20, "10")


def test_a_number_that_the_source_states_nowhere_is_found() -> None:
    (finding,) = findings_of(*make_segments("52家机关学习全会精神。", "52 studied the spirit of the 14th Committee."))
    assert (finding.message_id, finding.place.text, finding.places) == ("unstated", "14th", ())


def test_the_check_leaves_a_rendering_of_another_text_to_the_check_for_it() -> None:
    rendering = "The proportion does not exceed 35 percent of the recruitment."
    segments = make_segments(
        "招生比例不超过百分之三十五。\n凡在网上报名的学生均有资格参加考查。", f"{rendering}\n{rendering}"
    )
    checks = [load_check("different-number"), load_check("copied-rendering")]
    assert [finding.check for finding in check_segments(segments, checks)] == ["copied-rendering"]


def test_changed_numbers_are_found_and_sound_pairs_left_alone(data: Path) -> None:
    for title, documents in read_sets(data, half=2):
        counts = sum((measure_document(document, []) for document in documents), Counter[str]())
        assert counts["flagged"] / counts["pairs"] <= 0.006, title
        assert counts["stated found"] / counts["stated"] >= 0.96, title
        assert counts["digits found"] / counts["digits"] >= 0.93, title


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("产量连增五季，销量下降。", "Output grew for the fifth quarter running, in all five of them."),
        ("女性占六成，学生占两成。", "Women made up 60 percent and students 20 percent."),
        ("连下四城后，队伍休整。", "After four wins in a row the team took a rest for the second time."),
        ("他被判处五年六个月。", "He was sentenced to five and a half years."),
        ("3月8日开幕，8日夺冠。", "It opened on March 8, and she won her first title."),
        ("球队以0比3告负。", "The team lost three-nil, its second defeat."),
        ("第七条规定，第三人不得干预。", "Under Article 7, a third party may not interfere."),
        ("连续五个季度上升。", "It rose for five quarters."),
    ],
)
def test_what_is_said_in_another_way_is_left_alone(source: str, target: str) -> None:
    assert [finding.place.text for finding in findings_of(*make_segments(source, target))] == []


@pytest.mark.parametrize(
    ("source", "target", "wrong"),
    [
        ("法院公布九起案件，五人获刑。", "The court published four cases; five people were jailed.", "four"),
        ("学生占两成。", "Students made up 30 percent.", "30"),
        ("连续五个季度上升。", "It rose for nine quarters.", "nine"),
        ("占比52%，提高2.3个百分点。", "The share was 52 percent, up 1.3 percentage points.", "1.3"),
    ],
)
def test_numbers_before_the_counters_of_news_are_compared(source: str, target: str, wrong: str) -> None:
    assert [finding.place.text for finding in findings_of(*make_segments(source, target))] == [wrong]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("超过九成二的居民参加，另有一成半观望。", "More than 92 percent took part; 15 percent waited."),
        ("全场六折起。", "Discounts of up to 40%!"),
        ("“十六五”期间，客车减少两成。", "During the 16th Five-Year Plan period, buses fell by 20 percent."),
        ("税率由2011年的9%升至27%。", "The rate went up from 9 percent in 2011 to 27 percent."),
        ("十之六七的人同意。", "Sixty or seventy percent agreed."),
        ("每半年检查一次，已有12次。", "It is checked every six months and has been 12 times."),
        ("火箭“远山九号”升空。\n它载重14吨。", "The rocket Yuanshan-9 took off.\nYuanshan-9 carries 14 tonnes."),
    ],
)
def test_shares_plans_and_numbered_names_of_news_are_read(source: str, target: str) -> None:
    assert [finding.place.text for finding in findings_of(*make_segments(source, target))] == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("5月产量下降2%，与上月持平。", "Output fell 2 percent in May, the same as in April."),
        ("2019年共有52家，比上年多3家。", "There were 52 in 2019, three more than in 2018."),
        ("销量增长了三倍，达到52万台。", "Sales were four times as high, at 520,000."),
        ("销量增长两倍，达到52万台。", "Sales tripled to 520,000."),
        ("产值达到384752亿元。", "Output came to 38.48 trillion yuan."),
        ("共有18934人参加。", "Over 18,000 people took part."),
        ("利率下调50个基点。", "The rate was cut by half a percentage point."),
        ("降幅为0.4%，比上月扩大0.2个百分点。", "It fell by 0.4%, after a drop of 0.2% before and of 0.6% in all."),
        ("门票平日七二折，共52种。", "All 52 tickets are 28% less on weekdays."),
        ("三男四女被捕，共有52人受伤。", "Three men and four women were arrested, and 52 people were hurt."),
        ("“十二五”期间，建成52座。", "In the 12th Five-Year Plan period (2011-2015) 52 were built."),
        ("下半年利润增长12%，共52亿元。", "Second-half profit rose 12% to 5.2 billion yuan."),
    ],
)
def test_what_press_text_converts_rounds_and_restates_is_left_alone(source: str, target: str) -> None:
    assert [finding.place.text for finding in findings_of(*make_segments(source, target))] == []


@pytest.mark.parametrize(
    ("source", "target", "wrong"),
    [
        ("5月产量下降2%。", "Output fell 2 percent in April.", "April"),
        ("销量增长了三倍，达到52万台。", "Sales were seven times as high, at 520,000.", "seven"),
        ("产值达到384752亿元。", "Output came to 38.42 trillion yuan.", "38.42 trillion"),
        ("共有18934人参加。", "Over 17,000 people took part.", "17,000"),
        ("共有18934人参加。", "All 18,000 people took part.", "18,000"),
        ("三男四女被捕，共有52人受伤。", "Three men and nine women were arrested, and 52 people were hurt.", "nine"),
        ("昨晚七時十五分到站。", "It came in at 7:45 last night.", "7:45"),
    ],
)
def test_what_press_text_states_wrongly_is_found(source: str, target: str, wrong: str) -> None:
    assert [finding.place.text for finding in findings_of(*make_segments(source, target))] == [wrong]
