# make lab     starts JupyterLab on the lessons          make test     what must hold before a change lands
# make test-all  every test there is, in hours
# make check   what a change touches, in a minute
# make setup   all of that but starting                  make bench    the table of figures
# make gallery every view on one page, without a lab     make dist     wheel and sdist
# make site    the lessons as a static web page       make site-serve  shows it
# make pictures every view and state as a PNG            make docs     build/docs
# make format  tidies all sources                       make vsix     the views as an extension of VS Code
# make package the engine and the views for npm: dist/gatescope-<version>.tgz
# make claims trains what the lessons' claims were not yet tried on, and writes docs/claims.md: ONLY=03
# make mutants plants faults and says which no test notices: COUNT=300 SEED=1, or ONLY=metrics
# Needs CPython ≥ 3.10, Node ≥ 20.19 and make. NO_BROWSER=1 make lab only prints the address.

VENV := .venv
PY := $(VENV)/bin/python
STAMPS := build/stamps
LESSONS ?= lessons

SOURCES := $(shell find src -name generated -prune -o -type f -print)
WASM := $(wildcard wasm/*.ts)
GENERATORS := $(wildcard scripts/generate-*.mjs scripts/build-wasm.mjs) gatescope/tracing/palette.json gatescope/health/findings.json
STYLES := $(shell find style schema -type f)
# The Python package, less what is built into it.
PACKAGE := $(shell find gatescope -type d \( -name '_*' -o -name labextension \) -prune -o \( -name '*.py' -o -name '*.json' \) -print)
DATA := $(shell find gatescope/data -type f 2>/dev/null)
PAGES := $(shell find docs -type f)
NOTEBOOKS := $(wildcard notebooks/*.ipynb notebooks/examples/*.ipynb notebooks/pictures/*.svg)
KERNELSPEC := $(wildcard gatescope/kernelspec/*)

.PHONY: setup lab test test-all check bench gallery pictures dist vsix package docs format mutants clean python modules requirements site site-serve claims play

setup: $(STAMPS)/develop $(STAMPS)/lessons $(STAMPS)/kernel $(STAMPS)/widget

lab: setup
	$(VENV)/bin/gatescope lab $(if $(NO_BROWSER),--no-browser) $(if $(PORT),--port $(PORT)) "$(LESSONS)"

play: modules $(PY)
	npm run --silent generate
	node scripts/build-play.mjs
	$(PY) -m gatescope play $(if $(NO_BROWSER),--no-browser) $(if $(PORT),--port $(PORT))

# Installs and builds what it needs, beside what does not wait for it.
test:
	@sh scripts/prerequisites.sh >/dev/null && node scripts/run-tests.mjs $(SUITES)

# Every test, which takes hours: SHARD=3/8 the third of eight parts, SUITES="kernel hub" those.
test-all:
	@sh scripts/prerequisites.sh >/dev/null && SHARD=$(SHARD) node scripts/run-tests.mjs --all $(SUITES)

# The working tree and the commits since the main branch, or since another one: make check SINCE=commit
check: modules
	node scripts/check.mjs $(if $(SINCE),--since $(SINCE))

bench: setup site $(STAMPS)/bench $(STAMPS)/dist $(STAMPS)/hub
	node bench/run.mjs $(ONLY)

gallery: modules
	npm run --silent generate
	node scripts/gallery.mjs

# ONLY=readme takes those of README.md and of a link to the site alone, which are part of the repository.
pictures: setup $(if $(filter-out readme,$(ONLY)),,$(STAMPS)/site)
	npm run --silent generate
ifneq ($(ONLY),readme)
	node scripts/pictures.mjs $(if $(ONLY),--only $(ONLY))
	node scripts/lab-pictures.mjs $(if $(ONLY),--only $(ONLY))
endif
ifeq ($(filter-out readme,$(ONLY)),)
	node scripts/screenshot.mjs
	node scripts/site-preview.mjs
endif

dist: $(STAMPS)/dist

vsix: $(STAMPS)/lib
	node scripts/build-vsix.mjs

package: $(STAMPS)/lib
	node scripts/build-package.mjs

# A teacher's own lessons: make site SITE_LESSONS=folder
site: setup $(STAMPS)/site-tools
	@rm -f $(STAMPS)/site $(STAMPS)/site-own
	node scripts/build-site.mjs $(if $(SITE_LESSONS),--lessons "$(SITE_LESSONS)")
	@touch $(STAMPS)/site$(if $(SITE_LESSONS),-own)

# A site of own lessons is shown as it was built.
site-serve: $(if $(wildcard $(STAMPS)/site-own),,$(STAMPS)/site)
	node scripts/serve-site.mjs $(PORT)

mutants: modules
	npm run --silent generate
	node scripts/mutate.mjs $(ONLY)

claims: modules
	npm run --silent generate
	ONLY="$(ONLY)" node scripts/claims.mjs

docs: $(STAMPS)/docs

format: $(STAMPS)/test modules
	npm run --silent format
	$(VENV)/bin/ruff check --quiet --fix .
	$(VENV)/bin/ruff format --quiet .

# Leaves .venv, node_modules and the lessons folder alone.
clean:
	rm -rf build lib dist *.tsbuildinfo gatescope/labextension gatescope/locale gatescope/_kernel gatescope/_widget gatescope/_lessons gatescope/_solutions src/trace/generated src/engine/kernels/generated src/engine/tensor/generated bench/out test-results screenshots coverage

# ── what is installed ──

$(PY):
	@python=$$(sh scripts/prerequisites.sh) && echo "Making $(VENV) with $$python" && "$$python" -m venv $(VENV)

$(STAMPS)/lab: requirements/lab.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements/lab.txt
	@mkdir -p $(STAMPS) && touch $@

# Of these a run of the tests loads a small part, which Python compiles as it comes.
$(STAMPS)/test: requirements/test.txt $(STAMPS)/lab
	$(PY) -m pip install --quiet --disable-pip-version-check --no-compile -r requirements/test.txt
	@touch $@

# What the gate asks of all that.
$(STAMPS)/gate: requirements/gate.txt $(STAMPS)/lab
	$(PY) -m pip install --quiet --disable-pip-version-check --no-compile -r requirements/gate.txt
	@touch $@

# PyTorch, Keras and JAX, whose models the tests of Python notebooks look into.
$(STAMPS)/models: requirements/models.txt $(STAMPS)/test
	$(PY) -m pip install --quiet --disable-pip-version-check --no-compile -r requirements/models.txt
	@touch $@

# What the wheels ask for, from which tests install them without a network.
$(STAMPS)/wheels: requirements/wheels.txt requirements/lab.txt requirements/models.txt | $(PY)
	$(PY) -m pip download --quiet --disable-pip-version-check --dest build/wheels -r requirements/wheels.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/hub: tests/hub/package-lock.json | modules
	node scripts/install-modules.mjs tests/hub
	@mkdir -p $(STAMPS) && touch $@

modules:
	@sh scripts/prerequisites.sh >/dev/null && node scripts/install-modules.mjs

$(STAMPS)/site-tools: requirements/site.txt $(STAMPS)/lab
	$(PY) -m pip install --quiet --disable-pip-version-check --no-compile -r requirements/site.txt
	@touch $@

# ── what is built ──

$(STAMPS)/lib: $(SOURCES) $(WASM) $(GENERATORS) tsconfig.json | modules
	npm run --silent build:ts
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/labextension: $(STAMPS)/lib $(STYLES) package.json
	npm run --silent build:labextension
	@touch $@

$(STAMPS)/lessons: $(STAMPS)/labextension $(NOTEBOOKS) gatescope/data/claims.json scripts/build-lessons.mjs
	npm run --silent build:lessons
	@touch $@

$(STAMPS)/kernel: $(STAMPS)/lib $(wildcard scripts/*kernel*.mjs) scripts/notices.mjs
	npm run --silent build:kernel
	@touch $@

$(STAMPS)/widget: $(STAMPS)/labextension $(STYLES) scripts/build-widget.mjs scripts/build-play.mjs scripts/bundle-views.mjs scripts/notices.mjs
	npm run --silent build:widget
	@touch $@

$(STAMPS)/site: $(STAMPS)/site-tools $(STAMPS)/docs $(STAMPS)/labextension $(STAMPS)/lessons $(STAMPS)/kernel $(STAMPS)/widget $(DATA) scripts/build-site.mjs $(wildcard scripts/site-*.mjs gatescope/exporting/*.py gatescope/exporting/templates/gatescope/*) style/read.css style/door.css
	@rm -f $(STAMPS)/site-own
	node scripts/build-site.mjs
	@touch $@

# The kernel runs the code of the pages, which then lie beside the extension, where Help leads to them.
$(STAMPS)/docs: requirements/docs.txt $(STAMPS)/develop $(STAMPS)/kernel $(STAMPS)/widget $(PAGES) scripts/build_docs.py scripts/docs_examples.py scripts/docs_names.py scripts/build-networks.mjs typedoc.json CONTRIBUTING.md CHANGELOG.md
	$(PY) -m pip install --quiet --disable-pip-version-check --no-compile -r requirements/docs.txt
	$(PY) scripts/build_docs.py
	@touch $@

$(STAMPS)/develop: $(STAMPS)/lab $(STAMPS)/labextension pyproject.toml package.json scripts/develop.py $(KERNELSPEC)
	$(PY) scripts/develop.py
	@touch $@

$(STAMPS)/words: $(STAMPS)/lib $(wildcard schema/*.json) scripts/extract-words.mjs scripts/text-finder.mjs scripts/schema-words.mjs
	npm run --silent words
	@touch $@

$(STAMPS)/dist: $(STAMPS)/lab $(STAMPS)/docs $(STAMPS)/lessons $(STAMPS)/kernel $(STAMPS)/widget $(STAMPS)/words pyproject.toml README.md LICENSE $(DATA) $(KERNELSPEC) scripts/views/pyproject.toml scripts/build-vsix.mjs scripts/build-package.mjs docs/npm.md scripts/vscode/README.md $(PACKAGE)
	rm -rf dist
	$(PY) -m build --no-isolation --outdir dist
	$(PY) -m build --no-isolation --wheel --outdir dist scripts/views
	node scripts/build-vsix.mjs
	node scripts/build-package.mjs
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
	for name in lab test site docs; do $(PY) -m uv pip compile --quiet --universal --python-version 3.10 --no-emit-index-url --no-annotate --no-header -o requirements/$$name.txt requirements/$$name.in; done
