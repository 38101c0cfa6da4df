"""A gate: whether a run holds up beside an earlier one, by drops that are allowed and by findings that are new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evalkit.comparing.comparing import compare_measured
from evalkit.comparing.resampling import Sampling
from evalkit.data import SEVERITIES, SHOWN_CONFIDENCE, Comparison
from evalkit.data.metric import Metric
from evalkit.errors import PairingError, SettingsError
from evalkit.plugins import require_name
from evalkit.runs.runs import Run, create_metric
from evalkit.scoring.signatures import describe_difference, diff_signatures


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One condition of the gate, for one system: what was found, what is allowed, whether it passed, in words. Drops
    are on the scale people read."""

    name: str
    system: str
    passed: bool
    found: float
    allowed: float
    message: str
    comparison: Comparison | None = None


def judge_run(
    run: Run,
    baseline: Run,
    *,
    max_drops: Mapping[str, float],
    max_new_findings: Mapping[str, int],
    alpha: float = 0.05,
) -> list[Outcome]:
    """Every condition for every system of the run; systems are held against the baseline's of the same name, or each's
    only one.

    A drop fails where it is larger than allowed and p < alpha. Raises PairingError for runs on other texts, with other
    signatures or without the findings that are to be counted, UnknownNameError for a metric that is not in both.
    """
    _require_same_inputs(run, baseline)
    metrics = [_find_metric(name, run, baseline) for name in max_drops]
    pairs = _pair_systems(run, baseline)
    outcomes = []
    for metric, allowed in zip(metrics, max_drops.values(), strict=True):
        for system, old in pairs:
            outcomes.append(_judge_drop(metric, run, baseline, system, old, allowed, alpha))
    if max_new_findings:
        _require_findings(run, baseline)
    for severity, most in max_new_findings.items():
        require_name(severity, SEVERITIES, what="severity", where="--max-new-findings: ")
        for system, old in pairs:
            outcomes.append(_judge_findings(severity, run, baseline, system, old, most))
    return outcomes


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


def _pair_systems(run: Run, baseline: Run) -> list[tuple[str, str]]:
    shared = [(system, system) for system in run.systems if system in baseline.systems]
    if shared:
        return shared
    if len(run.systems) == len(baseline.systems) == 1:
        return [(run.systems[0], baseline.systems[0])]
    raise PairingError(
        f"{run.folder} and {baseline.folder} have no system of the same name ({', '.join(run.systems)}; {', '.join(baseline.systems)}). Name the "
        "files alike, or score one system a run."
    )


def _judge_drop(
    metric: Metric, run: Run, baseline: Run, system: str, old: str, allowed: float, alpha: float
) -> Outcome:
    sampling = Sampling(**run.manifest["sampling"])
    comparison = compare_measured(run.measure(metric, system), baseline.measure(metric, old), sampling)
    sign = 1 if metric.higher_is_better else -1
    drop = -sign * comparison.difference * metric.shown_factor
    proven = comparison.p_value is not None and comparison.p_value < alpha
    passed = drop <= allowed or not proven
    p_value = "" if comparison.p_value is None else f", p = {comparison.p_value:.4f}"
    doubt = "" if drop <= allowed or proven else f"; not proven at {alpha:g}, so it passes"
    moved = "identical" if comparison.p_value is None else f"{'dropped' if drop > 0 else 'rose'} by {abs(drop):.2f}"
    return Outcome(
        name=metric.key,
        system=system,
        passed=passed,
        found=drop,
        allowed=allowed,
        message=f"{metric.key} {moved}{p_value}; a drop of {allowed:g} is allowed{doubt}.",
        comparison=comparison,
    )


def _judge_findings(severity: str, run: Run, baseline: Run, system: str, old: str, most: int) -> Outcome:
    new = list(_find_new(severity, run.findings or (), baseline.findings or (), system, old))
    places = ", ".join(f"{one['path']}:{one['line']} {one['check']}" for one in new[:3])
    more = "" if len(new) <= 3 else ", …"
    return Outcome(
        name=f"new {severity} findings",
        system=system,
        passed=len(new) <= most,
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


def parse_limits(given: Sequence[str], *, option: str) -> dict[str, float]:
    """``name=number`` options as a mapping. Raises SettingsError for what is none, and for a number below 0."""
    limits = {}
    for text in given:
        name, sign, value = text.partition("=")
        try:
            limits[name.strip().lower()] = number = float(value)
        except ValueError:
            number = -1.0
        if not sign or not name.strip() or not number >= 0:
            raise SettingsError(
                f"{option} {text}: expected NAME=NUMBER with a number of 0 or more, e.g. {option} bleu=0.5."
            )
    return limits


def parse_counts(given: Sequence[str], *, option: str) -> dict[str, int]:
    """As :func:`parse_limits`, of whole numbers. Raises SettingsError for a fraction too."""
    limits = parse_limits(given, option=option)
    for name, most in limits.items():
        if not most.is_integer():
            raise SettingsError(f"{option} {name}={most:g}: expected a whole number, e.g. {option} major=0.")
    return {name: int(most) for name, most in limits.items()}
