"""An explanation in plain lines, for a terminal. The first metric stands for all; JSON has the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from evalkit.comparing.buckets import BucketScore
from evalkit.comparing.line_scores import LineScores
from evalkit.data.showing import show_text
from evalkit.explaining.contrasting import Contrast, SideBySide
from evalkit.explaining.explaining import Explanation
from evalkit.explaining.ngrams import NgramGain
from evalkit.tables.board import title_metric
from evalkit.tables.defects_explained import explain_costs, explain_rates, explain_references
from evalkit.tables.drawing import mark_best, mark_spans, measure_width, show_change
from evalkit.tables.sections import INDENT, Page

_LONGEST = 120
_NOTHING = 0.005


def explain_in_words(
    scores: LineScores, explanation: Explanation, *, width: int | None = None, styled: bool = False
) -> list[str]:
    """The sections of an explanation, each with a heading; what there is nothing to say about is left out."""
    if not scores.metrics:
        return []
    systems = scores.best_first
    page = Page(scores=scores, explanation=explanation, systems=systems, width=width, styled=styled)
    lines: list[str] = []
    for heading, explain in _SECTIONS.items():
        if found := list(explain(page)):
            lines += [heading, *(f"{INDENT}{line}" if line else "" for line in found), ""]
    return lines[:-1]


def _explain_provenance(page: Page) -> Iterator[str]:
    scores = page.scores
    for one in page.explanation.derivations:
        yield from page.wrap(one.sentence)
        if one.ranks_without:
            ranks = ", ".join(
                f"{system} {first}" if first == last else f"{system} {first}–{last}"
                for system, (first, last) in sorted(one.ranks_without.items(), key=lambda item: item[1])
            )
            without = "that reference" if len(scores.test_set.references) > 1 else "that system"
            yield from page.wrap(f"Ranks by {one.metric} without {without}: {ranks}.")
    for score in page.explanation.outstanding:
        yield from page.wrap(
            f"Against reference {score.reference} {score.system} has {score.metric} {score.score:.2f}, the next best {score.next_best:.2f}: "
            "far more than the others lie apart.",
        )


def _explain_buckets(page: Page) -> Iterator[str]:
    """One table for each kind of bucket: a row a system, a column a bucket."""
    metric = page.metric
    own = [one for one in page.explanation.buckets if one.metric == metric.key and one.kind != "document"]
    for number, kind in enumerate(dict.fromkeys(one.kind for one in own)):
        of_kind = [one for one in own if one.kind == kind]
        headings, columns = [], []
        for name in dict.fromkeys(one.name for one in of_kind):
            heading, column = _make_bucket_column(page, name, [one for one in of_kind if one.name == name])
            headings.append(heading)
            columns.append(column)
        yield from [""] if number else []
        yield f"By {_name_kind(page, kind)}: {metric.key} (segments)"
        yield from page.draw(["system", *headings], list(zip(page.systems, *columns, strict=True)))


def _make_bucket_column(page: Page, name: str, scores: Sequence[BucketScore]) -> tuple[str, Sequence[str]]:
    """The heading and the scores of a part of the test set, the best marked; with their segments where systems differ in
    these: then none is best."""
    found = {one.system: one for one in scores}
    cells = [found.get(system) for system in page.systems]
    sizes = {one.segments for one in scores}
    alike, factor = len(sizes) == 1, page.metric.shown_factor
    shown = [
        "–" if one is None else f"{one.value * factor:.2f}" + ("" if alike else f" ({one.segments})") for one in cells
    ]
    values = [None if one is None else one.value for one in cells]
    if not alike:
        return name, shown
    return f"{name} ({min(sizes)})", mark_best(values, shown, higher_is_better=page.metric.higher_is_better)


_KINDS = {
    "length": "length of the source",
    "numbers": "numbers in the source",
    "rarest reference word": "how rare the rarest word of the reference is in the language",
    "names": "names of persons in source or reference",
    "terms": "terms of the source that stand in three segments or more",
    "findings": "findings in the system's own output",
}


def _name_kind(page: Page, kind: str) -> str:
    test_set = page.scores.test_set
    if kind == "length" and test_set.source is None:
        return f"length of the {'reference' if test_set.references else 'first output'}"
    return _KINDS.get(kind, kind)


def _explain_carriers(page: Page) -> Iterator[str]:
    metric = page.metric
    rows = [
        (
            f"{one.system} − {one.baseline}",
            show_change(one.difference * metric.shown_factor),
            show_change(one.difference_without * metric.shown_factor),
            f"{one.document} ({one.segments})",
        )
        for one in page.explanation.carriers
        if one.metric == metric.key
    ]
    if rows:
        yield from page.draw([metric.key, "all", "without", "document (segments)"], rows)


def _explain_contrasts(page: Page) -> Iterator[str]:
    """The first pair's segments."""
    metric = page.metric
    own = [one for one in page.explanation.contrasts if one.metric == metric.key]
    shown = [one for one in own if (one.texts.system, one.texts.baseline) == page.explanation.pairs[0]]
    if not shown:
        return
    system, baseline = page.explanation.pairs[0]
    difference = page.scores.resampled[metric.key, system].score - page.scores.resampled[metric.key, baseline].score
    yield from page.wrap(
        f"{system} − {baseline} = {show_change(difference * metric.shown_factor)} {metric.key}: first the segments for it, then those against it; "
        f"{{+words+}} only {system} has, [-words-] only {baseline}"
    )
    for contrast in shown:
        yield from _show_contrast(page, contrast)


def _show_contrast(page: Page, contrast: Contrast) -> Iterator[str]:
    factor, texts = page.metric.shown_factor, contrast.texts
    yield (
        f"Segment {texts.index + 1}: {contrast.metric} {contrast.value * factor:.1f} against {contrast.baseline_value * factor:.1f}, "
        f"{show_change(contrast.carried * factor, 3)} of the difference"
    )
    yield from _show_texts(page, texts)


def _show_texts(page: Page, texts: SideBySide) -> Iterator[str]:
    """Source, every reference, and both outputs with the words that the other has not, in the marks of wdiff."""
    unlike = [one for one in texts.between if one.kind != "equal"]
    references = page.scores.test_set.references
    shown = [
        ("source", texts.source),
        *(
            (name if len(references) > 1 else "reference", one.lines[texts.index].text)
            for name, one in references.items()
        ),
        (texts.system, mark_spans(texts.hypothesis, [one.after for one in unlike], "{+", "+}")),
        (texts.baseline, mark_spans(texts.baseline_hypothesis, [one.before for one in unlike], "[-", "-]")),
    ]
    for name, text in shown:
        if text is not None:
            yield f"    {name}: {show_text(text)}"


def _explain_ngrams(page: Page) -> Iterator[str]:
    if page.explanation.ngrams:
        yield from page.wrap(
            "Runs of one to four words: how many more (what one alone matches : what the other alone does; a segment for example)"
        )
    for system, baseline in page.explanation.pairs:
        for one, other in ((system, baseline), (baseline, system)):
            own = [gain for gain in page.explanation.ngrams if (gain.system, gain.baseline) == (one, other)]
            if own:
                shown = ", ".join(_show_gain(gain) for gain in own)
                yield from page.wrap(f"{one} gets, {other} misses: {shown}", indent="    ")


def _show_gain(gain: NgramGain) -> str:
    segment = gain.examples[0].index + 1
    return f"‹{show_text(gain.ngram)}› +{gain.net} ({gain.gained}:{gain.lost}; {segment})"


def _explain_disagreements(page: Page) -> Iterator[str]:
    rows = [
        (f"{one.system} − {one.baseline}", f"{one.metrics[0]}, {one.metrics[1]}", str(one.clear), str(one.opposed))
        for one in page.explanation.disagreements
        if one.metrics[0] == page.metric.key
    ]
    if rows:
        yield from page.wrap(
            "Segments in which both metrics see a difference as large as their usual one or larger, and those in which they see opposite ones"
        )
        yield from page.draw(["systems", "metrics", "both clear", "opposed"], rows)
    for one in page.explanation.disagreements:
        if (one.system, one.baseline) == page.explanation.pairs[0] and one.metrics[0] == page.metric.key:
            for segment in one.segments:
                scored = "; ".join(
                    f"{key} {own * factor:.1f} against {base * factor:.1f}"
                    for key, (own, base) in zip(one.metrics, segment.values, strict=True)
                    for factor in (page.scores.metrics[key].shown_factor,)
                )
                yield f"Segment {segment.texts.index + 1}: {scored}"
                yield from _show_texts(page, segment.texts)


def _explain_styles(page: Page) -> Iterator[str]:
    found = {
        (f"{one.style}, {title_metric(page.scores.metrics[one.metric])}", one.system): one.difference
        * page.scores.metrics[one.metric].shown_factor
        for one in page.explanation.styles
    }
    headings = [
        heading
        for heading in dict.fromkeys(heading for heading, _ in found)
        if any(abs(value) >= _NOTHING for (own, _), value in found.items() if own == heading)
    ]
    if headings:
        rows = [
            (system, *(show_change(found.get((heading, system), 0.0)) for heading in headings))
            for system in page.systems
        ]
        yield from page.wrap(
            "Points more where quotes, or the width of punctuation, are made alike in outputs and references"
        )
        yield from page.draw(["system", *headings], rows)


def _explain_worst(page: Page) -> Iterator[str]:
    """The best system's segments with the lowest scores by each metric."""
    own = [one for one in page.explanation.worst if one.system == page.systems[0]]
    references = page.scores.test_set.references
    name = next(iter(references)) if len(references) > 1 else "reference"
    if own:
        yield f"{page.systems[0]}, by line of {own[0].place.rpartition(':')[0]}"
    for one in own:
        value = one.value * page.scores.metrics[one.metric].shown_factor
        yield _cut(page, f"Line {one.place.rpartition(':')[2]}: {one.metric} {value:.1f}: {one.hypothesis}")
        if references:
            yield _cut(page, f"    {name}: {one.reference}")


def _cut(page: Page, text: str) -> str:
    shown, room = show_text(text), min(_LONGEST, page.width or _LONGEST) - len(INDENT)
    if measure_width(shown) <= room:
        return shown
    while measure_width(shown) >= room:
        shown = shown[:-1]
    return f"{shown}…"


_SECTIONS: Mapping[str, Callable[[Page], Iterator[str]]] = {
    "Whose reference it is": _explain_provenance,
    "Parts of the test set": _explain_buckets,
    "Documents that carry a difference": _explain_carriers,
    "Segments that carry the difference": _explain_contrasts,
    "Words of the reference that one gets and the other misses": _explain_ngrams,
    "Where metrics disagree": _explain_disagreements,
    "What style moves": _explain_styles,
    "Worst segments": _explain_worst,
    "Findings in the outputs": explain_rates,
    "What findings go with": explain_costs,
    "What the defects of the references move": explain_references,
}
