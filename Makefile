# make library    the shared library alone, build/lib/libaboveboard.so
# make demo   a program in each language, one receiver, equal bytes
# make test   every test in every language
# make lint   every check of form; part of make test
# make install [PREFIX=...]   the C library and the helper, into /usr/local; make uninstall takes them away
# make bench  the benchmarks; not part of make test, since machines are noisy
# make scrub-report [CORPUS=FOLDER]   what the scrubber finds in a corpus and what it leaves alone
# make fuzz [FUZZ_SECONDS=60]   the scrubber's promises on whatever a fuzzer thinks of; needs a C++ compiler
# make bench-scrub [CORPUS=FOLDER]    how fast it is beside its peers
# make count-scrub [CORPUS=FOLDER]    how many instructions it takes, against their budgets

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
PREFIX ?= /usr/local
# Said to cargo in so many words, since other settings of it could say otherwise.
export CARGO_TARGET_DIR ?= $(CURDIR)/target
VENV := build/venv/bin
NODE_MODULES := bindings/node/node_modules
CORPUS ?= ../shared/corpus
# What programs that are linked with the shared library ask for at run time.
ABI := $(shell sed -n 's/^.define ABV_ABI //p' ffi/include/aboveboard.h)
say = @printf '\n==> %s\n' "$(1)"
# In front of what has cargo build: it takes no part in make's own distribution of jobs, and warns where it is told of it.
apart := env -u MAKEFLAGS -u MFLAGS

FUZZ_SECONDS ?= 60
# How many targets run at once: many of them keep but one processor busy.
JOBS ?= 2
BUILT := helper library python wasm rust go
# Lint first and the tests in Rust after the vectors: cargo does one of the two at a time.
TOGETHER := lint conformance test-rust test-c test-python test-shell test-node test-go budgets count-scrub
# These have hosts race, or are killed at moments: with others beside them the moments would be other ones.
ALONE := test-hosts end-to-end

# What is said instead of all that needs Go, where that is not installed.
WITHOUT_GO := $(if $(shell tests/house/tools.sh go && echo yes),,GO 1.24 OR NEWER IS NOT INSTALLED: this is LEFT OUT)
# Says all that is missing before anything is built, since each thing would only be missed minutes after the one before.
needs = @tests/house/tools.sh $(1)

.PHONY: all build helper library python wasm rust go demo test lint bench clean scrub-report bench-scrub count-scrub \
	fuzz test-rust test-c test-shell test-python test-node test-go test-hosts conformance end-to-end budgets

all: build

build:
	$(call needs,build $(filter demo test,$(MAKECMDGOALS)))
	@$(MAKE) -j$(JOBS) --output-sync=none $(BUILT)

helper:
	$(call needs,helper)
	$(call say,the C library and the helper build/bin/aboveboard)
	$(apart) bindings/shell/build.sh

library:
	$(call needs,library)
	$(call say,the shared library build/lib/libaboveboard.so)
	@# Named as the only kind, since a package that is also an rlib is not optimised as a whole.
	RUSTFLAGS='$(RUSTFLAGS) $(shell ffi/paths.sh) --cfg sha2_backend_soft="compact"' \
		$(apart) cargo rustc --profile shared --locked -p aboveboard-ffi --crate-type cdylib -- \
		-C link-arg=-Wl,-soname,libaboveboard.so.$(ABI)
	install -D -s -m 644 "$(CARGO_TARGET_DIR)/shared/libaboveboard_ffi.so" build/lib/libaboveboard.so.$(ABI)
	ln -sf libaboveboard.so.$(ABI) build/lib/libaboveboard.so

python:
	$(call needs,python)
	$(call say,the Python package)
	$(apart) bindings/python/build.sh

$(NODE_MODULES): bindings/node/package-lock.json
	$(call needs,node)
	$(call say,what the Node package is built and checked with)
	npm ci --prefix bindings/node --silent
	@touch $@

wasm: $(NODE_MODULES)
	$(call say,the WebAssembly modules)
	$(apart) wasm/build.sh

# As bindings/shell/build.sh has it, so that the core is compiled once for the two.
rust: export RUSTFLAGS := $(RUSTFLAGS) $(shell ffi/paths.sh) $(if $(filter Linux,$(shell uname -s)),--cfg getrandom_backend="linux_getrandom")
rust:
	$(call say,the Rust examples and the Rust conformance runner)
	$(apart) cargo build --release --locked -p aboveboard-host --example infra --example commands
	$(apart) cargo build --release --locked -p aboveboard-conformance
	install -D "$(CARGO_TARGET_DIR)/release/examples/infra" build/examples/infra
	install -D "$(CARGO_TARGET_DIR)/release/examples/commands" build/examples/commands
	install -D "$(CARGO_TARGET_DIR)/release/aboveboard-conformance" build/bin/aboveboard-conformance

go: helper
	$(call say,the Go package: $(or $(WITHOUT_GO),its example and its driver))
	$(if $(WITHOUT_GO),,bindings/go/build.sh)

include install.mk

demo: build
	$(call say,the demonstration)
	python3 tests/demo/demo.py

test: build
	@$(MAKE) -j$(JOBS) --output-sync=target $(addprefix -o ,build $(BUILT)) $(TOGETHER)
	@$(MAKE) $(addprefix -o ,build $(BUILT)) $(ALONE)
	$(call say,everything has passed)

test-rust:
	$(call say,tests in Rust)
	@# Without those that have no tests for this machine: what they need takes longer to compile than all the rest.
	$(apart) cargo test --quiet --locked --workspace $(addprefix --exclude ,aboveboard-python aboveboard-uniffi-bindgen \
		aboveboard-wasm aboveboard-wasm-bindgen aboveboard-wasm-review)

test-c: helper library
	$(call say,tests of the C ABI)
	ffi/tests/run.sh
	ffi/tests/install.sh

test-shell: helper
	$(call say,tests of the helper and of aboveboard.sh)
	bindings/shell/tests/run.sh

test-python: python
	$(call say,tests of the Python package)
	cd bindings/python && ../../$(VENV)/python -m pytest

test-node: wasm
	$(call say,tests of the Node package)
	cd bindings/node && npm test --silent

test-go: go
	$(call say,tests of the Go package: $(or $(WITHOUT_GO),with go vet and gofmt))
	$(if $(WITHOUT_GO),,bindings/go/test.sh)

test-hosts: helper python wasm go
	$(call say,files on all hosts: one by one and at once)
	$(VENV)/python tests/hosts/run.py
	$(VENV)/python tests/hosts/race.py

conformance: build
	$(call say,the vectors on all four surfaces)
	node --test tests/conformance/node/*.test.mjs
	$(VENV)/python tests/conformance/test_agree.py
	$(VENV)/python tests/conformance/test_runners.py
	$(VENV)/python tests/review/schemas.py
	$(VENV)/python tests/review/payloads.py
	tests/conformance/all.sh
	$(VENV)/python tests/cases/run.py

end-to-end: build
	$(call say,programs and commands on real files and terminals, against a real receiver)
	$(VENV)/python tests/receiver/test_receiver.py
	$(VENV)/python tests/end_to_end/run.py
	$(VENV)/python tests/end_to_end/consent.py
	$(VENV)/python tests/end_to_end/scrubbing.py

budgets: build
	$(call say,sizes against their budgets)
	node wasm/check-imports.mjs
	$(VENV)/python tests/budgets/check.py
	$(VENV)/python tests/house/paths.py

lint: python $(NODE_MODULES)
	$(call needs,lint)
	$(call say,lint)
	$(apart) cargo fmt --all --check
	$(apart) cargo clippy --quiet --locked --workspace --all-targets -- -D warnings
	$(VENV)/ruff check --quiet bindings tests
	$(VENV)/ruff format --quiet --check bindings tests
	cd bindings/python && ../../$(VENV)/mypy --no-error-summary
	MYPYPATH=tests/receiver:tests/end_to_end:tests/conformance $(VENV)/mypy --strict --no-error-summary \
		tests/receiver/*.py tests/end_to_end/*.py tests/demo/*.py tests/budgets/*.py tests/conformance/*.py tests/house/*.py
	MYPYPATH=tests/conformance $(VENV)/mypy --strict --no-error-summary tests/conformance/c/run.py
	$(VENV)/mypy --strict --no-error-summary tests/review/*.py
	$(VENV)/mypy --strict --no-error-summary tests/cases/run.py
	MYPYPATH=tests/hosts $(VENV)/mypy --strict --no-error-summary tests/hosts/answering.py tests/hosts/drivers.py tests/hosts/keyboard.py \
		tests/hosts/scene.py tests/hosts/run.py tests/hosts/race.py
	$(VENV)/mypy --strict --no-error-summary bindings/shell/tests/*.py
	git ls-files '*.sh' .ci/run tests/conformance/run | xargs $(VENV)/shellcheck -x
	cd bindings/node && npm run --silent types
	$(VENV)/python tests/house/licences.py
	$(VENV)/python tests/house/error_codes.py
	$(VENV)/python tests/house/links.py
	$(VENV)/python tests/house/layers.py
	$(VENV)/python tests/house/test_tools.py

bench: build
	$(call say,payload against serde_json::to_vec of the same struct)
	$(apart) cargo bench --locked -p aboveboard
	$(call say,the helper against an empty C program; imports over bare interpreters)
	$(VENV)/python tests/budgets/bench.py

fuzz:
	$(call say,the scrubber's promises under a fuzzer)
	$(apart) tests/fuzz/run.sh $(FUZZ_SECONDS)

scrub-report:
	$(call say,what the scrubber finds and what it leaves alone)
	$(apart) cargo run --quiet --release --locked --manifest-path tests/scrub/report/Cargo.toml -- $(CORPUS)/*.jsonl

bench-scrub:
	$(call say,the scrubber beside its peers)
	$(apart) cargo build --quiet --release --locked --manifest-path tests/scrub/bench/Cargo.toml
	"$(CARGO_TARGET_DIR)/release/aboveboard-scrub-bench" "$(CORPUS)"

count-scrub:
	$(call say,the instructions of the scrubber against their budgets)
	$(apart) cargo build --quiet --release --locked --no-default-features --manifest-path tests/scrub/bench/Cargo.toml
	tests/scrub/bench/instructions.sh "$(CARGO_TARGET_DIR)/release/aboveboard-scrub-bench" "$(CORPUS)" \
		tests/budgets/budgets.json

clean:
	rm -rf build "$(CARGO_TARGET_DIR)" bindings/node/wasm $(NODE_MODULES) bindings/go/*.a bindings/go/aboveboard.h \
		bindings/go/LICENSE-* bindings/node/LICENSE-* bindings/go/examples/infra/telemetry.json
