# Every command a newcomer needs. Only Python 3.11 or newer, make and a package index are assumed.
PYTHON ?= python3
BIN := .venv/bin
CODE := bot handlers learning messages sandbox scheduling storage

.PHONY: demo run test fmt bench screenshot lock clean
.PHONY: .venv

# pip compiles what it installs, and this what is run from here: where the bot may write nothing, it would start
# in twice the time. What has not changed is left as it is.
.venv: .venv/installed
	@$(BIN)/python -m compileall -q $(CODE)

# The locks name every package, so there is nothing to resolve.
INSTALL := $(BIN)/python -m pip install -q --disable-pip-version-check
LOCKED := --require-hashes --no-deps

.venv/installed: requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(INSTALL) $(LOCKED) -r requirements.txt
	$(INSTALL) --no-build-isolation --no-deps -e .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	$(INSTALL) $(LOCKED) --no-compile -r requirements-dev.txt  # Tools compile themselves as they are used.
	@touch $@

demo: .venv  ## The bot beside a local Slack, no tokens needed (RESET=1 starts over)
	@exec $(BIN)/teachback demo $(if $(RESET),--reset)

run: .venv  ## The bot against a real workspace (see README for its settings)
	@exec $(BIN)/teachback run

test: .venv/installed-dev .venv  ## Everything: format, lint, types, layers, unit, both databases, end to end, browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest --cov -n 3 --dist loadgroup

fmt: .venv/installed-dev  ## Put the code in order
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/installed-dev .venv  ## Speed beside a bare app's, from one run
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.digests

screenshot: .venv/installed-dev  ## Draw the README's pictures anew, in docs/
	TEACHBACK_SCREENSHOT=1 TEACHBACK_BROWSER=required $(BIN)/pytest -q tests/browser/test_screenshot.py

lock: .venv/installed-dev  ## Pin what pyproject.toml asks for, with hashes and no address
	$(INSTALL) uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-strip-extras --no-header --no-annotate -q pyproject.toml --group build -o requirements.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-strip-extras --no-header --no-annotate -q pyproject.toml --group build --group dev -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf .venv .demo build *.egg-info
