"""A gate: whether a run holds up beside an earlier one, by systems that are gone, drops that are allowed and findings that are
new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from evalkit.comparing.comparing import resample
from evalkit.comparing.differences import measure_differences
from evalkit.comparing.resampling import DrawnUnit, Sampling
from evalkit.data import SEVERITIES, SHOWN_CONFIDENCE
from evalkit.data.metric import Metric
from evalkit.errors import PairingError
from evalkit.plugins import require_name
from evalkit.runs.gate_drops import Drop, Outcome, Status, judge_drops
from evalkit.runs.runs import Run, create_metric
from evalkit.scoring.signatures import describe_difference, diff_signatures


def judge_run(
    run: Run,
    baseline: Run,
    *,
    max_drops: Mapping[str, float],
    max_new_findings: Mapping[str, int],
    alpha: float = 0.05,
    renamed: Mapping[str, str] | None = None,
    allowed_lost: Collection[str] = (),
    unit: DrawnUnit = "segment",
) -> list[Outcome]:
    """Every condition for every system of the run; systems are held against the baseline's of the same name, of the name
    that ``renamed`` gives it now, or each's only one.

    A system of the baseline that is gone fails unless ``allowed_lost`` names it. A drop passes where it is surely no larger
    than allowed: the upper end of its one-sided interval is not, or the outputs are identical. It fails where the lower
    end is, adjusted over all drops (Holm). All else is inconclusive, and so is everything of too few units. Raises
    PairingError for runs on other texts, with other signatures or without the findings that are to be counted,
    UnknownNameError for a metric that is not in both and a name that is no system.
    """
    _require_same_inputs(run, baseline)
    metrics = [_find_metric(name, run, baseline) for name in max_drops]
    pairs = pair_systems(run, baseline, renamed or {})
    outcomes = _judge_lost(baseline, pairs, allowed_lost)
    sampling = Sampling(seed=run.sampling.seed, unit=unit)
    drops = [
        (metric, allowed, system, _measure_drop(metric, run, baseline, (system, old), sampling))
        for metric, allowed in zip(metrics, max_drops.values(), strict=True)
        for system, old in pairs
    ]
    outcomes += judge_drops(drops, alpha)
    if max_new_findings:
        _require_findings(run, baseline)
    for severity, most in max_new_findings.items():
        require_name(severity, SEVERITIES, what="severity", where="--max-new-findings: ")
        for system, old in pairs:
            outcomes.append(_judge_findings(severity, run, baseline, system, old, most))
    return outcomes


def list_new_systems(run: Run, baseline: Run, renamed: Mapping[str, str]) -> list[str]:
    """The systems of the run that the baseline has none for."""
    known = {system for system, _ in pair_systems(run, baseline, renamed)}
    return [system for system in run.systems if system not in known]


def decide_status(outcomes: Sequence[Outcome]) -> Status:
    """Failed where any condition is; passed where every one is."""
    found = {one.status for one in outcomes}
    return "failed" if "failed" in found else "inconclusive" if "inconclusive" in found else "passed"


def _judge_lost(baseline: Run, pairs: Sequence[tuple[str, str]], allowed: Collection[str]) -> list[Outcome]:
    for name in allowed:
        require_name(name, baseline.systems, what="system in the baseline", where="--allow lost-system: ")
    kept = {old for _, old in pairs}
    return [
        Outcome(
            name="lost system",
            system=system,
            status="passed" if system in allowed else "failed",
            found=1,
            allowed=int(system in allowed),
            message="The baseline has it and this run does not"
            + (
                "; that is allowed."
                if system in allowed
                else f". --allow lost-system:{system} or --rename {system}=NEW says otherwise."
            ),
        )
        for system in baseline.systems
        if system not in kept
    ]


def _require_same_inputs(run: Run, baseline: Run) -> None:
    for what in ("references", "source", "documents"):
        if run.texts[what] != baseline.texts[what]:
            raise PairingError(
                f"{run.folder} and {baseline.folder} were scored on other texts: their {what} differ. Runs can be compared on the same test set only."
            )


def _require_findings(*runs: Run) -> None:
    without = list(dict.fromkeys(str(run.folder) for run in runs if run.findings is None))
    if without:
        raise PairingError(
            f"--max-new-findings: {' and '.join(without)} {'holds' if len(without) == 1 else 'hold'} no findings, for the outputs were not "
            f"checked. Make the run again with evalkit score … --findings --output {without[0]}."
        )


def _find_metric(name: str, run: Run, baseline: Run) -> Metric:
    """The metric of that name or key, after making sure that both runs have it under the same signature."""
    keys = {key.lower(): key for key in run.metrics if key in baseline.metrics}
    keys.update({_plugin_name(key): key for key in keys.values()})
    key = keys[require_name(name.lower(), list(keys), what="metric in both runs", where="--max-drop: ")]
    differences = [one for one in diff_signatures(run.find_signature(key), baseline.find_signature(key)) if one.matters]
    if differences:
        raise PairingError(
            f"{key}: the signatures of {run.folder} and {baseline.folder} differ, so their scores cannot be compared: "
            f"{'; '.join(map(describe_difference, differences))}. Score both in the same way."
        )
    return create_metric(key, run.options)


def _plugin_name(key: str) -> str:
    """The name that a key is asked for by on the command line: ``chrf`` for chrF2, ``chrfpp`` for chrF2++."""
    from evalkit.plugins import list_names, load_plugin

    return next((name for name in list_names("metrics") if key == load_plugin("metrics", name).KEY), key.lower())


def pair_systems(run: Run, baseline: Run, renamed: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each system of the run with the baseline's that it is held against."""
    for old, new in renamed.items():
        require_name(old, baseline.systems, what="system in the baseline", where="--rename: ")
        require_name(new, run.systems, what="system in the run", where="--rename: ")
    former = {new: old for old, new in renamed.items()}
    wanted = [(system, former.get(system, system)) for system in run.systems]
    pairs = [(system, old) for system, old in wanted if old in baseline.systems and renamed.get(old, system) == system]
    if pairs:
        return pairs
    if len(run.systems) == len(baseline.systems) == 1:
        return [(run.systems[0], baseline.systems[0])]
    raise PairingError(
        f"{run.folder} and {baseline.folder} have no system of the same name ({', '.join(run.systems)}; {', '.join(baseline.systems)}). Name the "
        "files alike, say --rename OLD=NEW, or score one system a run."
    )


def _measure_drop(metric: Metric, run: Run, baseline: Run, pair: tuple[str, str], sampling: Sampling) -> Drop:
    """How far the system is below the baseline's, on the scale people read."""
    system, old = pair
    one, base = resample([run.measure(metric, system), baseline.measure(metric, old)], sampling)
    identical = bool((one.units == base.units).all())
    found = None if identical else measure_differences([(one, base)], sampling)[0]
    factor = metric.shown_factor * (-1 if metric.higher_is_better else 1)
    return Drop(found=found, observed=(one.score - base.score) * factor, factor=factor, units=len(one.units))


def _judge_findings(severity: str, run: Run, baseline: Run, system: str, old: str, most: int) -> Outcome:
    new = list(_find_new(severity, run.findings or (), baseline.findings or (), system, old))
    places = ", ".join(f"{one['path']}:{one['line']} {one['check']}" for one in new[:3])
    more = "" if len(new) <= 3 else ", …"
    return Outcome(
        name=f"new {severity} findings",
        system=system,
        status="passed" if len(new) <= most else "failed",
        found=len(new),
        allowed=most,
        message=f"{len(new)} new findings of severity {severity} or more{f' ({places}{more})' if new else ''}; {most} are allowed.",
    )


def _find_new(
    severity: str, findings: Sequence[Mapping[str, Any]], known: Sequence[Mapping[str, Any]], system: str, old: str
) -> Iterator[Mapping[str, Any]]:
    """Places of findings of that severity or more, and of a confidence that reports show, of which the baseline has
    none left by the same check in the same line."""
    counted = SEVERITIES[SEVERITIES.index(severity) :]
    left = Counter((one["check"], one["line"]) for one in _list_places(known, old))
    for one in _list_places(findings, system):
        if one["severity"] not in counted or one["confidence"] < SHOWN_CONFIDENCE:
            continue
        key = (one["check"], one["line"])
        if left[key] > 0:
            left[key] -= 1
        else:
            yield one


def _list_places(findings: Sequence[Mapping[str, Any]], system: str) -> Iterator[Mapping[str, Any]]:
    """Each finding of a system, and once more at each further place on its own side: one that is collected counts where
    it repeats."""
    for one in findings:
        if one["system"] == system:
            yield one
            yield from ({**one, **place} for place in one["places"] if place["side"] == one["side"])
