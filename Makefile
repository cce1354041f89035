# Two commands for a new machine: `make demo` does all set-up and checks the demonstration site, `make test` runs the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test setup clean

demo: setup
	# The demonstration site has faults on purpose: "does not conform" (1) is what a working tester says of it.
	$(BIN)/a11y demo || [ $$? -eq 1 ]

test: setup
	$(BIN)/python scripts/test.py

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt scripts/setup.sh
	PYTHON="$(PYTHON)" sh scripts/setup.sh "$(VENV)"
	touch $(STAMP)

clean:
	rm -rf $(VENV) build dist *.egg-info
