"""The pages of a large report: their size, how long they take to open and to print, and the memory of the browser that
shows them.

    python training/bench_report.py [DATA] [--segments 2000] [--keep FOLDER]

DATA (without it: EVALKIT_DATA) holds ``wmt22/zh-en``. The test set is repeated until it has as many segments as asked
for, as one document with twelve systems; then the whole job runs on it, and its pages are opened in headless Chromium.
Pages are opened twice and the second time counts, for the first starts the browser's processes. Memory is the resident
size of all the browser's processes, less that of a blank page.
"""

from __future__ import annotations

import argparse
import base64
import csv
import itertools
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

PAGES = ("index.html", "segments.html", "documents/wmt22.html")
_TIMES = """const [entry] = performance.getEntriesByType("navigation");
const done = arguments[0], all = document.getElementsByTagName("*").length;
requestAnimationFrame(() => setTimeout(() => done([entry.domContentLoadedEventEnd, entry.loadEventEnd, performance.now(), all,
  performance.memory.usedJSHeapSize / 1e6])))"""
_SCROLL = """const done = arguments[0], frames = []; let last = performance.now();
const move = () => { scrollBy(0, 200); const now = performance.now(); frames.push(now - last); last = now;
  if (frames.length < 150) requestAnimationFrame(move); else done(frames.sort((a, b) => a - b)); };
document.documentElement.style.scrollBehavior = "auto"; scrollTo(0, document.body.scrollHeight / 3); requestAnimationFrame(move)"""
"""Scrolls on from the first third by 200 pixels a frame, as a fast wheel does."""


def main() -> None:
    """Print a line for each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", default=os.environ.get("EVALKIT_DATA"))
    parser.add_argument("--segments", type=int, default=2000)
    parser.add_argument("--keep", type=Path, help="the folder to leave documents and report in")
    options = parser.parse_args()
    if options.data is None or not (options.data / "wmt22" / "zh-en").is_dir():
        parser.error("give the folder that holds wmt22/zh-en, or name it in EVALKIT_DATA")
    if find_browser() is None or shutil.which("chromedriver") is None:
        parser.error("this needs Chromium and its chromedriver")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        write_documents(options.data / "wmt22" / "zh-en", folder / "documents", options.segments)
        write_pages(folder / "documents", folder / "report")
        measure_pages(folder / "report")


def write_documents(data: Path, folder: Path, segments: int) -> None:
    """The test set as a table of pairs, and its systems' outputs beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    sides = (read_lines(data / name, segments) for name in ("source.zh", "reference.A.en"))
    with (folder / "wmt22.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("source", "target"), *zip(*sides, strict=True)])
    for path in sorted((data / "systems").glob("*.en")):
        output = folder / "outputs" / path.stem / "wmt22.txt"
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text("".join(f"{line}\n" for line in read_lines(path, segments)), encoding="utf-8")


def read_lines(path: Path, count: int) -> Sequence[str]:
    """The lines of a file, again from the first where there are too few."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    return list(itertools.islice(itertools.cycle(lines), count))


def write_pages(documents: Path, report: Path) -> None:
    """The whole job without a neural metric, and its pages; prints how long each takes."""
    from evalkit.api import evaluate
    from evalkit.writers.html import write

    start = time.perf_counter()
    evaluation = evaluate(documents, metrics=("bleu", "chrf")).evaluation
    report.mkdir(exist_ok=True)
    evaluated = time.perf_counter()
    write(evaluation, report)
    done = time.perf_counter()
    outputs = sum(len(one.segments) for one in evaluation.sets)
    sys.stdout.write(
        f"{len(evaluation.segments)} segments, {outputs} outputs, {len(evaluation.findings)} findings: "
        f"evaluated in {evaluated - start:.0f} s, pages written in {done - evaluated:.1f} s\n"
    )


def measure_pages(report: Path) -> None:
    """Open each page and print what it takes."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = find_browser()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--enable-precise-memory-info"):
        options.add_argument(argument)
    sys.stdout.write(
        f"{'page':<22} {'MB':>6} {'drawn':>8} {'JS MB':>6} {'RSS MB':>7} {'elements':>9} {'scrolled frame: median, 95 %, worst':>36} {'printed':>16}\n"
    )
    for page in PAGES:
        browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        try:
            sys.stdout.write(measure_page(browser, report / page, page) + "\n")
        finally:
            browser.quit()


def find_browser() -> str | None:
    """The path of Chromium or Chrome, if one is installed."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def measure_page(browser: Any, path: Path, page: str) -> str:
    """One line of the table."""
    browser.set_window_size(1400, 1000)
    browser.set_script_timeout(60)
    before = measure_memory(browser)
    for _ in range(2):
        browser.get("about:blank")
        browser.get(path.as_uri())
        _, _, drawn, elements, heap = browser.execute_async_script(_TIMES)
    memory = measure_memory(browser) - before
    frames = browser.execute_async_script(_SCROLL)
    size = path.stat().st_size / 1e6
    start = time.perf_counter()
    paper = len(base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", {})["data"])) / 1e6
    printed = time.perf_counter() - start
    return (
        f"{page:<22} {size:6.2f} {drawn:6.0f} ms {heap:6.0f} {memory:7.0f} {elements:9d} "
        f"{frames[len(frames) // 2]:19.0f}, {frames[len(frames) * 95 // 100]:.0f}, {frames[-1]:.0f} ms {printed:8.1f} s, {paper:.1f} MB"
    )


def measure_memory(browser: Any) -> float:
    """The resident size of all processes of the browser in megabytes."""
    return sum(map(read_resident, list_descendants(browser.service.process.pid)))


def list_descendants(process: int) -> Iterator[int]:
    """A process and all that it started, directly or not."""
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from list_descendants(int(child))


def read_resident(process: int) -> float:
    """The resident size of one process in megabytes; none of one that ended meanwhile."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    found = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(found[0].split()[1]) / 1000 if found else 0.0


if __name__ == "__main__":
    main()
