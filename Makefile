# make demo   four programs in four languages, one receiver, equal bytes
# make test   every test in every language
# make lint   every check of form; part of make test
# make bench  the benchmarks; not part of make test, since machines are noisy

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
VENV := build/venv/bin
NODE_MODULES := bindings/node/node_modules
say = @printf '\n==> %s\n' "$(1)"

.PHONY: all build helper python wasm rust demo test lint bench clean \
	test-rust test-c test-shell test-python test-node conformance end-to-end budgets

all: build

build: helper python wasm rust

helper:
	$(call say,the C library and the helper build/bin/aboveboard)
	bindings/shell/build.sh

python:
	$(call say,the Python package)
	bindings/python/build.sh

$(NODE_MODULES): bindings/node/package-lock.json
	$(call say,what the Node package is built and checked with)
	npm ci --prefix bindings/node --silent
	@touch $@

wasm: $(NODE_MODULES)
	$(call say,the WebAssembly module)
	wasm/build.sh

rust:
	$(call say,the Rust example and the Rust conformance runner)
	cargo build --release --locked -p aboveboard-host --example infra
	cargo build --release --locked -p aboveboard-conformance
	install -D "$${CARGO_TARGET_DIR:-target}/release/examples/infra" build/examples/infra
	install -D "$${CARGO_TARGET_DIR:-target}/release/aboveboard-conformance" build/bin/aboveboard-conformance

demo: build
	$(call say,the demonstration)
	python3 tests/demo/demo.py

test: build lint test-rust test-c test-shell test-python test-node conformance end-to-end budgets
	$(call say,everything has passed)

test-rust:
	$(call say,tests in Rust)
	cargo test --locked --workspace --exclude aboveboard-python

test-c: helper
	$(call say,tests of the C ABI)
	ffi/tests/run.sh

test-shell: helper
	$(call say,tests of the helper and of aboveboard.sh)
	bindings/shell/tests/run.sh

test-python: python
	$(call say,tests of the Python package)
	$(VENV)/python -m pytest -q bindings/python/tests tests/receiver

test-node: wasm
	$(call say,tests of the Node package)
	cd bindings/node && node --test test/

conformance: build
	$(call say,the vectors on all four surfaces)
	tests/conformance/all.sh

end-to-end: build
	$(call say,four programs against a real receiver)
	python3 tests/end_to_end/run.py

budgets: build
	$(call say,sizes against their budgets)
	node wasm/check-imports.mjs
	python3 tests/budgets/check.py

lint: python $(NODE_MODULES)
	$(call say,lint)
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	$(VENV)/ruff check --quiet bindings/python tests
	$(VENV)/ruff format --quiet --check bindings/python tests
	$(VENV)/mypy --strict --no-error-summary bindings/python/python bindings/python/examples tests/house
	git ls-files '*.sh' .ci/run tests/conformance/run | xargs $(VENV)/shellcheck
	cd bindings/node && npx --no-install tsc --noEmit
	python3 tests/house/licences.py
	python3 tests/house/error_codes.py

bench: build
	cargo bench --locked -p aboveboard
	python3 tests/budgets/bench.py

clean:
	rm -rf build target bindings/node/wasm $(NODE_MODULES)
