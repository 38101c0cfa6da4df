"""The sections of an explanation on defects of outputs and references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evalkit.comparing.defect_costs import DefectCost, Estimate
from evalkit.comparing.defects import ANY, DefectRate
from evalkit.comparing.reference_defects import AuditedReference
from evalkit.data import Comparison
from evalkit.data.showing import count_of
from evalkit.tables.drawing import show_change
from evalkit.tables.sections import Page

_COLUMNS = 8
"""So many checks have a column of their own."""


def explain_rates(page: Page) -> Iterator[str]:
    """Findings per 1,000 segments: a row a system, a column a check that found something of which it is sure."""
    rates = {(rate.system, rate.check): rate for rate in page.explanation.defect_rates}
    if not rates:
        return
    found = {rate.check for rate in page.explanation.defect_rates if rate.findings}
    checks = [check for check in dict.fromkeys(check for _, check in rates) if check in found]
    if not checks:
        yield "No check found anything of which it is sure."
        return
    yield from _draw_rates(page, rates, checks)
    if unsure := sum(rates[system, ANY].unsure for system in page.systems):
        yield f"Not counted: {count_of(unsure, 'finding')} of which the checks are less sure."


def _draw_rates(page: Page, rates: Mapping[tuple[str, str], DefectRate], checks: Sequence[str]) -> Iterator[str]:
    most = _COLUMNS + 1 if len(checks) > _COLUMNS + 2 else len(checks)
    shown, others = checks[:most], checks[most:]
    columns: dict[str, Sequence[str]] = {"all" if check == ANY else check: [check] for check in shown}
    if others:
        columns["other checks"] = others
    rows = [
        (
            system,
            str(len(rates[system, ANY].lines)),
            *(_show_rate(sum(rates[system, check].per_thousand for check in own)) for own in columns.values()),
        )
        for system in page.systems
    ]
    yield "Findings per 1,000 segments, of all checks and by check"
    headings = list(columns)
    yield from page.draw(["system", "segments concerned", *headings], rows)
    if others:
        yield from page.wrap(f"Other checks: {', '.join(others)}.")


def _show_rate(value: float) -> str:
    return f"{value:.1f}" if value else "–"


def explain_costs(page: Page) -> Iterator[str]:
    """A row a system for all checks together; then the checks whose segments are beyond chance worse or better beside
    other systems."""
    metric = page.metric
    own = [one for one in page.explanation.defect_costs if one.metric == metric.key]
    if not page.explanation.defect_rates or not any(rate.lines for rate in page.explanation.defect_rates):
        return
    if not own:
        yield "No system has enough segments with findings, and enough without, to tell."
        return
    of_all = {one.system: one for one in own if one.check == ANY}
    rows = [_show_cost(of_all[system], metric.shown_factor) for system in page.systems if system in of_all]
    if rows:
        yield from page.wrap(
            f"Mean {metric.key} of segments with findings, and of the others. Beside others: the same of what the system has above the other "
            "systems that have no finding there. Points: how much higher the corpus score would be if these segments were like the system's "
            "others of their length. Estimates: a finding need not be the cause.",
            indent="",
        )
        yield from page.draw(_HEADINGS, rows)
    yield from _explain_single_costs(page, own)


def _explain_single_costs(page: Page, own: Sequence[DefectCost]) -> Iterator[str]:
    """The pairs of system and check that stand out."""
    factor = page.metric.shown_factor
    single = [one for one in own if one.check != ANY and one.beside_others is not None]
    telling = [one for one in single if one.beside_others is not None and one.beside_others.is_beyond_chance]
    if telling:
        yield ""
        yield from page.wrap(
            f"The {len(telling)} of {len(single)} pairs of system and check by which the interval of the difference beside others leaves out zero; "
            "chance alone would give one in 20"
        )
        rows = [_show_cost(one, factor) for one in telling]
        headings = [*_HEADINGS[:1], "check", *_HEADINGS[1:]]
        named = [(row[0], one.check, *row[1:]) for one, row in zip(telling, rows, strict=True)]
        yield from page.draw(headings, named)


_HEADINGS = ("system", "segments", "with", "others", "difference", "beside others", "points")


def _show_cost(cost: DefectCost, factor: float) -> tuple[str, ...]:
    return (
        cost.system,
        str(cost.segments),
        f"{cost.mean * factor:.2f}",
        f"{cost.mean_of_others * factor:.2f}",
        _show_estimate(cost.difference, factor),
        "–" if cost.beside_others is None else _show_estimate(cost.beside_others, factor),
        _show_estimate(cost.points, factor),
    )


def _show_estimate(one: Estimate, factor: float) -> str:
    return _show_difference(one.value * factor, [bound * factor for bound in one.interval])


def explain_references(page: Page) -> Iterator[str]:
    """What was found and repaired in each reference, and what that moves for each system."""
    defects = page.explanation.reference_defects
    if defects is None:
        return
    for one in defects.references:
        yield from page.wrap(_describe_audit(one))
    for key, reason in defects.not_scored.items():
        yield from page.wrap(f"{key} not scored against the repaired references: {reason}")
    moved = [one for one in defects.effects if one.verdict != "identical"]
    if not moved:
        yield "No score moves: the texts that are scored stay as they are."
        return
    metrics = [key for key in page.scores.metrics if any(one.metric == key for one in moved)]
    effects = {(one.metric, one.system): one for one in defects.effects}
    rows = [(system, *(_show_effect(effects.get((key, system)), page) for key in metrics)) for system in page.systems]
    yield "Points more against the repaired references, with 95 % intervals"
    yield from page.draw(["system", *metrics], rows)


def _describe_audit(one: AuditedReference) -> str:
    total, repaired = sum(one.findings.values()), sum(one.repaired.values())
    if not total:
        return f"{one.reference}: no findings."
    found = ", ".join(f"{check} {count}" for check, count in one.findings.items())
    mended = (
        "none may be repaired without a person looking"
        if not repaired
        else f"{repaired} repaired without a person looking, in {count_of(len(one.changed), 'segment')} "
        f"({', '.join(f'{check} {count}' for check, count in one.repaired.items())})"
    )
    held = "".join(f"; {count_of(count, 'repair')} held back: {reason}" for reason, count in one.held.items())
    return f"{one.reference}: {count_of(total, 'finding')} ({found}); {mended}{held}."


def _show_effect(effect: Comparison | None, page: Page) -> str:
    if effect is None:
        return "–"
    factor = page.scores.metrics[effect.metric].shown_factor
    if effect.interval is None:
        return show_change(effect.difference * factor)
    return _show_difference(effect.difference * factor, [bound * factor for bound in effect.interval])


def _show_difference(value: float, interval: Sequence[float]) -> str:
    low, high = interval
    return f"{show_change(value)} [{show_change(low)}, {show_change(high)}]"
