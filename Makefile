# A fresh machine needs Rust, a C compiler and make. Each suite says what else it needs.

.PHONY: help demo test generate check bench sizes dist

help:
	@echo 'make demo      starts a support desk, the five widgets, and a shop in each language that this machine has'
	@echo 'make test      runs all suites of tests/suites; tests/run NAME runs one. FULL=1 adds what takes long'
	@echo 'make check     checks format, lints, generated files, licences, documents and versions, and that each bench works'
	@echo 'make generate  writes every generated file'
	@echo 'make bench     prints one table: each language beside what people write there by hand'
	@echo 'make sizes     builds every library and the program, and prints their sizes and exports'
	@echo 'make dist      builds packages into dist/ and uses each from there. TARGETS and PACKAGE choose: tools/build-packages --help'
	@echo
	@echo 'Every program in tools/ answers --help. CONTRIBUTING.md describes how to work on visitorseal.'

demo:
	@examples/demo

# The benches run on the builds that the suites have made.
test:
	tests/run
	tools/bench --short

generate:
	tools/minify-page-scripts
	tools/generate
	tools/write-third-party-licences

# Without visitorseal-bindgen, a line that calls uniffi's generator: with it, uniffi and all that it needs would be built
# with other features than the libraries have. tools/generate builds it. In a fresh clone the benches have no build yet and are
# skipped: `make test` runs them.
check:
	cargo fmt --all --check
	cargo fmt --manifest-path tests/fuzz/Cargo.toml --check
	cargo clippy --locked --workspace --exclude visitorseal-bindgen --all-targets -- --deny warnings
	cargo clippy --locked --package visitorseal --no-default-features -- --deny warnings
	RUSTDOCFLAGS="--deny warnings" cargo doc --locked --workspace --exclude visitorseal-bindgen --no-deps --quiet
	tools/minify-page-scripts --check
	tools/generate --check
	tools/check-help
	tools/check-links
	tools/check-import-circles
	tools/check-api-table
	tools/check-linked-crates
	tools/check-shared-state
	tools/check-versions
	tools/check-workflows
	tools/write-package-table --check
	tools/check-attacks
	tools/write-third-party-licences --check
	tools/list-schemes-due
	tools/bench --short

# The first three print whether a verification's time tells anything, and how long a scheme's first use and explain take beside
# their bounds. `tools/bench --json` prints what --compare can read later.
bench:
	cargo run --locked --release --quiet --package visitorseal --example timing
	cargo run --locked --release --quiet --package visitorseal --example catalogue
	cargo run --locked --release --quiet --package visitorseal --example explain
	cargo run --locked --release --quiet --package visitorseal --example tokens
	tools/bench

sizes:
	tools/measure-sizes

dist:
	tools/build-packages '$(TARGETS)' '$(PACKAGE)'
