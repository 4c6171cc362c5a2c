# Every target makes its own virtual environment first, if there is none that is up to date.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SOURCES := benchmarks generator service templates/runtime tests

.DEFAULT_GOAL := help
.PHONY: help generate check test serve bench load golden corpus lint types lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

generate: $(READY) ## Make generated/ from spec/ (after a change of spec/, templates/ or generator/)
	$(BIN)/bothends generate

check: $(READY) lint types ## Check all there is to check: nothing stale, formatting, types, tests
	$(BIN)/bothends check
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

test: $(READY) ## Run the tests, on every core
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

serve: $(READY) ## Serve the API on this machine, with a token to begin with
	$(BIN)/python -m agent_harness_service serve --dev

bench: $(READY) ## Measure the start, imports, calls, requests, bodies and generation (SPECS=... for more)
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/imports.py $(SPECS)
	$(BIN)/python benchmarks/per_call.py
	$(BIN)/python benchmarks/per_request.py
	$(BIN)/python benchmarks/served.py
	$(BIN)/python benchmarks/bodies.py
	$(BIN)/python benchmarks/generation.py $(SPECS)

load: $(READY) ## Put twenty times the load of the tests on the service, and measure it
	$(BIN)/python -m pytest -q tests/service/test_service_faults.py \
		tests/service/test_service_connections.py tests/service/test_service_slowness.py --load $(or $(N),20)
	$(BIN)/python benchmarks/service.py

golden: $(READY) ## Accept what the generator now makes as what the tests expect
	$(BIN)/bothends generate
	$(BIN)/python -m pytest -q tests/goldens --accept

corpus: $(READY) ## Put every description in the folder DIR through all that a package must stand
	$(BIN)/python tests/corpus $(DIR) $(ARGS)

lint: $(READY) ## Check formatting and style
	$(BIN)/black --check --quiet $(SOURCES) generated
	$(BIN)/ruff check --quiet $(SOURCES) generated

types: $(READY) ## Check types with mypy and pyright
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python

lock: $(READY) ## Choose newer versions of what the project depends on
	$(BIN)/pip-compile --quiet --upgrade --all-extras --generate-hashes --strip-extras --allow-unsafe \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header \
		--output-file requirements.lock pyproject.toml

clean: ## Remove what the other targets made outside of version control
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@
