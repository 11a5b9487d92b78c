# `make build` writes the package, `make test` proves it. Both make what they need: a virtual environment from the
# hash-pinned lock. Python 3.11 or newer and make are all that must be there.

PYTHON ?= python3
VENV := .venv
PLAIN := .venv-plain
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: build check test lint lock clean

build: $(VENV)/runtime
	$(VENV)/bin/curate build

check: $(VENV)/runtime
	$(VENV)/bin/curate check

test: lint $(PLAIN)/ready
	$(VENV)/bin/pytest
	$(VENV)/bin/curate check
	$(PLAIN)/bin/frictionless validate datapackage.json

lint: $(VENV)/dev
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy

$(VENV)/runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name one with: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python $(PIP_INSTALL) -r requirements.lock
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-index --no-build-isolation --no-deps --editable .
	touch $@

$(VENV)/dev: $(VENV)/runtime requirements-dev.lock
	$(VENV)/bin/python $(PIP_INSTALL) -r requirements-dev.lock
	touch $@

# frictionless and what it needs, and nothing of ours: what a user's CI has.
$(PLAIN)/ready: requirements-plain.lock
	$(PYTHON) -m venv $(PLAIN)
	$(PLAIN)/bin/python $(PIP_INSTALL) -r requirements-plain.lock
	touch $@

# Needs the network and uv; locks carry hashes and no addresses.
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet
lock:
	$(LOCK) pyproject.toml --extra build --output-file requirements.lock
	$(LOCK) pyproject.toml --extra build --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	echo frictionless | $(LOCK) - --constraint requirements.lock --output-file requirements-plain.lock

# What has changed since the last tag, and whether version and changelog fit it. The build itself knows no git.
.PHONY: diff
FORMAT ?= text
diff: $(VENV)/runtime
	@if tag=$$(git describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null); \
	then $(VENV)/bin/curate diff "$$tag" . --format $(FORMAT) --require-version; \
	else echo "no version is tagged yet"; fi

clean:
	rm -rf $(VENV) $(PLAIN) .pytest_cache .mypy_cache .ruff_cache .hypothesis scripts/*.egg-info

# The long sweeps; they write docs/reliability.md.
.PHONY: proof
proof: $(VENV)/dev
	$(VENV)/bin/python tests/proof/__main__.py
