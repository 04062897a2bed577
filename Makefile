# Main targets: run, test, sanitize, fuzz, package, screenshots. Each creates the environment that it needs.
# On Windows, or without make, see "Without make" in the README.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# The version that the tests are known to pass with. On Linux it may bring gigabytes of CUDA; CONTRIBUTING.md shows how
# to get the CPU build.
TORCH ?= torch==2.13.0
# For `make package`: "wheels" saves building OpenCV and others, but the bundle must then not be passed on.
LIBRARIES ?= source
# For `make fuzz`.
MINUTES ?= 30
# Test sets and other networks for `make figures`.
DATA ?= ../shared/data
PEERS ?= $(wildcard ../shared/peers ../shared/reference/sinet_published.pth)
# Installed environments are rebuilt when one of these changes.
SOURCES := setup.cfg setup.py $(wildcard sinet_core/kernels/native/src/*)

.PHONY: run test sanitize fuzz wheel libraries package linux-packages screenshots figures clean

run: $(VENV)/.base
	$(BIN)/python main.py

test: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest
	$(BIN)/python -m tests.sanitize

sanitize: $(VENV)/.dev
	$(BIN)/python -m tests.sanitize

fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

wheel: $(VENV)/.package
	$(BIN)/python -m build --outdir dist

# OpenCV and others for the bundle: made from source, once, into .libraries.
libraries: $(VENV)/.package
	$(BIN)/python packaging/make_libraries.py

package: $(VENV)/.package
	$(BIN)/python packaging/build.py --libraries $(LIBRARIES)

linux-packages: package
	$(BIN)/python packaging/deb.py
	$(BIN)/python packaging/single_file.py

screenshots: $(VENV)/.base
	$(BIN)/python docs/screenshots.py
	$(BIN)/python docs/comparison.py

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "error: Python 3.11 or newer is needed, this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: $(SOURCES) | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.dev: $(SOURCES) | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet $(TORCH)
	$(BIN)/python -m pip install --quiet --editable '.[train,bench,openvino,virtualcam,dev]'
	touch $@ $(VENV)/.base

$(VENV)/.package: $(SOURCES) | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[package]'
	touch $@

figures: $(VENV)/.dev
	$(BIN)/python -m sinet_core figures --data $(DATA) $(addprefix --peers ,$(PEERS))

clean:
	rm -rf $(VENV) build dist sinet_core/kernels/native/*.so sinet_core/kernels/native/*.pyd .pytest_cache .mypy_cache .ruff_cache
