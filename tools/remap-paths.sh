# Source this before a release build. It keeps this machine's paths out of libraries and programs.
cargo fetch --locked --quiet
remap_paths() {
    local separator=$'\x1f' flags=${RUSTFLAGS:-} crates
    flags=${CARGO_ENCODED_RUSTFLAGS:-${flags// /$separator}}
    [[ $flags != *--remap-path-prefix=$PWD=.* ]] || return 0
    remap() { flags+=${flags:+$separator}--remap-path-prefix=$1=$2; }
    remap "$PWD" .
    remap "$(rustc --print sysroot)" rust
    for crates in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do remap "$crates" crates; done
    export CARGO_ENCODED_RUSTFLAGS=$flags
    # The C code of aws-lc names its files.
    for crates in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
        AWS_LC_SYS_CFLAGS="${AWS_LC_SYS_CFLAGS:+$AWS_LC_SYS_CFLAGS }-ffile-prefix-map=$crates=crates"
    done
    export AWS_LC_SYS_CFLAGS
}
remap_paths
