"""Scoring line-aligned texts: hypotheses against references, everything that ``evalkit score`` prints."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.alignment.line_sets import make_line_sets
from evalkit.auditing.suspicions import warn_of_metrics, warn_of_scripts
from evalkit.comparing.comparing import compare_resampled_pairs, compare_with_baseline, resample, widen_sampling
from evalkit.comparing.line_scores import LineScores
from evalkit.comparing.ranking import rank_resampled
from evalkit.comparing.resampling import Sampling
from evalkit.data import ALL_REFERENCES, NO_REFERENCE, EvalSet, MetricOptions
from evalkit.data.metric import Metric, Progress
from evalkit.data.test_sets import TestSet
from evalkit.errors import NothingToScoreByError, SettingsError
from evalkit.languages import normalise_code
from evalkit.plugins import load_plugin, require_name
from evalkit.reading.lines import read_test_set
from evalkit.reading.noting import list_warnings
from evalkit.reading.provenance import find_derivations
from evalkit.reading.refusing import Languages, require_sound
from evalkit.reading.scripts import tell_language
from evalkit.scoring.scoring import Measured, ReferenceChoice, create_metrics, measure_ready

if TYPE_CHECKING:
    pass


def score_files(
    hypotheses: Sequence[Path],
    references: Sequence[Path] = (),
    source: Path | None = None,
    *,
    documents: Path | None = None,
    metrics: Sequence[str] = (),
    model: str | None = None,
    precision: str | None = None,
    cached: bool = True,
    trusted: bool = False,
    source_language: str | None = None,
    target_language: str | None = None,
    encoding: str | None = None,
    allowed: Collection[str] = (),
    baseline: str | None = None,
    sampling: Sampling | None = None,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
) -> LineScores:
    """Reads a test set and scores every system in it against all references together; see :func:`score_test_set`.

    Raises ReadingError for a file that cannot be read, PairingError for texts that cannot be scored truly, each with
    all reasons, one a line; what ``allowed`` names (:data:`evalkit.reading.refusing.ALLOWANCES`) is no reason.
    UnknownNameError for an unknown metric or baseline. ``announce`` is told what will be fetched before anything is.
    """
    for name in metrics:
        load_plugin("metrics", name.lower())
    given = [None if tag is None else normalise_code(tag) for tag in (source_language, target_language)]
    test_set = read_test_set(
        hypotheses,
        references,
        source,
        documents=documents,
        pair="-".join(code for code in given if code) if all(given) else None,
        encoding=encoding,
        allow_same_file="same-file" in allowed,
    )
    if not test_set.references and test_set.source is None:
        raise NothingToScoreByError(_ask_for_texts(hypotheses))
    languages, notes = choose_languages(test_set, source_language, target_language)
    require_sound(test_set, languages, allowed=allowed)
    target = normalise_code(languages.target)
    options = MetricOptions(
        source_language=normalise_code(languages.source) if languages.source else "en" if target == "zh" else "zh",
        target_language=target,
        model=model,
        precision=precision,
        cached=cached,
        trusted=trusted,
    )
    return score_test_set(
        test_set,
        options,
        metrics=metrics,
        baseline=baseline,
        sampling=sampling,
        notes=notes,
        progress=progress,
        announce=announce,
    )


def _ask_for_texts(hypotheses: Sequence[Path]) -> str:
    asked = "Name a --reference, or for metrics that need none a --source."
    table = next((path.name.rpartition("#")[0] for path in hypotheses if "#" in path.name), "")
    return (
        f"{asked} Of {table} only the column that was named is read; --reference {table} reads its references."
        if table
        else asked
    )


def score_test_set(
    test_set: TestSet,
    options: MetricOptions,
    *,
    metrics: Sequence[str] = (),
    baseline: str | None = None,
    sampling: Sampling | None = None,
    notes: Sequence[str] = (),
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
) -> LineScores:
    """Scores, intervals, comparisons of all pairs or with the baseline, ranks. ``notes`` stand before the test set's
    own warnings."""
    if baseline is not None:
        require_name(baseline, list(test_set.systems), what="system", where="--baseline: ")
    sampling = sampling or Sampling()
    _require_units(test_set, sampling)
    chosen, refused = create_metrics(metrics, options)
    sets = make_line_sets(test_set, source_language=options.source_language, target_language=options.target_language)
    measured, failed = _measure(sets, chosen, progress, announce)
    return complete_scores(
        test_set,
        options,
        sets,
        measured,
        baseline=baseline,
        sampling=sampling,
        not_scored={**refused, **failed},
        warnings=(*notes, *list_warnings(test_set), *warn_of_scripts(sets), *warn_of_metrics(chosen)),
    )


def complete_scores(
    test_set: TestSet,
    options: MetricOptions,
    sets: Sequence[EvalSet],
    measured: Sequence[Measured],
    *,
    baseline: str | None,
    sampling: Sampling,
    not_scored: Mapping[str, str],
    warnings: Sequence[str],
) -> LineScores:
    """What was measured, with all that is found in it: intervals, comparisons, ranks, whose reference it is."""
    pair_sampling = widen_sampling(sampling, len(sets))
    wide = resample(measured, pair_sampling)
    pairs = tuple(compare_resampled_pairs(wide, pair_sampling))
    resampled = [one.shorten(sampling.samples) for one in wide]
    derivations = tuple(find_derivations(test_set))
    scores = LineScores(
        test_set=test_set,
        options=options,
        sets=tuple(sets),
        measured=tuple(measured),
        sampling=sampling,
        pair_sampling=pair_sampling,
        baseline=baseline,
        resampled={(one.measured.metric.key, one.measured.system): one for one in resampled},
        pairs=pairs,
        comparisons=tuple(compare_with_baseline(resampled, sampling, baseline=baseline)) if baseline else pairs,
        rankings=rank_resampled(resampled, pairs),
        not_scored=not_scored,
        derivations=derivations,
        warnings=tuple(dict.fromkeys((*warnings, *(one.sentence for one in derivations)))),
    )
    if scores.too_few is None or scores.too_few in scores.warnings:
        return scores
    return replace(scores, warnings=(*scores.warnings, scores.too_few))


def choose_languages(test_set: TestSet, source: str | None, target: str | None) -> tuple[Languages, list[str]]:
    """The languages as given, else as the texts' script tells, and a sentence for the user where the target was not
    given.

    SettingsError where neither says which language the target is.
    """
    told = tell_language(test_set.source) if source is None and test_set.source is not None else None
    if target is not None:
        return Languages(target=target, source=source or told), []
    texts = [*test_set.references.values()] or [*test_set.systems.values()]
    if not any(character.isalpha() for passage in texts[0].lines for character in passage.text):
        raise SettingsError(
            f"{texts[0].path}: there are no letters that tell the target language. Name it with --target-language."
        )
    code = tell_language(texts[0])
    how = "told from the script of the text" if code else "assumed"
    note = f"The target language is {how}: {code or 'en'}. --target-language says otherwise."
    return Languages(target=code or "en", source=source or told, told=bool(test_set.references)), [note]


def _require_units(test_set: TestSet, sampling: Sampling) -> None:
    if sampling.unit == "document" and len(set(test_set.documents)) < 2:
        raise SettingsError(
            "--resample document: the test set names no documents, or one only. Name each line's with --documents FILE, or resample segments."
        )


def _measure(
    sets: Sequence[EvalSet],
    metrics: Sequence[Metric],
    progress: Progress | None,
    announce: Callable[[str], None] | None,
) -> tuple[list[Measured], dict[str, str]]:
    names = tuple(sets[0].segments[0].references)
    name = ALL_REFERENCES if len(names) > 1 else next(iter(names), NO_REFERENCE)
    choice = ReferenceChoice(name=name, references=names)
    measured: list[Measured] = []
    failed: dict[str, str] = {}
    for metric in metrics:
        found, reason = measure_ready(sets, [choice], metric, progress=progress, announce=announce)
        measured += found
        if reason is not None:
            failed[metric.key] = reason
    return measured, failed
