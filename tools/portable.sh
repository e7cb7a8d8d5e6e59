# Source this at the root of the repository, after tools/target.sh. It prepares what compiles for $target so that the result runs on
# every machine of that platform: zig and its rustc in the PATH, and the flags in the environment. After it,
#
#     cargo zigbuild "${options[@]}" --target "$versioned" --package PACKAGE
#
# builds into $build. Without zig (`zig` is empty then), it is `cargo build` with $target. If nothing here can build for $target, it exits
# with 77, and the last line says why. `kind` is `library`, or `program` for what brings its own C library.
# shellcheck disable=SC2034
profile=${VISITORSEAL_PROFILE:-release}
# A target folder of their own: in a shared folder, a build with another linker would replace the result.
folder=${CARGO_TARGET_DIR:-target}/dist
# shellcheck disable=SC2034
build=$folder/$target/${profile/#dev/debug}
options=(--locked --quiet --target-dir "$folder" --profile "$profile")
zig=
if [[ $target != "$host" || $host = *-linux-gnu ]]; then
    zig=$(tools/install-target "$target") && PATH=$zig:$PATH || {
        prepared=$?
        # This machine's own compiler can do without zig, if zig cannot be had.
        [[ $prepared = 77 && $target = "$host" ]] || { echo "${zig##*$'\n'}"; exit $prepared; }
        zig=
    }
fi
. tools/remap-paths.sh
# Nothing unwinds through the C code of aws-lc: its tables for that would be a fiftieth of each library.
export AWS_LC_SYS_CFLAGS="-fno-asynchronous-unwind-tables${AWS_LC_SYS_CFLAGS:+ $AWS_LC_SYS_CFLAGS}"
if [ -e "${zig%%:*}/build-std" ]; then
    # A stable rustc compiles its own standard library only if it is told to.
    export RUSTC_BOOTSTRAP=1
    options+=(-Z build-std=std,panic_unwind)
    # A library for musl loads the C library of the program that it is in. maturin looks for these words. A program brings its own,
    # with the first instructions of zig: Debian's standard library has none for musl.
    case $target-${kind-} in
        *-musl-program) CARGO_ENCODED_RUSTFLAGS+=$'\x1f-C\x1flink-self-contained=no' ;;
        *-musl-*) CARGO_ENCODED_RUSTFLAGS+=$'\x1f-C\x1ftarget-feature=-crt-static' ;;
    esac
fi
if [[ $zig && $target = *-windows-gnu ]]; then
    export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)/toolchain/$target/exporting-cc
    # aws-lc has its assembly for Windows as objects too, so that no assembler is needed.
    export AWS_LC_SYS_PREBUILT_NASM=1
fi
case $target in
    *-linux-gnu) versioned=$target.2.17 ;;
    # shellcheck disable=SC2034
    *) versioned=$target ;;
esac
