# Two commands do everything on a machine that has Python and make: `make brief` and `make test`.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help brief test lint format schemas bench lock clean

# The first Python that is new enough; PYTHON=... overrides it.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INITIATIVE ?= kasi
PERSPECTIVE ?= TH

help: ## List the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

brief: $(VENV)/run ## Set up, write the brief on KASI for Thailand, say where it is (INITIATIVE=, PERSPECTIVE=)
	@mkdir -p briefs
	@$(BIN)/solidary brief $(INITIATIVE) --perspective $(PERSPECTIVE) --out briefs/$(INITIATIVE)-$(PERSPECTIVE).html

test: $(VENV)/dev ## Set up and run all tests, the examples in code and docs included
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/dev ## ruff, mypy strict, the walls between the rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev ## Put the code into form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schemas: $(VENV)/run ## Write the JSON Schemas for editors anew
	$(BIN)/python tools/schemas.py

bench: $(VENV)/run ## Measure start-up, brief and size of the installation
	$(BIN)/python bench/spine.py
	@echo "for the ingest of IATI files: $(BIN)/python bench/ingest.py FILES... [--big]"
	@echo "for flows of money: $(BIN)/python -m bench.flows FILES... [--copies 100]"
	@echo "for the findings on loaded data: $(BIN)/python -m bench.findings FILES..."
	@echo "for published values that take long: $(BIN)/python -m bench.influence, bench.siting, bench.mentions"
	@echo "for the web app under load: $(BIN)/python bench/app.py [FILES...] [--workspace FOLDER]"
	@echo "for mutations and kills: $(BIN)/python -m bench.robust [FOLDERS...]"

lock: $(VENV)/dev ## Choose new versions for requirements/*.txt (needs uv)
	for name in run dev; do uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --no-emit-index-url --no-emit-find-links --upgrade requirements/$$name.in \
		-o requirements/$$name.txt || exit 1; done

clean: ## Remove what the commands made
	rm -rf build src/*.egg-info src/solidary/sources/iati/walk.*.so $(VENV) briefs .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "solidary needs Python 3.11 or newer; PYTHON=/path/to/python names one" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "this Python cannot make environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Making an environment in $(VENV) with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing solidary and what it needs ..."
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: requirements/dev.txt $(VENV)/run
	@echo "Installing what tests and linters need ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
