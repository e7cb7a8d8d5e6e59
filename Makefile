# What a fresh machine needs: Rust, a C compiler and make. Suites say what else they use.

.PHONY: demo test generate check bench sizes dist

# The desk with its five widgets, and a shop in each language that is at hand.
demo:
	@examples/demo

# Every suite of tests/suites; what this machine cannot run is skipped by name. As root on Debian it installs the
# Debian packages that a suite lacks; with VISITORSEAL_FETCH=0 it does not.
test:
	tests/run

# Writes every generated file.
generate:
	tools/generate .
	tools/write-third-party-licences

# Format, lints, generated files, what may be linked into what, its licences, and one version everywhere.
check:
	cargo fmt --all --check
	cargo fmt --manifest-path tests/fuzz/Cargo.toml --check
	cargo clippy --locked --workspace --all-targets -- --deny warnings
	cargo clippy --locked --package visitorseal --no-default-features -- --deny warnings
	RUSTDOCFLAGS="--deny warnings" cargo doc --locked --workspace --no-deps --quiet
	tools/generate --check
	tools/check-linked-crates
	tools/write-third-party-licences --check
	tools/check-attacks
	tools/check-versions
	tools/check-shared-state

# Ratios of one interleaved run each: ours / the language's own way.
bench:
	cargo run --locked --release --quiet --package visitorseal --example timing
	bindings/c/bench/run
	python/bench/run
	node/bench/run
	bindings/php/bench/run
	bindings/ruby/bench/run
	bindings/kotlin/bench/run

# What is shipped, how large it is, and what it exports.
sizes:
	tools/measure-sizes

# Packages for this platform in dist/, each used from there; what is not built is named at the end.
dist:
	tools/build-packages
