# Every target makes the environment it needs in .venv; a bare machine with Python 3.11 or later is enough.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$p" && break; done)
VENV ?= .venv
RUN := $(VENV)/bin/python
RESULTS ?= demo-results

.PHONY: help demo test lint types generate check-generated spec docs bench bench-quick bench-instructions bench-simulator bench-harvest clean

help: ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 20

$(VENV)/ready: pyproject.toml
	@test -n "$(PYTHON)" || { echo "error: needs Python 3.11 or later with venv; install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(VENV)/ready ## harvest a simulated BaseSpace and download files; results in $(RESULTS)
	$(RUN) -m basespace_async.demo --results $(RESULTS)

test: $(VENV)/ready ## all tests, with coverage
	$(RUN) -m pytest -n auto --maxprocesses 4 --dist worksteal --cov --cov-report=term

lint: $(VENV)/ready ## style and likely mistakes
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check

types: $(VENV)/ready ## mypy --strict on both packages, pyright on the façade
	$(RUN) -m mypy
	$(VENV)/bin/pyright --pythonpath $(RUN)

generate: $(VENV)/ready ## write generated/ from the document
	$(RUN) openapi/generate.py

check-generated: $(VENV)/ready ## fail where generated/ is not what the document gives
	$(RUN) openapi/generate.py --check

spec: $(VENV)/ready ## validate the document
	$(VENV)/bin/openapi-spec-validator openapi/basespace-v2.yaml

docs: $(VENV)/ready ## build the documentation site into build/site
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --strict --quiet -f docs/site/mkdocs.yml

bench: $(VENV)/ready ## all benchmarks next to the peers, in some 8 minutes, into benchmarks/RESULTS.md
	$(RUN) -m benchmarks --results benchmarks/RESULTS.md

bench-quick: $(VENV)/ready ## the same in less than a minute, to see that all work
	$(RUN) -m benchmarks --quick

bench-instructions: $(VENV)/ready ## instructions of the hot loops; needs valgrind
	$(RUN) -m benchmarks.instructions

bench-simulator: $(VENV)/ready ## requests a second of the simulator, as a ratio to a bare server
	$(RUN) -m benchmarks.simulator

bench-harvest: $(VENV)/ready ## seconds and memory of a harvest of 10,000 and of 1,000,000 biosamples (some 20 minutes)
	$(RUN) -m benchmarks.harvest

clean: ## remove what the other targets made
	rm -rf $(VENV) $(RESULTS) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
