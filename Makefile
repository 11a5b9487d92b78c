# `make build` writes the package. `make test` runs all checks. `make help` lists the targets.
# Each target installs what it needs into a virtual environment, from a lock file with hashes.
# Required: Python 3.11 or newer, and make.

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
# What comes from outside reaches a recipe by the environment, in quotes. Make itself must not read it: it would run $(shell ...).
override TAG := $(value TAG)
export TAG
# A lock file names every package: pip must install these and look for no other version of a dependency.
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps

.PHONY: help
help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' Makefile

.DEFAULT_GOAL := build

.PHONY: build
build: $(VENV)/runtime ## Write all generated files, and let frictionless validate them.
	$(VENV)/$(BIN)/curate build
	$(VENV)/$(BIN)/frictionless validate datapackage.json

.PHONY: check
check: $(VENV)/runtime ## Check that the generated files are valid and up to date.
	$(VENV)/$(BIN)/curate check

.PHONY: site
site: $(VENV)/runtime ## Write the pages of the site to build/site, and the README's figures.
	$(VENV)/$(BIN)/curate site

# The workflow `release` sets TAG. The command then fails if TAG is not the tag of the version.
.PHONY: release
release: $(VENV)/runtime ## Write the files of a release to dist/.
	$(VENV)/$(BIN)/curate release --tag="$$TAG"

# On Linux all files are the same bytes as in the commit.
.PHONY: check-bytes
check-bytes: build ## Build, and fail if any byte differs from the commit (Linux).
	git diff --exit-code
	test -z "$$(git status --porcelain)"

# Other systems may write other Parquet bytes, so their hashes in croissant.json and the manifest differ too. The rows are
# the same: the build reads each Parquet file back and compares it with the CSV file.
.PHONY: check-rows
check-rows: build ## The same for other systems, without the Parquet bytes.
	git diff --exit-code -- . ':(exclude)build/parquet' ':(exclude)croissant.json' ':(exclude)build/manifest-sha256.txt'

# The build does not use git. These two targets find the last tag with git, and fail where it may be missing. A name that
# begins with refs/ is always a revision: a file or folder of the tag's name is not taken for it.
.PHONY: diff-since-tag
diff-since-tag: $(VENV)/runtime ## Show what changed since the last tag.
	@tag=$$(sh .ci/last-tag) || exit 1; \
	if test -n "$$tag"; then $(VENV)/$(BIN)/curate diff --format markdown -- "refs/tags/$$tag" .; \
	else echo "Nothing is released yet: no tag to compare with."; fi

.PHONY: check-version
check-version: $(VENV)/runtime ## Fail if the version or the changelog does not fit the change.
	@tag=$$(sh .ci/last-tag) || exit 1; \
	if test -n "$$tag"; then $(VENV)/$(BIN)/curate diff --require-version -- "refs/tags/$$tag" .; \
	else echo "Nothing is released yet: any version fits."; fi

# `make release` first: the text begins with its notes.
.PHONY: release-text
release-text: $(VENV)/runtime ## Print the text of a GitHub release: notes, changes since the last release, SWHID.
	@sh .ci/release-text "$(VENV)/$(BIN)/curate"

.PHONY: test
test: lint $(PLAIN)/ready ## Run linters, type checks, tests and validation.
	$(VENV)/$(BIN)/pytest -rs
	$(VENV)/$(BIN)/curate check
	$(PLAIN)/$(BIN)/frictionless validate datapackage.json

.PHONY: lint
lint: $(VENV)/dev ## Run ruff, mypy and zizmor.
	$(VENV)/$(BIN)/ruff check
	$(VENV)/$(BIN)/ruff format --check
	$(VENV)/$(BIN)/mypy
	$(VENV)/$(BIN)/zizmor --offline --quiet --persona pedantic .github/workflows

# Measuring slows the code down, so the tests that limit time or memory are left out.
TIMED := a_hundred_thousand_claims or linear_in_it or takes_no_longer or takes_less

.PHONY: coverage
coverage: $(VENV)/dev ## Print the branch coverage of scripts/curation by the tests.
	$(VENV)/$(BIN)/pytest --cov --cov-report=term -k "not ($(TIMED))"

.PHONY: test-readers
test-readers: release ## Load a release with each tool in the README (network, git, R, Node.js).
	$(VENV)/$(BIN)/python tests/consumers
	$(VENV)/$(BIN)/python tests/consumers/anchors.py
	$(VENV)/$(BIN)/python tests/consumers/w3c.py

.PHONY: test-mutations
test-mutations: $(VENV)/dev ## Run all mutation sweeps, and write docs/reliability.md.
	$(VENV)/$(BIN)/python tests/proof/__main__.py

# SOURCES="5 500 2000 10000" measures other sizes.
.PHONY: bench
bench: $(VENV)/dev ## Measure time and memory, and write docs/performance.md.
	$(VENV)/$(BIN)/python tests/bench.py $(SOURCES)

# `uv pip compile` keeps the versions in the existing lock files. Locks hold hashes and no addresses.
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet

.PHONY: lock
lock: ## Update the lock files from pyproject.toml (network, uv).
	$(LOCK) pyproject.toml --extra build --extra release --output-file requirements.lock
	$(LOCK) pyproject.toml --extra build --extra release --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	echo frictionless | $(LOCK) - --constraint requirements.lock --output-file requirements-plain.lock

.PHONY: clean
clean: ## Delete the virtual environments and caches.
	rm -rf $(VENV) $(PLAIN) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.* scripts/*.egg-info

$(VENV)/runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name one with: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/$(BIN)/python $(PIP_INSTALL) -r requirements.lock
	$(VENV)/$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-build-isolation --no-deps --editable .
	touch $@

$(VENV)/dev: $(VENV)/runtime requirements-dev.lock
	$(VENV)/$(BIN)/python $(PIP_INSTALL) -r requirements-dev.lock
	touch $@

# frictionless alone, as in the CI of a user.
$(PLAIN)/ready: requirements-plain.lock
	$(PYTHON) -m venv $(PLAIN)
	$(PLAIN)/$(BIN)/python $(PIP_INSTALL) -r requirements-plain.lock
	touch $@
