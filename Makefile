# Every command of the project. `make` alone lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Programs installed by rustup are found in a shell that has not read its profile, too.
export PATH := $(PATH):$(HOME)/.cargo/bin

# Compiled dependencies are kept outside the clone, so that a second clone on the same machine reuses them;
# the finished programs stay in `target/`. Two runs at once wait for each other (cargo locks the folder).
# Elsewhere: VIGIE_BUILD_DIR=/some/folder. Not at all: VIGIE_BUILD_DIR=target, or a CARGO_TARGET_DIR of your own.
ifndef CARGO_TARGET_DIR
ifndef CARGO_BUILD_BUILD_DIR
VIGIE_BUILD_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/vigie/build
export CARGO_BUILD_BUILD_DIR := $(VIGIE_BUILD_DIR)
endif
endif

# Flags of the program: `make demo ARGS="--speed 60"`, `make bench ARGS="--sites 300"`.
ARGS ?=

.PHONY: help demo test browse screenshots bench fmt lint

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | while IFS=$$'\t' read -r name text; do \
		printf '  make %-12s %s\n' "$$name" "$$text"; done

demo: ## Build and start Vigie with a simulated country, then open the address it prints
	@tools/install.sh build
	@tools/web.sh build
	cargo build --release -p vigie
	$(or $(CARGO_TARGET_DIR),target)/release/vigie demo $(ARGS)

# Clippy runs in the profile of the tests, so that macros and C code are compiled once for both.
test: ## Check form and lints, then run every test
	@tools/install.sh test
	@tools/prune.sh "$(CARGO_BUILD_BUILD_DIR)"
	cargo fmt --all --check
	@tools/web.sh test
	cargo clippy --release --workspace --all-targets -- -D warnings
	cargo test --release --workspace
	cargo build --release -p vigie
	@tools/browse.sh

# JOURNEYS="search language" walks some of them.
browse: ## Walk the journeys of e2e/ through the built program in a browser
	@tools/install.sh test
	@tools/web.sh build
	cargo build --release -p vigie
	@tools/browse.sh $(JOURNEYS)

screenshots: ## Take pictures of every page, light and dark, phone and desktop, into var/screenshots
	@tools/install.sh test
	@tools/web.sh build
	cargo build --release -p vigie
	@tools/browse.sh --screenshots var/screenshots

bench: ## Measure Vigie beside other engines; results go to bench/results
	@tools/install.sh build
	@tools/web.sh build
	cargo build --release -p vigie
	bench/run $(ARGS)
	bench/policy $(filter --quick,$(ARGS))

fmt: ## Format the code
	@tools/install.sh test
	cargo fmt --all

lint: ## Check form and lints only
	@tools/install.sh test
	cargo fmt --all --check
	cargo clippy --release --workspace --all-targets -- -D warnings
