# Two commands are enough on a fresh machine: `make run` and `make test`. Each installs what it needs and says so.
.DEFAULT_GOAL := help
.PHONY: help run test check demo bench bench-console web setup setup-test clean
VENV := .venv
BIN := $(VENV)/bin
HOTLINE := $(BIN)/hotline

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

run: setup  ## install what is missing, then run the hotline until Ctrl-C
	@$(HOTLINE) run

test: setup-test  ## install what is missing, then run every test, those on a real Asterisk too
	@$(BIN)/pytest -n 2 --dist loadfile --ignore tests/browser
	@$(BIN)/pytest tests/browser

check: setup-test  ## lint, types, floors, docs, pages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@sh docker/pages.sh check

demo: setup-test  ## one call from dial to record, by itself, each step shown with its time
	@$(HOTLINE) demo

bench: setup-test  ## every figure, beside something in the same run, with its target
	@$(HOTLINE) bench all

web:  ## the console's pages, when their sources have changed
	@sh docker/pages.sh

bench-console: setup-test  ## the console alone: a large floor in a browser, the API beside calls, the screen pop
	@$(HOTLINE) bench console

setup:  ## Python packages, Asterisk and the console's pages
	@sh docker/prepare.sh run

setup-test:  ## the same and what the tests need: SIPp, PostgreSQL, tools
	@sh docker/prepare.sh test

clean:  ## remove what was built, but not the data folder var/
	rm -rf $(VENV) console/static console/web/node_modules .mypy_cache .ruff_cache .pytest_cache build dist
