# `make build` writes the package, `make test` proves it. Both make what they need: a virtual environment from the
# hash-pinned lock. Python 3.11 or newer and make are all that must be there.

VENV := .venv
PLAIN := .venv-plain
ifeq ($(OS),Windows_NT)
SHELL := sh
PYTHON ?= python
BIN := Scripts
else
PYTHON ?= python3
BIN := bin
endif
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: build check release test lint lock clean same-bytes same-rows difference fits

build: $(VENV)/runtime
	$(VENV)/$(BIN)/curate build

check: $(VENV)/runtime
	$(VENV)/$(BIN)/curate check

# dist/: what a release on GitHub or Zenodo holds. With TAG=v1.2.3 only if that is the version's tag.
release: $(VENV)/runtime
	$(VENV)/$(BIN)/curate release --tag "$$TAG"

# What was built is what is committed: on Linux to the byte; elsewhere all but Parquet and the hashes of it, which croissant.json has
# too. Parquet's rows are the same there, since a build reads each Parquet file back and compares it with what the CSV file holds.
same-bytes: build
	git diff --exit-code
	test -z "$$(git status --porcelain)"

same-rows: build
	git diff --exit-code -- . ':(exclude)build/parquet' ':(exclude)croissant.json'

# What has changed since the last tag, and whether version and changelog fit it. The build itself knows no git.
PREVIOUS = $(shell git describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null)

difference: $(VENV)/runtime
	@$(if $(PREVIOUS),$(VENV)/$(BIN)/curate diff --format markdown "$(PREVIOUS)" .,echo "Nothing is released yet: no tag to compare with.")

fits: $(VENV)/runtime
	@$(if $(PREVIOUS),$(VENV)/$(BIN)/curate diff --require-version "$(PREVIOUS)" .,echo "Nothing is released yet: any version fits.")

test: lint $(PLAIN)/ready
	$(VENV)/$(BIN)/pytest
	$(VENV)/$(BIN)/curate check
	$(PLAIN)/$(BIN)/frictionless validate datapackage.json

lint: $(VENV)/dev
	$(VENV)/$(BIN)/ruff check
	$(VENV)/$(BIN)/ruff format --check
	$(VENV)/$(BIN)/mypy
	$(VENV)/$(BIN)/zizmor --offline --quiet --persona pedantic .github/workflows

$(VENV)/runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name one with: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/$(BIN)/python $(PIP_INSTALL) -r requirements.lock
	$(VENV)/$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-build-isolation --no-deps --editable .
	touch $@

$(VENV)/dev: $(VENV)/runtime requirements-dev.lock
	$(VENV)/$(BIN)/python $(PIP_INSTALL) -r requirements-dev.lock
	touch $@

# frictionless and what it needs, and nothing of ours: what a user's CI has.
$(PLAIN)/ready: requirements-plain.lock
	$(PYTHON) -m venv $(PLAIN)
	$(PLAIN)/$(BIN)/python $(PIP_INSTALL) -r requirements-plain.lock
	touch $@

# Needs the network and uv; locks carry hashes and no addresses.
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet
lock:
	$(LOCK) pyproject.toml --extra build --extra release --output-file requirements.lock
	$(LOCK) pyproject.toml --extra build --extra release --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	echo frictionless | $(LOCK) - --constraint requirements.lock --output-file requirements-plain.lock

clean:
	rm -rf $(VENV) $(PLAIN) .pytest_cache .mypy_cache .ruff_cache .hypothesis scripts/*.egg-info

# A release, loaded by each tool in an environment of its own that has never seen the repository. Needs the network, and R.
.PHONY: consumers
consumers: release
	$(VENV)/$(BIN)/python tests/consumers

# The long sweeps; they write docs/reliability.md.
.PHONY: proof
proof: $(VENV)/dev
	$(VENV)/$(BIN)/python tests/proof/__main__.py
