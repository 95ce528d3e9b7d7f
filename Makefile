# Two commands matter: `make demo` and `make test`. Both install what they need into this folder.
# Needed beforehand: git, make and some Python 3.

.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON := .venv/bin/python
PACKAGES := association pulse network events roles members outbox kit
# Checks that only read the code still load the settings; no server is asked.
NOWHERE := DATABASE_URL=postgresql://127.0.0.1:1/none SECRET_KEY=only-for-checks
# What Python has compiled once is kept, whatever the shell says: a second start takes half the time.
unexport PYTHONDONTWRITEBYTECODE
# make test ARGS="tests/events -x", make demo DATA=/some/folder MEMBERS=500 PORT=8001
ARGS ?=
DEMO_OPTIONS := $(if $(PORT),--port $(PORT)) $(if $(DATA),--data "$(DATA)") $(if $(MEMBERS),--members $(MEMBERS)) $(if $(COURSE),--course $(COURSE))

DATA_HERE := $(if $(DATA),DATA_DIR="$(DATA)")

.PHONY: help demo backup restore upgrade test broad style lint format bench faults long axe journeys lighthouse screenshots icons messages install browser clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null \
	  || grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST)

demo: install ## a whole association on http://127.0.0.1:8000 (PORT=, DATA=, MEMBERS=, COURSE=); Ctrl-C stops it
	@exec $(PYTHON) manage.py demo $(DEMO_OPTIONS) $(ARGS)

backup: install ## everything into one dated file (FILE=, DATA=): database, uploads, keys
	@$(DATA_HERE) $(PYTHON) manage.py backup $(if $(FILE),--file "$(FILE)") $(ARGS)

restore: install ## a backup into an empty database (FILE= needed; DATA=, ERASURES=)
	@test -n "$(FILE)" || { echo "Say which: make restore FILE=/path/association-....tar" >&2; exit 1; }
	@$(DATA_HERE) $(PYTHON) manage.py restore "$(FILE)" $(if $(ERASURES),--erasures "$(ERASURES)") $(ARGS)

upgrade: install ## backup, migrations, health; how to go back where something fails (FILE=, DATA=)
	@$(DATA_HERE) $(PYTHON) manage.py upgrade $(if $(FILE),--file "$(FILE)") $(ARGS)

test: style browser ## the quick checks and the tests of every day, four to five minutes (ARGS= goes to pytest)
	$(PYTHON) -m pytest -n auto --dist worksteal $(ARGS)

style: install ## the quick checks alone: style, templates, import law, migrations, security
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djhtml --check --tabwidth 2 templates
	.venv/bin/lint-imports
	$(NOWHERE) $(PYTHON) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	.venv/bin/bandit --quiet --recursive --severity-level medium --configfile pyproject.toml $(PACKAGES)

lint: style ## all checks: these and types
	$(NOWHERE) .venv/bin/mypy $(PACKAGES)

format: install ## put Python and templates into the house style
	.venv/bin/ruff check --fix-only .
	.venv/bin/ruff format .
	.venv/bin/djhtml --tabwidth 2 templates

broad: lint ## all checks, and the tests that take some minutes more: what the build server runs
	@$(MAKE) test ARGS="-m 'not long' $(ARGS)"

bench: install ## the benchmarks, long; figures beside the machine's own limits
	$(PYTHON) -m benchmarks $(ARGS)

faults: install ## kills, restarts and floods, the long runs; their figures into docs/reliability.md
	FIGURES=docs/reliability.md $(PYTHON) -m pytest tests/faults -n 0 -m "long or not long" $(ARGS)

long: install ## every other long run without a browser: years of days, thousands of people
	$(PYTHON) -m pytest tests --ignore tests/faults --ignore tests/journeys -m long $(ARGS)

messages: install ## collect strings into the catalogues and compile them (needs GNU gettext)
	@bin/messages

icons: install browser ## the icons of the installed site, drawn anew from their SVG
	$(PYTHON) bin/icons

axe: install browser ## accessibility checks of every page, the long runs
	$(PYTHON) -m pytest tests/journeys -m "long or not long" -k axe $(ARGS)

journeys: install browser ## everything a real browser tries, the long runs
	$(PYTHON) -m pytest tests/journeys -n auto --dist worksteal -m "long or not long" $(ARGS)

lighthouse: browser ## Lighthouse's figures of a demo that runs (PORT=8000), as a phone sees it
	@bin/lighthouse http://127.0.0.1:$(or $(PORT),8000)

install: ## Python packages, exactly as locked; what draws PDFs
	@bin/install
	@bin/pdf

browser: install
	@bin/browser

clean: ## forget the installation (the data in .data stay)
	rm -rf .venv .uv .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
