# Two commands: `make dashboard` and `make test`. Everything they need they set up themselves.
.DEFAULT_GOAL := help
.PHONY: help setup dashboard test check browser postgis benchmark format clean

PYTHON ?= python3
UV_VERSION := 0.13.9
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
BIN := .venv/bin
# The interpreter that is there is used; none is downloaded.
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
# Compiled once and not at every start: where Python may write no bytecode, that takes 5 seconds.
export UV_COMPILE_BYTECODE := true
# Strict networks sign their traffic anew: the certificates that the system trusts count.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := true
endif
export PRE_COMMIT_HOME := .venv/pre-commit

help:
	@echo "make dashboard   set up and open the dashboard"
	@echo "make test        set up and run every check and test"
	@echo "make setup       set up only: the locked packages, in .venv"
	@echo "make check       the checks without the tests"
	@echo "make format      put the code into the common format"
	@echo "make benchmark   measure"
	@echo "make clean       remove what set-up made"

setup: .venv/ready
	@echo "Set up: .venv/bin/incidentmap, or make dashboard"

dashboard: setup
	@$(BIN)/incidentmap dashboard

# The tests of a file share a server or a browser, so that one worker has them all, the browser's first.
test: .venv/ready-to-develop browser postgis check
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

check: .venv/ready-to-develop
	$(BIN)/pre-commit run --all-files --show-diff-on-failure

format: .venv/ready-to-develop
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

benchmark: .venv/ready-to-develop browser postgis
	@$(UV) sync --locked --inexact --group build --group benchmark --python $(PYTHON) --quiet
	for script in tests/benchmarks/bench_*.py; do PYTHONPATH=tests $(BIN)/python $$script || exit 1; done

# The browser tests need a Chromium; where none is found, one is brought.
browser: .venv/ready-to-develop
	@$(BIN)/python tests/browser/bring_chromium.py

# The store's tests run on PostgreSQL with PostGIS too; where none is found, it is brought.
postgis: .venv/ready-to-develop
	@$(BIN)/python tests/bring_postgis.py

clean:
	rm -rf .venv .uv

.venv/ready: pyproject.toml uv.lock | $(UV)
	@echo "Setting up .venv: the first time this takes a minute or two"
	@$(UV) sync --locked --inexact --no-default-groups --python $(PYTHON) --quiet
	@touch $@

.venv/ready-to-develop: pyproject.toml uv.lock | $(UV)
	@echo "Setting up .venv with the tools for development"
	@$(UV) sync --locked --inexact --python $(PYTHON) --quiet
	@touch .venv/ready $@

# Outside a virtual environment of its own, pip may refuse to install; so uv gets one.
.uv/bin/uv:
	@echo "Installing uv $(UV_VERSION) into .uv"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; name one with: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv .uv || { rm -rf .uv; \
		echo "Python's venv module is missing (Debian: apt install python3-venv)"; exit 1; }
	@.uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
