# Everything runs from one virtual environment that these targets build themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONWARNINGS := ignore::SyntaxWarning,ignore::DeprecationWarning

.PHONY: help serve index test check bench fuzz screenshots lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

serve: $(VENV)/.runtime ## index seeds/ if needed, then serve on http://127.0.0.1:8000
	$(BIN)/xianli index seeds --index index_data
	$(BIN)/xianli serve --index index_data

index: $(VENV)/.runtime ## index SOURCES (default seeds) into index_data
	$(BIN)/xianli index $(or $(SOURCES),seeds) --index index_data

test: $(VENV)/.dev $(VENV)/.browser $(VENV)/.postgresql ## run all tests, those in a real browser included
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check: $(VENV)/.dev ## ruff and mypy
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

bench: $(VENV)/.bench ## speed and size beside other engines (XIANLI_BENCH_CORPUS names another corpus; ARGS="100000 --help")
	$(BIN)/python -m tests.bench $(ARGS)

fuzz: $(VENV)/.dev ## fuzz the readers for SECONDS each (default 600; Linux)
	$(BIN)/pip install --quiet atheris
	for kind in text html docx pdf; do $(BIN)/python -m tests.fuzz $$kind -max_total_time=$(or $(SECONDS),600) -timeout=30 || exit 1; done

screenshots: $(VENV)/.dev $(VENV)/.browser ## make the pictures of the README anew
	$(BIN)/python -m docs.screenshots

lock: $(VENV)/.dev ## resolve the dependencies anew
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --quiet --extra html --extra pdf --extra docx --extra watch -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --quiet --all-extras -o requirements-dev.lock
	$(BIN)/uv pip compile --group bench --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --quiet -o requirements-bench.lock

clean: ## remove the virtual environment and the index, never the archive
	rm -rf $(VENV) index_data/generations index_data/CURRENT

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新的版本，可用 make PYTHON=python3.12 指定。"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --editable .
	touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --no-deps --editable .
	touch $@ $(VENV)/.runtime

$(VENV)/.bench: requirements-bench.lock | $(VENV)/.dev
	$(BIN)/pip install --quiet --require-hashes -r requirements-bench.lock
	touch $@

$(VENV)/.browser: .ci/browser | $(VENV)/.dev
	PATH="$(CURDIR)/$(BIN):$$PATH" .ci/browser
	touch $@

$(VENV)/.postgresql: .ci/postgresql | $(VENV)/.dev
	.ci/postgresql
	touch $@
