# make workbook   the notebooks, executed on COVERAGE, each one HTML file under build/workbook/
# make test       the whole suite: style, types, tests, notebooks, browser
# make lab        JupyterLab on notebooks/
# make notebooks  write notebooks/*.ipynb anew from their .py twins, outputs included
# make eval       measure the alignment, and write the tables into data/gold and data/contrast;
#                 EVAL=FOLDER adds those that rest on newstest2013.tsv and stsb-dev.tsv in that folder
# make bench      time what a comparison does, also against its size, and write tables and plots into benchmarks/;
#                 22 minutes
# make robustness  try every reader on changed files, interrupt a hundred runs, count what is lost; 40 minutes
# make screenshots  the pictures of the README, taken anew
# make refit      fit the probability of a pair again on data/calibration
# make lock       write requirements.lock anew from pyproject.toml

PYTHON   ?= python3
COVERAGE ?= data/coverage
EVAL     ?=
VENV     := .venv
BIN      := $(VENV)/bin
READY    := $(VENV)/.ready

.PHONY: workbook test lint lab notebooks eval bench robustness screenshots refit lock browser

workbook: $(READY)
	$(BIN)/sinorus prepare
	$(BIN)/sinorus workbook notebooks --coverage "$(COVERAGE)" --to build/workbook

test: $(READY) browser lint
	$(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lab: $(READY)
	$(BIN)/jupyter lab notebooks --LabApp.news_url= --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate

notebooks: $(READY)
	$(BIN)/python -c "from pathlib import Path; from sinorus_lib.workbook import refresh_notebooks; print(*refresh_notebooks(Path('notebooks')), sep='\n')"

eval: $(READY)
	$(BIN)/python -m sinorus_lib.evaluation --data data $(if $(EVAL),--eval "$(EVAL)")

bench: $(READY)
	$(BIN)/python -m sinorus_lib.evaluation.speed
	$(BIN)/python -m sinorus_lib.evaluation.scale

robustness: $(READY)
	$(BIN)/python -m sinorus_lib.evaluation.robustness

screenshots: $(READY) browser
	$(BIN)/python -m sinorus_lib.evaluation.screenshots

refit: $(READY)
	$(BIN)/python -m sinorus_lib.evaluation.refit

browser:
	@sh tests/find_chromium.sh

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "sinorus needs Python 3.11 or newer; name it with: make PYTHON=python3.11" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

lock:
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet torch==2.13.0 setuptools
	build/lock/bin/python -m pip install --quiet -e ".[dev,scale]"
	{ echo "# Exact versions of everything, for Python 3.11 on Linux. Written by: make lock"; \
	  build/lock/bin/python -m pip freeze --all --exclude-editable --exclude pip | sed "s,+cpu,,"; } > requirements.lock
