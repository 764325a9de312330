# Every target makes the environment it needs in .venv; a bare machine with Python 3.11 or later is enough.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$p" && break; done)
VENV ?= .venv
RUN := $(VENV)/bin/python
INSTALL := $(RUN) -m pip install --quiet --disable-pip-version-check
RESULTS ?= demo-results
SECONDS ?= 1800
TESTS ?= tests
# A process for each processor: every one of them collects all tests.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(min(4, os.cpu_count() or 1))')
PYTEST := -m pytest -n $(WORKERS) --dist worksteal
# Slow tests wait for processes for half of their time.
SLOW_WORKERS ?= $(shell echo $$((2 * $(WORKERS))))
# One interpreter for each minor version from 3.11 on that is here: on PATH, or installed by pyenv or uv.
PYTHONS ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3.15 \
	"$(HOME)"/.pyenv/versions/*/bin/python3 "$(HOME)"/.local/share/uv/python/*/bin/python3; do \
	"$$p" -c 'import sys, venv, ensurepip; v = sys.version_info; v < (3, 11) or print("%d.%d" % v[:2], sys.executable)' \
	2>/dev/null; done | sort -V -u -k1,1 | cut -d' ' -f2)

.PHONY: help demo lock test test-slow test-exhaustive test-uvloop test-all test-pythons test-lowest chaos chaos-quick soak lint types secrets audit generate check-generated spec dist smoke docs bench bench-quick bench-instructions bench-simulator bench-shared-budget clean

help: ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 20

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "error: needs Python 3.11 or later with venv; install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The demo needs a tenth of what the tests need.
$(VENV)/demo: pyproject.toml | $(VENV)/bin/python
	$(INSTALL) --editable '.[cli,parquet]'
	@touch $@

# What uv.lock names.
UV_SYNC = UV_PROJECT_ENVIRONMENT=$(abspath $(VENV)) $(RUN) -m uv sync --quiet --locked --inexact --system-certs \
	--python $(RUN) --no-default-groups
GROUPS_OF := --extra all --extra examples --group

# Where uv finds no index, pip installs the same versions, in some five minutes.
define install_groups
	$(INSTALL) uv
	$(UV_SYNC) --compile-bytecode $(GROUPS_OF) $(1) || { \
		$(RUN) -m uv export --quiet --frozen --offline --no-hashes --no-emit-project --no-default-groups $(GROUPS_OF) $(1) \
			--output-file $(VENV)/locked.txt && \
		$(INSTALL) --no-deps --requirement $(VENV)/locked.txt --editable .; }
endef

$(VENV)/test: pyproject.toml uv.lock | $(VENV)/bin/python
	$(call install_groups,test)
	@touch $@ $(VENV)/demo

$(VENV)/ready: pyproject.toml uv.lock | $(VENV)/bin/python
	$(call install_groups,dev)
	@touch $@ $(VENV)/test $(VENV)/demo

# What the tests of pages run in the browser. Without npm they say that they were skipped.
AXE := tests/support/axe/node_modules/.package-lock.json
$(AXE): tests/support/axe/package-lock.json
	-npm ci --silent --ignore-scripts --no-audit --no-fund --prefix tests/support/axe

lock: $(VENV)/bin/python ## write uv.lock anew, with the newest versions that pyproject.toml allows
	$(INSTALL) uv
	$(RUN) -m uv lock --upgrade --system-certs

demo: $(VENV)/demo ## harvest a simulated BaseSpace and download files; results in $(RESULTS)
	$(RUN) -m basespace_async.demo --results $(RESULTS)

# Hundreds of processes import the package: each would compile it anew if none kept the result.
test test-slow test-exhaustive test-uvloop: export PYTHONDONTWRITEBYTECODE =

test: $(VENV)/test ## the tests, but for the slow ones
	$(RUN) $(PYTEST) -m "not slow" $(COVERAGE) $(TESTS)

test-slow: $(VENV)/ready $(AXE) ## the slow tests: sweeps, kills, many processes, the generator
	$(RUN) $(PYTEST) -n $(SLOW_WORKERS) -m "slow and not exhaustive" $(TESTS)

test-exhaustive: $(VENV)/ready ## the longest sweeps, beside the slow tests
	$(RUN) $(PYTEST) -m exhaustive $(TESTS)

# What does most with the loop; `make test-uvloop TESTS=tests` is all of it.
test-uvloop: TESTS = tests/end_to_end tests/downloads tests/uploads tests/transport tests/pagination tests/harvest tests/watch tests/cli
test-uvloop: $(VENV)/ready ## tests under uvloop
	$(RUN) $(PYTEST) -p tests.support.uvloop_plugin -m "not slow and not asyncio_loop" $(TESTS)

test-all: ## the tests with their coverage, and the slow tests
	$(MAKE) --no-print-directory test COVERAGE="--cov --cov-report=term"
	$(MAKE) --no-print-directory test-slow

test-pythons: ## the tests on each Python from 3.11 on that is here
	@test -n "$(PYTHONS)" || { echo "error: found no Python 3.11 or later" >&2; exit 1; }
	@set -e; for python in $(PYTHONS); do \
		version=$$("$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
		echo "== Python $$version"; \
		$(MAKE) --no-print-directory test PYTHON="$$python" VENV=".venv-$$version"; \
	done

test-lowest: $(VENV)/ready ## all tests, with the lowest version that is allowed of each dependency
	$(RUN) -m uv venv --quiet --clear --python $(RUN) $(VENV)-lowest
	$(RUN) -m uv pip install --quiet --python $(VENV)-lowest --resolution lowest-direct --editable '.[all,examples]' --group dev
	$(VENV)-lowest/bin/python $(PYTEST) $(TESTS)

chaos: $(VENV)/ready ## harvests, downloads and changes under faults, behind proxies, killed; in some 6 minutes
	$(RUN) -m tests.chaos.run_chaos

chaos-quick: $(VENV)/ready ## some of each, in a minute or two
	$(RUN) -m tests.chaos.run_chaos --quick

soak: $(VENV)/ready ## a client under load for SECONDS (30 minutes): nothing may grow
	$(RUN) -m tests.chaos.run_soak --seconds $(SECONDS)

lint: $(VENV)/ready ## style, likely mistakes, the direction of imports, spelling, what a forge and Docker read
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(VENV)/bin/lint-imports --no-logo --no-cache
	git ls-files -z ':!uv.lock' | xargs -0 $(VENV)/bin/codespell
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(VENV)/bin/zizmor --offline --quiet --min-severity medium .github
	$(VENV)/bin/hadolint Dockerfile
	$(VENV)/bin/pre-commit validate-config

secrets: $(VENV)/ready ## fail where a file holds what looks like a secret and is not known to be none
	git ls-files -z ':!uv.lock' | xargs -0 $(VENV)/bin/detect-secrets-hook --baseline .ci/secrets.json

audit: $(VENV)/ready ## look the dependencies up in a database of known weaknesses; needs the internet
	$(VENV)/bin/pip-audit --local --skip-editable

types: $(VENV)/ready ## mypy --strict on both packages, pyright on the façade
	$(RUN) -m mypy
	$(VENV)/bin/pyright --pythonpath $(RUN)

generate: $(VENV)/ready ## write generated/ from the document
	$(RUN) openapi/generate.py

check-generated: $(VENV)/ready ## fail where generated/ is not what the document gives
	$(RUN) openapi/generate.py --check

spec: $(VENV)/ready ## validate the document
	$(VENV)/bin/openapi-spec-validator openapi/basespace-v2.yaml

dist: $(VENV)/bin/python ## build the sdist and the wheel into dist; the same commit gives the same bytes
	$(INSTALL) uv
	$(UV_SYNC) --only-group build
	rm -rf dist
	$(RUN) -m hatchling build -d dist

# The wheel alone, then with the extras of the demo, then the sdist in its place.
smoke: dist ## try what `make dist` built in a bare environment of each Python that is here
	@test -n "$(PYTHONS)" || { echo "error: found no Python 3.11 or later" >&2; exit 1; }
	@set -e; bare=$$(mktemp -d); trap 'rm -rf "$$bare"' EXIT; wheel=$$(echo $(abspath dist)/*.whl); \
	for python in $(PYTHONS); do \
		"$$python" -m venv --clear "$$bare"; \
		for what in "$$wheel" "$$wheel[cli,parquet]" "--force-reinstall --no-deps $$(echo $(abspath dist)/*.tar.gz)"; do \
			echo "== $$("$$python" --version): pip install $$what"; \
			"$$bare/bin/python" -m pip install --quiet --disable-pip-version-check $$what; \
			"$$bare/bin/python" -I -W error tests/smoke/smoke.py; \
		done; \
	done

docs: $(VENV)/ready ## build the documentation site into build/site
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --strict -f docs/site/mkdocs.yml

bench: $(VENV)/ready ## all benchmarks next to the peers, in about an hour, into benchmarks/RESULTS.md
	$(RUN) -m benchmarks --results benchmarks/RESULTS.md

bench-quick: $(VENV)/ready ## the same in two minutes or three, to see that all work
	$(RUN) -m benchmarks --quick

bench-instructions: $(VENV)/ready ## instructions of the hot loops; needs valgrind
	$(RUN) -m benchmarks.instructions

bench-simulator: $(VENV)/ready ## requests a second of the simulator, as a ratio to a bare server
	$(RUN) -m benchmarks.simulator

bench-shared-budget: $(VENV)/ready ## eight processes within one limit, and without Redis for a while; needs redis-server
	$(RUN) -m benchmarks.shared_budget

clean: ## remove what the other targets made
	rm -rf $(VENV) .venv-* tests/support/axe/node_modules $(RESULTS) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
