# Sourced by tests/suites/c and tests/suites/c-valgrind, which run at the root of the repository.
mkdir -p "${CARGO_TARGET_DIR:-target}/c-tests"
target=$(cd "${CARGO_TARGET_DIR:-target}" && pwd)
out=$target/c-tests
flags="-std=c99 -Wall -Wextra -Werror -pedantic -g -Iinclude"

need_gcc() {
    command -v gcc > /dev/null || { echo "needs gcc"; exit 77; }
}

# Prints the version in the SONAME: major.minor before 1.0, as in bindings/c/build.rs.
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
    # Programs look for a file with the name in the SONAME. Cargo does not write one.
    ln -sf "$target/debug/libvisitorseal.so" "$out/libvisitorseal.so.$(interface)"
}

# Sets `programs` to the programs that can be built on this machine.
find_programs() {
    programs="statuses vectors threads"
    pkg-config --exists json-c 2> /dev/null || tools/install-debian-packages libjson-c-dev
    pkg-config --exists json-c 2> /dev/null || {
        echo "skipped: vectors.c, json-c (libjson-c-dev) is missing"
        programs="statuses threads"
    }
}

# compile SOURCE PROGRAM [FLAGS]: compiles with the shared library, and vectors.c with json-c.
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

# run NAME COMMAND...: prints NAME and how long it took. If the command fails, prints its output and returns its status.
run() {
    local name=$1 start=$SECONDS status=0
    shift
    "$@" > "$out/run.log" 2>&1 || status=$?
    if [ $status = 0 ]; then
        echo "ok: $name ($((SECONDS - start)) s)"
    else
        echo "failed: $name, with $status"
        head -c 20000 "$out/run.log"
        failed=1
    fi
    return $status
}
failed=0

# test_program NAME COMPILE PROGRAM [FLAGS] -- [COMMAND...]: compiles PROGRAM with the function COMPILE, and runs it with
# COMMAND, such as valgrind.
test_program() {
    local name=$1 how=$2 program=$3 more=() source=bindings/c/tests/${3%%-*}.c
    shift 3
    while [ "$1" != -- ]; do more+=("$1"); shift; done
    shift
    run "$name compiles" "$how" "$source" "$out/$program" ${more[@]+"${more[@]}"} || return 0
    # The timeout ends a deadlock.
    run "$name" timeout 600 "$@" "$out/$program" || true
}
