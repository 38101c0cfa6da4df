"""What each kind of finding moves: by how many points, over all systems and for each.

A kind whose repairs touch the reference is told by the repair: every system is scored against the reference with that
kind repaired and nothing else. Only segments whose reference changes are measured again, since statistics add up; slow
metrics are left out. Any other kind is told by contrast: the score of the segments with such a finding less that of the
others, over the same bootstrap resamples (95 %).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from evalkit.comparing.comparing import resample
from evalkit.comparing.differences import find_interval
from evalkit.comparing.resampling import Sampling, bootstrap_totals
from evalkit.data import AS_IS, Effect, EvalSet, Finding, Repair, Sample, Segment, join_passages
from evalkit.review.editing import Lines, edit_passage, group_edits
from evalkit.review.repairing import collect_edits
from evalkit.scoring.scoring import Measured, measure_again

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST = 10
"""A contrast needs so many segments with the finding, and as many without."""
_SAMPLING = Sampling()
_Key = tuple[str, int]
"""Document and index of a segment."""


def measure_effects(
    measured: Sequence[Measured],
    sets: Sequence[EvalSet],
    segments: Sequence[Segment],
    findings: Sequence[Finding],
    repairs: Sequence[Repair],
) -> tuple[Effect, ...]:
    """The effect of every kind of finding, check by check, on every metric: the mean over systems first, then each
    system.

    ``measured`` is against one reference. Where that is not the existing rendering, its repairs move nothing and
    contrasts are taken.
    """
    by_system = {one.system: one for one in sets}
    effects: list[Effect] = []
    repaired = _measure_repairs(measured, by_system, repairs)
    for check, moved in repaired.items():
        effects += _list_effects(check, moved)
    located = _locate(segments, (finding for finding in findings if finding.system is None))
    kinds: list[tuple[str, bool, Mapping[str, set[_Key]]]] = [
        (check, False, dict.fromkeys(by_system, touched)) for check, touched in located.items() if check not in repaired
    ]
    kinds += [(check, True, touched) for check, touched in _locate_in_outputs(sets, findings).items()]
    effects += _contrast_all(kinds, measured) if measured else ()
    return tuple(effects)


Moved = tuple[Measured, int, float, "NDArray[np.float64]"]
"""What was measured, how many segments changed, the difference, and what it comes to in resamples."""


def _measure_repairs(
    measured: Sequence[Measured], by_system: Mapping[str, EvalSet], repairs: Sequence[Repair]
) -> dict[str, list[Moved]]:
    by_check: dict[str, list[Finding]] = defaultdict(list)
    for finding in (finding for repair in repairs for finding in repair.applied):
        if finding.place.side != "source":
            by_check[finding.check].append(finding)
    quick = [
        one for one in measured if one.reference == AS_IS and not one.metric.is_slow and one.metric.needs_reference
    ]
    if not quick or not by_check:
        return {}
    changed: list[tuple[str, Measured, Measured, int]] = []
    for check, found in by_check.items():
        lines = group_edits(collect_edits(found, lambda finding: True))
        samples = [_edit_references(one, by_system[one.system], lines) for one in quick]
        for one, after in zip(quick, measure_again(quick, samples), strict=True):
            count = sum(old != new for old, new in zip(one.samples, after.samples, strict=True))
            changed.append((check, one, after, count))
    return _compare_repairs(changed)


def _edit_references(measured: Measured, evaluated: EvalSet, lines: Lines) -> list[Sample]:
    """The samples with these edits made in the existing rendering."""
    samples = []
    for sample, index in zip(measured.samples, measured.indexes, strict=True):
        segment = evaluated.segments[index]
        edited = [edit_passage(passage, lines) for passage in segment.references[AS_IS]]
        text = join_passages(edited, language=segment.document.target_language)
        samples.append(replace(sample, references=(text,)))
    return samples


def _compare_repairs(changed: Sequence[tuple[str, Measured, Measured, int]]) -> dict[str, list[Moved]]:
    before = list({id(one): one for _, one, _, _ in changed}.values())
    resampled = resample([*before, *(after for _, _, after, _ in changed)], _SAMPLING)
    base = {id(one): found for one, found in zip(before, resampled, strict=False)}
    moved: dict[str, list[Moved]] = defaultdict(list)
    for (check, one, _, count), found in zip(changed, resampled[len(before) :], strict=True):
        old = base[id(one)]
        moved[check].append((one, count, found.score - old.score, found.values - old.values))
    return dict(moved)


def _list_effects(check: str, moved: Sequence[Moved]) -> Iterator[Effect]:
    for metric in dict.fromkeys(one.metric.key for one, *_ in moved):
        own = [one for one in moved if one[0].metric.key == metric]
        yield from _describe(check, "repair", own, in_outputs=False)


def _describe(check: str, way: str, own: Sequence[Moved], *, in_outputs: bool) -> Iterator[Effect]:
    """The mean over systems, then each system."""
    import numpy as np

    metric = own[0][0].metric.key
    mean: NDArray[np.float64] = np.mean([values for *_, values in own], axis=0)
    count = max(count for _, count, _, _ in own)
    difference = sum(difference for _, _, difference, _ in own) / len(own)
    rows = [(None, count, difference, mean)]
    rows += [(one.system, count, difference, values) for one, count, difference, values in own]  # type: ignore[misc]
    for system, segments, points, resampled in rows:
        yield Effect(
            check=check,
            in_outputs=in_outputs,
            way="repair" if way == "repair" else "contrast",
            metric=metric,
            system=system,
            segments=segments,
            difference=float(points),
            interval=find_interval(resampled),
        )


def _locate(segments: Iterable[Segment], findings: Iterable[Finding]) -> dict[str, set[_Key]]:
    """The segments that each check found something in, by check. A finding about a whole document is in none of
    them."""
    at: dict[tuple[str, int], set[_Key]] = defaultdict(set)
    for segment in segments:
        for passage in (*segment.source, *segment.hypothesis):
            for line in passage.lines:
                at[passage.path, line].add((segment.document.name, segment.index))
    located: dict[str, set[_Key]] = defaultdict(set)
    for finding in findings:
        located[finding.check] |= {
            key
            for place in (finding.place, *finding.places)
            if place.text
            for key in at.get((place.path, place.line), ())
        }
    return located


def _locate_in_outputs(sets: Sequence[EvalSet], findings: Sequence[Finding]) -> dict[str, dict[str, set[_Key]]]:
    located: dict[str, dict[str, set[_Key]]] = defaultdict(dict)
    for one in sets:
        own = [replace(segment, source=()) for segment in one.segments]
        for check, keys in _locate(own, (f for f in findings if f.system == one.system)).items():
            located[check][one.system] = keys
    return located


def _contrast_all(
    kinds: Sequence[tuple[str, bool, Mapping[str, set[_Key]]]],
    measured: Sequence[Measured],
) -> Iterator[Effect]:
    """The contrasts of kinds given as check, whether in outputs, and the segments that have it by system; all share
    their draws."""
    split = [[(one, _find_rows(one, touched.get(one.system, set()))) for one in measured] for _, _, touched in kinds]
    moved = iter(_draw_contrasts([part for parts in split for part in parts if _is_enough(*part)]))
    for (check, in_outputs, _), parts in zip(kinds, split, strict=True):
        drawn = list(islice(moved, sum(_is_enough(*part) for part in parts)))
        for metric in dict.fromkeys(one.metric.key for one in measured):
            of_metric = [one for one in drawn if one[0].metric.key == metric]
            most = max((len(rows) for one, rows in parts if one.metric.key == metric), default=0)
            if of_metric:
                yield from _describe(check, "contrast", of_metric, in_outputs=in_outputs)
            else:
                yield _tell_too_few(check, metric, most, in_outputs=in_outputs)


def _is_enough(measured: Measured, rows: Sequence[int]) -> bool:
    return min(len(rows), len(measured.indexes) - len(rows)) >= FEWEST


def _tell_too_few(check: str, metric: str, segments: int, *, in_outputs: bool) -> Effect:
    return Effect(
        check=check,
        in_outputs=in_outputs,
        way="contrast",
        metric=metric,
        system=None,
        segments=segments,
        difference=None,
        interval=None,
    )


def _find_rows(measured: Measured, touched: set[_Key]) -> list[int]:
    """The rows of the segments with the finding."""
    return [row for row, place in enumerate(measured.places) if place in touched]


def _draw_contrasts(parts: Sequence[tuple[Measured, Sequence[int]]]) -> list[Moved]:
    """What each part's rows score less the others: whole and part are summed over the same resamples, the others are
    what is left."""
    import numpy as np

    moved: dict[int, Moved] = {}
    for size in dict.fromkeys(len(one.samples) for one, _ in parts):
        own = [(number, *part) for number, part in enumerate(parts) if len(part[0].samples) == size]
        wholes = list({id(one): one for _, one, _ in own}.values())
        masked = [np.where(np.isin(np.arange(size), rows)[:, None], one.statistics, 0.0) for _, one, rows in own]
        totals = bootstrap_totals(
            [*(one.statistics for one in wholes), *masked], samples=_SAMPLING.samples, seed=_SAMPLING.seed
        )
        of_whole = {id(one): sums for one, sums in zip(wholes, totals, strict=False)}
        for (number, one, rows), part, sums in zip(own, masked, totals[len(wholes) :], strict=True):
            moved[number] = _contrast(one, len(rows), part.sum(axis=0), sums, of_whole[id(one)])
    return [moved[number] for number in range(len(parts))]


def _contrast(
    measured: Measured,
    segments: int,
    part: NDArray[np.float64],
    part_sums: NDArray[np.float64],
    whole_sums: NDArray[np.float64],
) -> Moved:
    metric = measured.metric
    difference = metric.score(part) - metric.score(measured.statistics.sum(axis=0) - part)
    values = metric.score_resamples(part_sums) - metric.score_resamples(whole_sums - part_sums)
    return measured, segments, difference, values
