"""How long all pairs with intervals take, beside sacrebleu's paired bootstrap against one baseline; how long TER takes
beside sacrebleu's; how much memory a large test set.

    python training/bench_comparing.py DATA                      # DATA holds wmt22/zh-en; all of it some 10 minutes
    python training/bench_comparing.py DATA --only ter           # one of: evalkit sacrebleu ter sacrebleu-ter large table

Processor seconds of one process, so that other work on the machine counts little. The large test set is 100,000
segments × 4 systems: the lines of WMT22 zh-en over and over, each with its number, so that no two are equal; as
``table`` it is one CSV file with source, documents and domains, and is explained too.
"""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SEGMENTS, SYSTEMS = 100_000, 4
TER_SYSTEM = "AISP-SJTU.en"


def read(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def measure_evalkit(folder: Path) -> None:
    from evalkit.jobs.scoring_lines import score_files

    score_files([folder / "systems"], [folder / "reference.A.en"], metrics=["bleu", "chrf"], target_language="en")


def measure_sacrebleu(folder: Path) -> None:
    from sacrebleu.metrics import BLEU, CHRF
    from sacrebleu.significance import PairedTest

    systems = [(path.stem, read(path)) for path in sorted((folder / "systems").iterdir())]
    PairedTest(systems, {"bleu": BLEU(), "chrf": CHRF()}, [read(folder / "reference.A.en")], test_type="bs")()


def measure_ter(folder: Path) -> None:
    from evalkit.jobs.scoring_lines import score_files

    score_files([folder / "systems" / TER_SYSTEM], [folder / "reference.A.en"], metrics=["ter"], target_language="en")


def measure_sacrebleu_ter(folder: Path) -> None:
    from sacrebleu.metrics import TER

    TER().corpus_score(read(folder / "systems" / TER_SYSTEM), [read(folder / "reference.A.en")])


def measure_table(folder: Path) -> None:
    from evalkit.explaining.explaining import explain_scores
    from evalkit.jobs.scoring_lines import score_files

    with tempfile.TemporaryDirectory() as place:
        systems = sorted((folder / "systems").iterdir())[:SYSTEMS]
        columns = {"source": folder / "source.zh", "reference": folder / "reference.A.en"}
        columns |= {f"hypothesis.{path.stem}": path for path in systems}
        texts = {name: read(path) for name, path in columns.items()}
        with (Path(place) / "all.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow([*texts, "document", "domain"])
            for n in range(SEGMENTS):
                row = [f"{lines[n % len(lines)]} {n}" for lines in texts.values()]
                table.writerow([*row, f"d{n // 100}", ("news", "talks")[n // 100 % 2]])
        del texts
        explain_scores(score_files([Path(place) / "all.csv"], metrics=["bleu", "chrf"], target_language="en"))


def measure_large(folder: Path) -> None:
    from evalkit.jobs.scoring_lines import score_files

    with tempfile.TemporaryDirectory() as place:
        paths = [folder / "reference.A.en", *sorted((folder / "systems").iterdir())[:SYSTEMS]]
        for path in paths:
            lines = read(path)
            numbered = (f"{lines[n % len(lines)]} {n}\n" for n in range(SEGMENTS))
            (Path(place) / path.name).write_text("".join(numbered), encoding="utf-8")
        reference, *outputs = (Path(place) / path.name for path in paths)
        score_files(outputs, [reference], metrics=["bleu", "chrf"], target_language="en")


MEASURES = {
    "evalkit": measure_evalkit,
    "sacrebleu": measure_sacrebleu,
    "ter": measure_ter,
    "sacrebleu-ter": measure_sacrebleu_ter,
    "large": measure_large,
    "table": measure_table,
}
SAID = {
    "evalkit": "evalkit, 12 systems, BLEU and chrF2, 66 pairs each with intervals",
    "sacrebleu": "sacrebleu, 12 systems, BLEU and chrF2, 11 pairs each with one baseline",
    "ter": "evalkit, TER of one system, with interval",
    "sacrebleu-ter": "sacrebleu, TER of one system",
    "table": "evalkit, the same as one CSV with source, documents and domains, explained",
    "large": f"evalkit, {SEGMENTS} segments × {SYSTEMS} systems, BLEU and chrF2, all pairs",
}


def main() -> None:
    """Runs each measure in a process of its own and writes a line about it."""
    data, *only = sys.argv[1:]
    if only and only[0] == "--only":
        start = time.process_time()
        MEASURES[only[1]](Path(data) / "wmt22" / "zh-en")
        own, of_workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        seconds = time.process_time() - start + of_workers.ru_utime + of_workers.ru_stime
        memory = (own.ru_maxrss + of_workers.ru_maxrss) / 2**20
        sys.stdout.write(f"{SAID[only[1]]}: {seconds:.1f} s, {memory:.2f} GiB\n")
        return
    for name in MEASURES:
        subprocess.run([sys.executable, __file__, data, "--only", name], check=True)


if __name__ == "__main__":
    main()
