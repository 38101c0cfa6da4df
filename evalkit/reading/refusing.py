"""What cannot be scored truly is refused before any work, every reason at once; what is almost surely a mistake, unless
it is allowed by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from evalkit.data.notices import fit_on_screen
from evalkit.data.showing import count_of
from evalkit.data.test_sets import LineText, TestSet
from evalkit.errors import PairingError
from evalkit.files.length_break import find_break
from evalkit.reading.scripts import expected_scripts, measure_share, take_sample
from evalkit.reading.shifting import find_shift, find_stray_line
from evalkit.reading.unfinished import SIGNS, find_signs

ALLOWANCES = {
    "shifted-lines": "an output whose lines stand one beside the reference's",
    "another-order": "an output whose lines stand in another order than the reference's",
    "same-file": "the same file given twice, or a copy of it",
    "copied-source": "an output that is the source, line for line",
    "copied-reference": "an output that is a reference, line for line",
    "wrong-script": "a text that is not in its language's script",
    **{sign.name: f"an output with {sign.what}" for sign in SIGNS if sign.refused_from is not None},
}
"""What is refused unless it is allowed by this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Languages:
    """The language tags of a test set, as given or told; ``source`` is ``None`` where nobody said it.

    ``told`` says that the target was told from the references, so that they may be what is wrong where outputs differ
    from them.
    """

    target: str
    source: str | None = None
    told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One reason not to score; ``allowance`` is the name that lifts it, or ``None``."""

    message: str
    allowance: str | None = None


def require_sound(test_set: TestSet, languages: Languages, *, allowed: Collection[str] = ()) -> None:
    """Raises PairingError with every reason not to score these texts, one a line, at most a screen of them."""
    refusals = [
        one for one in find_refusals(test_set, languages) if one.allowance is None or one.allowance not in allowed
    ]
    if not refusals:
        return
    lines = [
        one.message
        if one.allowance is None
        else f"{one.message} If it is right all the same, say --allow {one.allowance}."
        for one in refusals
    ]
    raise PairingError("\n".join([*fit_on_screen(lines), "Nothing was scored."]))


def find_refusals(test_set: TestSet, languages: Languages) -> list[Refusal]:
    """Every reason not to score these texts; where line counts differ, these alone, for nothing else can be told
    then."""
    for find in (_find_differing_counts, _find_swap):
        if found := list(find(test_set, languages)):
            return found
    finders: list[_Finder] = [_find_copies, _find_shifts, _find_wrong_scripts, _find_unfinished]
    return list(chain.from_iterable(find(test_set, languages) for find in finders))


_Finder = Callable[[TestSet, Languages], Iterator[Refusal]]


def _find_unfinished(test_set: TestSet, languages: Languages) -> Iterator[Refusal]:
    for one in find_signs(test_set):
        if one.is_refused:
            yield Refusal(
                message=f"{one.path}:{one.line}: the output is not finished: {one.count} of {one.lines} lines show {one.sign.what}. {one.sign.advice}",
                allowance=one.sign.name,
            )


def _find_differing_counts(test_set: TestSet, languages: Languages) -> Iterator[Refusal]:
    expected, *others = test_set.texts
    for text in others:
        if len(text.lines) == len(expected.lines):
            continue
        break_at = find_break(expected.texts, text.texts)
        line = text.lines[break_at - 1].line if break_at <= len(text.lines) else text.lines[-1].line + 1
        yield Refusal(
            message=f"{text.path}: {count_of(len(text.lines), 'line')}, but {expected.path} has {len(expected.lines)}; one line each was expected. "
            f"The lengths stop matching at {text.lines[0].path}:{line}. Add or remove the lines that differ."
        )
    for what, names in (("document", test_set.documents), ("domain", test_set.domains)):
        if names and len(names) != len(expected.lines):
            yield Refusal(
                message=f"{count_of(len(names), f'{what} name')} for {count_of(len(expected.lines), 'line')} of {expected.path}; one each was expected. "
                f"Give one {what} name a line."
            )


def _find_swap(test_set: TestSet, languages: Languages) -> Iterator[Refusal]:
    """The source in the target's script and the references not; or, where the references told the target, all outputs
    in another script."""
    scripts = expected_scripts(languages.target)
    if scripts is None or test_set.source is None or not test_set.references:
        return
    strange = [text for text in test_set.references.values() if _measure(text, scripts) < 0.5]
    source_is_target = _measure(test_set.source, scripts) > 0.5
    may_differ = not languages.source or expected_scripts(languages.source) != scripts
    if source_is_target and strange and may_differ:
        yield Refusal(
            message=f"{test_set.source.path} and {strange[0].path} are swapped: the source is written as “{languages.target}” "
            "is, and the reference is not. Give each to the other's option."
        )
    elif languages.told and not source_is_target and not strange and _are_all_foreign(test_set, scripts):
        first = next(iter(test_set.references.values()))
        yield Refusal(
            message=f"{test_set.source.path} and {first.path} are swapped, or every output is untranslated: all outputs are written as the "
            "source is, none as the reference. Give each file to the other's option, or name the --target-language."
        )


def _are_all_foreign(test_set: TestSet, scripts: tuple[str, ...]) -> bool:
    """Whether no output is in these scripts; an output that is the source says nothing."""
    source = test_set.source.texts if test_set.source else None
    outputs = [text for text in test_set.systems.values() if text.texts != source]
    return bool(outputs) and all(_measure(text, scripts) < 0.5 for text in outputs)


def _find_copies(test_set: TestSet, languages: Languages) -> Iterator[Refusal]:
    for text, first in _list_twins(test_set):
        yield Refusal(
            message=f"{text.path}: this is the same file as {first.path}, byte for byte. Leave one out, or name the system's own output.",
            allowance="same-file",
        )
    for text in test_set.systems.values():
        for other, allowance, what in (
            *((reference, "copied-reference", "reference") for reference in test_set.references.values()),
            *([(test_set.source, "copied-source", "source")] if test_set.source else []),
        ):
            if text.texts == other.texts:
                yield Refusal(
                    message=f"{text.path}: the output is the {what} {other.path}, line for line. Name the system's own output.",
                    allowance=allowance,
                )


def _list_twins(test_set: TestSet) -> Iterator[tuple[LineText, LineText]]:
    """Each output whose file has the bytes of an earlier one's, with that; columns of one table are not meant."""
    seen: dict[str, LineText] = {}
    for text in test_set.systems.values():
        first = seen.setdefault(text.sha256, text) if text.sha256 else text
        if first.lines[0].path != text.lines[0].path and first.texts == text.texts:
            yield text, first


def _find_shifts(test_set: TestSet, languages: Languages) -> Iterator[Refusal]:
    if not test_set.references:
        return
    name, *other_names = test_set.references
    expected = test_set.references[name]
    for text in (*(test_set.references[other] for other in other_names), *test_set.systems.values()):
        shift = find_shift(text.texts, expected.texts)
        if shift is not None:
            line, answer = text.lines[shift.line - 1], expected.lines[shift.line - 1 + shift.offset]
            yield Refusal(
                message=f"{line.path}:{line.line}: from here on the lines are one off: this one answers to {answer.path}:{answer.line}, and "
                "so do its neighbours. Remove or add the line that is missing.",
                allowance="shifted-lines",
            )
        elif (stray := find_stray_line(text.texts, expected.texts)) is not None:
            line, answer = text.lines[stray[0] - 1], expected.lines[stray[1] - 1]
            yield Refusal(
                message=f"{text.path}: its lines are no more like those of {expected.path} in the same places than like any others; "
                f"{line.path}:{line.line} is most like {answer.path}:{answer.line}. Put them in the order of the source.",
                allowance="another-order",
            )


def _find_wrong_scripts(test_set: TestSet, languages: Languages) -> Iterator[Refusal]:
    sides = [(text, languages.target) for text in (*test_set.references.values(), *test_set.systems.values())]
    if languages.source is not None and test_set.source is not None:
        sides.append((test_set.source, languages.source))
    source = test_set.source.texts if test_set.source else None
    for text, tag in sides:
        if text is not test_set.source and text.texts == source:
            continue  # refused as a copy
        scripts = expected_scripts(tag)
        if scripts is not None and (share := _measure(text, scripts)) < 0.5:
            yield Refusal(
                message=f"{text.path}: only {share:.0%} of the letters are in the script that “{tag}” is written in. Is it the right file, and the "
                "right language?",
                allowance="wrong-script",
            )


def _measure(text: LineText, scripts: tuple[str, ...]) -> float:
    share = measure_share(take_sample(text.texts), scripts)
    return 1.0 if share is None else share
