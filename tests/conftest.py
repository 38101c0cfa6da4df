"""What all tests share: the folder of outside data, and the rule about skips."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from browsing import browser, open_page  # noqa: F401  (fixtures)
from checkpoints import tiny_models  # noqa: F401  (a fixture)

# PyTorch's threads wait for each other without spinning: beside other work that takes several times as long.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

DATA_REASON = "EVALKIT_DATA names no folder with the outside test data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fail-on-skip",
        action="store_true",
        help="fail when a test is skipped for another reason than missing outside data",
    )


def pytest_configure(config: pytest.Config) -> None:
    # A shell starts background jobs with interrupts ignored, and children inherit that; the tests of Ctrl-C need them heard.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", "comet: needs unbabel-comet")
    config.addinivalue_line("markers", "browser: needs Chromium")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of outside test data (EVALKIT_DATA); a test that asks for it is skipped where there is none."""
    folder = Path(os.environ.get("EVALKIT_DATA", ""))
    if not os.environ.get("EVALKIT_DATA") or not (folder / "wmt22").is_dir():
        pytest.skip(DATA_REASON)
    return folder


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The repository's own seed documents."""
    return Path(__file__).parent.parent / "seeds"


@pytest.fixture(autouse=True)
def own_score_store(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A score store of the test's own, never the user's."""
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path_factory.mktemp("cache")))


_unwanted: list[str] = []


@pytest.hookimpl
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail") and "EVALKIT_DATA" not in str(report.longrepr):
        _unwanted.append(f"{report.nodeid}: {report.longrepr}")


@pytest.hookimpl
def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped and "EVALKIT_DATA" not in str(report.longrepr):
        _unwanted.append(f"{report.nodeid}: {report.longrepr}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if session.config.getoption("--fail-on-skip") and _unwanted:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.getoption("--fail-on-skip"):
        for unwanted in _unwanted:
            terminalreporter.write_line(f"SKIPPED, which counts as a failure here: {unwanted}", red=True)
