# make lab     starts JupyterLab on the lessons          make test     everything that is checked
# make setup   all of that but starting                  make bench    the table of figures
# make gallery every view on one page, without a lab     make dist     wheel and sdist
# make pictures every view and state as a PNG            make docs     docs/api.md
# make format  tidies all sources
# Needs CPython ≥ 3.10, Node ≥ 20.19 and make. NO_BROWSER=1 make lab only prints the address.

VENV := .venv
PY := $(VENV)/bin/python
STAMPS := build/stamps
LESSONS ?= lessons

SOURCES := $(shell find src -name generated -prune -o -type f -print)
WASM := $(wildcard wasm/*.ts)
GENERATORS := $(wildcard scripts/generate-*.mjs scripts/build-wasm.mjs)
STYLES := $(shell find style schema -type f)
DATA := $(shell find gatescope/data -type f 2>/dev/null)
NOTEBOOKS := $(wildcard notebooks/*.ipynb)
KERNELSPEC := $(wildcard gatescope/kernelspec/*)

.PHONY: setup lab test bench gallery pictures dist docs format clean python modules requirements

setup: $(STAMPS)/develop $(STAMPS)/lessons $(STAMPS)/kernel

lab: setup
	$(VENV)/bin/gatescope lab $(if $(NO_BROWSER),--no-browser) $(if $(PORT),--port $(PORT)) "$(LESSONS)"

test: setup $(STAMPS)/test $(STAMPS)/dist
	node scripts/run-tests.mjs $(SUITES)

bench: setup $(STAMPS)/bench $(STAMPS)/dist
	node bench/run.mjs $(ONLY)

gallery: modules
	npm run --silent generate
	node scripts/gallery.mjs

pictures: modules
	npm run --silent generate
	node scripts/pictures.mjs $(if $(ONLY),--only $(ONLY))

dist: $(STAMPS)/dist

docs: modules
	npm run --silent generate
	npm run --silent docs

format: $(STAMPS)/test modules
	npm run --silent format
	$(VENV)/bin/ruff check --quiet --fix .
	$(VENV)/bin/ruff format --quiet .

# Leaves .venv, node_modules and the lessons folder alone.
clean:
	rm -rf build lib dist *.tsbuildinfo gatescope/labextension gatescope/_kernel gatescope/_lessons src/trace/generated src/engine/fused/generated bench/out test-results screenshots coverage

# ── what is installed ──

$(PY):
	@python=$$(sh scripts/prerequisites.sh) && echo "Making $(VENV) with $$python" && "$$python" -m venv $(VENV)

$(STAMPS)/lab: requirements/lab.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements/lab.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/test: requirements/test.txt $(STAMPS)/lab
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements/test.txt
	@touch $@

modules:
	@sh scripts/prerequisites.sh >/dev/null && node scripts/install-modules.mjs

# ── what is built ──

$(STAMPS)/lib: $(SOURCES) $(WASM) $(GENERATORS) tsconfig.json | modules
	npm run --silent build:ts
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/labextension: $(STAMPS)/lib $(STYLES) package.json
	npm run --silent build:labextension
	@touch $@

$(STAMPS)/lessons: $(STAMPS)/labextension $(NOTEBOOKS) scripts/build-lessons.mjs
	npm run --silent build:lessons
	@touch $@

$(STAMPS)/kernel: $(STAMPS)/lib $(wildcard scripts/*kernel*.mjs) scripts/notices.mjs
	npm run --silent build:kernel
	@touch $@

$(STAMPS)/develop: $(STAMPS)/lab $(STAMPS)/labextension pyproject.toml package.json scripts/develop.py $(KERNELSPEC)
	$(PY) scripts/develop.py
	@touch $@

$(STAMPS)/dist: $(STAMPS)/lab $(STAMPS)/lessons $(STAMPS)/kernel pyproject.toml README.md LICENSE $(DATA) $(KERNELSPEC) $(wildcard gatescope/*.py)
	rm -rf dist
	$(PY) -m build --no-isolation --outdir dist
	@touch $@

# The peers of the benchmarks are large and no part of the product.
$(STAMPS)/bench: bench/requirements.txt bench/package-lock.json $(STAMPS)/lab
	@test -x bench/.venv/bin/python || $(PY) -m venv bench/.venv
	bench/.venv/bin/python -m pip install --quiet --disable-pip-version-check -r bench/requirements.txt
	node scripts/install-modules.mjs bench
	@touch $@

# Pins for every supported Python and platform, after a change in requirements/*.in.
requirements: $(STAMPS)/lab
	$(PY) -m pip install --quiet uv
	for name in lab test; do $(PY) -m uv pip compile --quiet --universal --python-version 3.10 --no-emit-index-url --no-annotate --no-header -o requirements/$$name.txt requirements/$$name.in; done
