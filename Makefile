# Four commands to know: make setup, make demo, make run, make check. None needs an earlier step.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
UV_COMPILE := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links

.PHONY: setup demo demo-reset run test check bench lock translations backup restore stop

setup: $(READY)

$(READY): requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; point PYTHON at one: make setup PYTHON=python3.11")'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked requirements ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	@touch $@

demo: $(READY)
	@$(PY) manage.py demo

demo-reset: $(READY)
	@$(PY) manage.py demo --reset

run: $(READY)
	@DEBUG=1 $(PY) manage.py run

test: $(READY)
	@$(PY) tests/chromium.py
	@$(PY) -m pytest -n auto

check: $(READY)
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	PYTHONPATH=. $(VENV)/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	PRODUCTION=1 SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))') $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) -m pytest -q tests/test_layout.py tests/test_sizes.py tests/test_vendored.py

bench: $(READY)
	@$(PY) manage.py bench

lock: $(READY)
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	@cd requirements && $(UV_COMPILE:$(PY)%=../$(PY)%) --output-file base.txt base.in
	@cd requirements && $(UV_COMPILE:$(PY)%=../$(PY)%) --constraints base.txt --output-file dev.txt dev.in
	@! grep -nE '://|--index-url|--find-links' requirements/*.txt

translations: $(READY)
	@$(PY) manage.py translations

backup: $(READY)
	@$(PY) manage.py backup

restore: $(READY)
	@$(PY) manage.py restore $(FROM)

stop: $(READY)
	@$(PY) -c 'from o2c import embedded; embedded.stop(); embedded.stop(embedded.TEST_HOME)'
