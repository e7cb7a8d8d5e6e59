# Sourced by tests/suites/c and tests/suites/c-valgrind, which run at the root of the repository.
mkdir -p "${CARGO_TARGET_DIR:-target}/c-tests"
target=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)
out=$target/c-tests
flags="-std=c99 -Wall -Wextra -Werror -pedantic -g -Iinclude"

need_gcc() {
    command -v gcc > /dev/null || { echo "needs gcc"; exit 77; }
}

# The version before 1.0 is major.minor: the SONAME's, by bindings/c/build.rs.
interface() {
    local version
    version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
    case $version in
        0.*) echo "${version%.*}" ;;
        *) echo "${version%%.*}" ;;
    esac
}

build_library() {
    cargo build --locked --quiet --package visitorseal-c
    # The loader looks for the SONAME, and cargo writes no file of that name.
    ln -sf "$target/debug/libvisitorseal.so" "$out/libvisitorseal.so.$(interface)"
}

# Sets `programs` to those that can be built here.
find_programs() {
    programs="statuses vectors threads"
    pkg-config --exists json-c 2> /dev/null || tools/install-debian-packages libjson-c-dev
    pkg-config --exists json-c 2> /dev/null || {
        echo "skipped: vectors.c, there is no json-c (libjson-c-dev)"
        programs="statuses threads"
    }
}

# compile SOURCE PROGRAM [FLAGS]: against the shared library, and with json-c for the vectors alone.
compile() {
    local source=$1 program=$2 json=
    shift 2
    case $source in */vectors.c) json=$(pkg-config --cflags --libs json-c) ;; esac
    # shellcheck disable=SC2086
    gcc $flags "$@" -o "$program" "$source" $json -L"$target/debug" -l:libvisitorseal.so -Wl,-rpath,"$out" -lpthread
}

compile_static() {
    local source=$1 program=$2 json=
    case $source in */vectors.c) json=$(pkg-config --cflags --libs json-c) ;; esac
    # shellcheck disable=SC2086
    gcc $flags -o "$program" "$source" "$target/debug/libvisitorseal.a" $json -lpthread -ldl -lm
}

# run NAME COMMAND...: prints what ran, or what the command said when it failed; false then.
run() {
    local name=$1 began=$SECONDS status=0
    shift
    "$@" > "$out/run.log" 2>&1 || status=$?
    if [ $status = 0 ]; then
        echo "ok: $name ($((SECONDS - began)) s)"
    else
        echo "failed: $name, with $status"
        head -c 20000 "$out/run.log"
        failed=1
    fi
    return $status
}
failed=0

# test_program NAME COMPILE PROGRAM [FLAGS] -- [COMMAND...]: compiles it, and runs it under the command.
test_program() {
    local name=$1 how=$2 program=$3 more=() source=bindings/c/tests/${3%%-*}.c
    shift 3
    while [ "$1" != -- ]; do more+=("$1"); shift; done
    shift
    run "$name compiles" "$how" "$source" "$out/$program" ${more[@]+"${more[@]}"} || return 0
    # A deadlock is a failure too.
    run "$name" timeout 600 "$@" "$out/$program" || true
}
