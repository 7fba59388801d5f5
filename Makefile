# `make demo` and `make test` are for everybody: they make their own environment. The rest is for who changes the project.
BIN := .venv/bin
READY := .venv/.ready
TESTS := $(BIN)/pytest -n 2 -m "not soak"

.PHONY: demo test check format soak bench golden migration lock verifier clean

demo: $(READY)
	$(BIN)/expert-dispatch demo --out out/demo

test: $(READY)
	$(TESTS)

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint --no-color Dockerfile
	$(BIN)/pytest tests/architecture
	$(BIN)/python -m tests.readme.run_commands README.md

format: $(READY)
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

# Exhaustive tests, one by one; interrupted, it goes on where it stopped. ARGS="--minutes 10 --only verifier" runs a part.
soak: $(READY)
	$(BIN)/python -m tests.tools.soak $(ARGS)

bench: $(READY)
	for each in tests/benchmarks/bench_*.py; do $(BIN)/python -m tests.benchmarks.$$(basename $$each .py) || exit 1; done

# Writes again what is made from something else; nothing may differ afterwards from what is in the repository.
golden: $(READY)
	$(BIN)/expert-dispatch policy pages
	$(BIN)/python -m dispatch.intake.generate dispatch/intake/samples
	git diff --exit-code

migration: $(READY)
	$(BIN)/python -m tests.tools.make_migration $(NAME)

lock: $(READY)
	$(BIN)/uv pip compile --universal --generate-hashes --extra dev --no-header --no-emit-index-url --quiet pyproject.toml -o requirements.lock

# The offline verifier as one file, and its SHA-256: the same on every machine for the same source.
verifier: $(READY)
	mkdir -p dist
	$(BIN)/python -m dispatch.verifier.bundle dist/verify.pyz

clean:
	rm -rf .venv out build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml .ci/environment
	sh .ci/environment
	touch $@
