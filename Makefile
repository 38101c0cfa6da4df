# evalkit. `make eval` and `make test` set up what they need in .venv the first time and start at once after that.
#
#   make eval [DOCUMENTS=folder] [REPORTS=folder] [COMET=no] [MODEL=name-or-path] [TORCH_INDEX=address] [PYTHON=python3.12]
#   make test        every test, COMET's included
#   make lint        ruff and mypy
#   make bench-comet [BENCH='--size real --systems 6 --segments 32']   COMET beside comet-score and predict(); data from EVALKIT_DATA
#   make bench       [BENCH='--only pairs']   audits beside jieba.posseg, the slowest checks, memory; data from EVALKIT_DATA
#   make bench-score [BENCH='--only ter']      all pairs of 12 systems beside sacrebleu's one baseline, TER, 100,000 segments; data from EVALKIT_DATA
#   make bench-statistics [BENCH='--trials 2000']   false positives and coverage of the tests of a difference, for docs/scores.md; data from EVALKIT_DATA
#   make bench-report [BENCH='--segments 500']   the pages of a large report: size, time to open and to print, memory; data from EVALKIT_DATA
#   make figures     measures the accuracy of audits anew and writes docs/accuracy.md and the tables in docs/auditing.md; data from EVALKIT_DATA
#   make clean       removes .venv, caches and what evalkit wrote into reports/ (or REPORTS=folder)

DOCUMENTS ?= seeds
REPORTS ?= reports
COMET ?= yes
MODEL ?=
TORCH_INDEX ?=
VENV ?= .venv
# COMET needs 3.11 or 3.12 (it needs numpy 1); everything else runs on any later Python too.
PYTHON ?= $(shell for python in python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
INDEX := $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))
DECLARED := setup.cfg pyproject.toml constraints.txt
PROBLEM := $(VENV)/comet-problem.txt
# What this Makefile set up may be removed; a folder that somebody else made under that name never.
OURS := test ! -e "$(VENV)" -o -e "$(VENV)/.evalkit" -o -e "$(VENV)/.created" -o -z "$$(ls -A "$(VENV)" 2>/dev/null)"
TESTS ?= tests

.PHONY: eval test test-core bench bench-comet bench-score bench-statistics bench-report figures lint format clean
.DELETE_ON_ERROR:

eval: $(VENV)/.core $(if $(filter no,$(COMET)),,$(VENV)/.comet)
	@EVALKIT_COMET_PROBLEM="$(if $(filter no,$(COMET)),it was left out with COMET=no; run “make eval” without that,$$(cat $(PROBLEM) 2>/dev/null))" \
		$(BIN)/evalkit eval "$(DOCUMENTS)" --output "$(REPORTS)" $(if $(MODEL),--model "$(MODEL)")

test: $(VENV)/.comet $(VENV)/.test
	$(BIN)/python -m pytest $(PYTEST_OPTIONS) $(TESTS)

# What runs on every Python: no COMET, no browser.
test-core: $(VENV)/.test
	$(BIN)/python -m pytest $(PYTEST_OPTIONS) -m "not comet and not browser" $(TESTS)

# Ten minutes, most of them for 100,000 segments.
bench: $(VENV)/.core
	@$(BIN)/python training/bench_audit.py $(BENCH)

# The random model of the real size needs 5 GB of memory and as much disk: BENCH='--size real --systems 6 --segments 32'.
bench-comet: $(VENV)/.comet
	@$(BIN)/python training/bench_comet.py $(BENCH)

bench-score: $(VENV)/.core
	@$(BIN)/python training/bench_comparing.py "$(EVALKIT_DATA)" $(BENCH)

# Hours with 10,000 trials a cell.
bench-statistics: $(VENV)/.core
	@$(BIN)/python -m training.bench_statistics "$(EVALKIT_DATA)" --write docs/scores.md $(BENCH)

figures: $(VENV)/.core
	@$(BIN)/python -m training.measure_audit "$(EVALKIT_DATA)" --write docs/accuracy.md
	@$(BIN)/python -m training.measure_checks "$(EVALKIT_DATA)" --write docs/auditing.md
	@$(BIN)/python -m training.measure_noise "$(EVALKIT_DATA)" --write docs/auditing.md

# Five minutes, with Chromium: 12 systems × 2,000 segments.
bench-report: $(VENV)/.test
	@$(BIN)/python training/bench_report.py $(BENCH)

lint: $(VENV)/.lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.lint
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	@if $(OURS); then rm -rf "$(VENV)"; else echo "$(VENV) stays: this Makefile did not set it up" >&2; fi
	rm -rf build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@$(if $(PYTHON),$(PYTHON) -B -c 'import sys; from pathlib import Path; from evalkit import remove_report; remove_report(Path(sys.argv[1]))' "$(REPORTS)")

$(VENV)/.created:
	@test -n "$(PYTHON)" || { echo "evalkit needs Python 3.11 or later, and found none as python3.12, python3.11 or python3. Name one: make PYTHON=/path/to/python" >&2; exit 1; }
	@$(OURS) || { echo "$(VENV) is there already, and this Makefile did not set it up. Name another folder: make VENV=folder" >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version) (once; a few minutes)" >&2
	@rm -rf "$(VENV)"
	@mkdir -p "$(VENV)" && touch "$(VENV)/.evalkit"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.core: $(VENV)/.created $(DECLARED)
	@echo "Installing evalkit" >&2
	@$(PIP) --editable .
	@touch $@

# An installation of COMET that fails is a reason why COMET was not scored, never a failed make.
$(VENV)/.comet: $(VENV)/.core
	@rm -f $(PROBLEM)
	@if ! $(BIN)/python -c 'import sys; sys.exit(sys.version_info >= (3, 13))'; then \
		echo "it needs Python 3.11 or 3.12, and this is $$($(BIN)/python --version); run “make clean”, then make with PYTHON=python3.12" > $(PROBLEM); \
	else \
		echo "Installing COMET (once; with torch several hundred MB at the least; COMET=no leaves it out)" >&2; \
		if ! $(PIP) $(INDEX) --editable '.[comet]' > $(VENV)/comet-install.log 2>&1; then \
			echo "its installation failed ($$(grep 'ERROR: ' $(VENV)/comet-install.log | tail -n 1 | sed 's/.*ERROR: //' | cut -c1-200)); $(VENV)/comet-install.log holds the rest; remove $@ and run make again" > $(PROBLEM); \
			cat $(PROBLEM) >&2; \
		fi; \
	fi
	@touch $@

$(VENV)/.test: $(VENV)/.core
	@echo "Installing what the tests need" >&2
	@$(PIP) --editable '.[test]'
	@touch $@

$(VENV)/.lint: $(VENV)/.core
	@echo "Installing ruff and mypy" >&2
	@$(PIP) --editable '.[lint]'
	@touch $@
