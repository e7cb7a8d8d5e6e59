# What a fresh machine needs: Rust, a C compiler and make. Suites say what else they use.

.PHONY: demo test generate check bench dist

# The tour of the five widgets.
demo:
	cargo run --locked --quiet --package visitorseal-cli -- demo

# Every suite of tests/suites; what this machine cannot run is skipped by name.
test:
	tests/run

# Writes every generated file.
generate:
	tests/generate .

# Format, lints, generated files, and what may be linked into what.
check:
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- --deny warnings
	cargo clippy --locked --package visitorseal --no-default-features -- --deny warnings
	RUSTDOCFLAGS="--deny warnings" cargo doc --locked --workspace --no-deps --quiet
	tests/generate --check
	tests/linked

# Ratios of one interleaved run each: ours / the language's own way.
bench:
	bindings/c/bench/run
	python/bench/run
	node/bench/run
	bindings/php/bench/run
	bindings/kotlin/bench/run

# Packages for this platform in dist/, each used from there.
dist:
	bindings/c/dist
	python/dist
	node/dist
	bindings/php/dist
	bindings/kotlin/dist
	bindings/swift/dist
