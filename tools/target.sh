# Source this at the root of the repository. It says for which platform packages are built: VISITORSEAL_TARGET, one of
# tools/targets.tsv, or else this machine. VISITORSEAL_TARGETS are the platforms of a package that has libraries for several.
target_table=$PWD/tools/targets.tsv
host=$(rustc --version --verbose | sed -n 's/^host: //p')
target=${VISITORSEAL_TARGET:-$host}
# shellcheck disable=SC2034
targets=${VISITORSEAL_TARGETS:-$target}

# of_target COLUMN [TARGET]: prints what tools/targets.tsv has for a target in a column, or nothing.
of_target() {
    awk -F '\t' -v target="${2-$target}" -v column="$1" '
        /^# target\t/ { for (i = 1; i <= NF; i++) if ($i == column) wanted = i }
        $1 == target && $wanted != "-" { print $wanted }' "$target_table"
}

# platform_of TARGET: prints a platform's name, as files and folders have it. Those that are not in tools/targets.tsv are built on
# their own machine: macOS, for example.
platform_of() {
    local name
    name=$(of_target name "$1")
    [ "$name" ] || name=$(uname -m)-$(uname -s | tr '[:upper:]' '[:lower:]')
    echo "$name"
}
platform=$(platform_of "$target")
system=$(of_target system)
[ "$system" ] || system="systems like the one that built it"

# check_system LIBRARY: corrects `system`. A library that was built without zig needs the glibc of this machine.
check_system() {
    [[ $target != *-linux-gnu ]] || tools/check-glibc 2.17 "$1" > /dev/null 2>&1 || system="systems like the one that built it"
}

# These say how a package was tried: tools/build-packages collects it for the table in the documentation. A package with libraries
# for several platforms says it of each.
tried() { echo "tried: $1$(how "$target")"; }
tried_for() { echo "tried for $1: $2$(how "$1")"; }
not_tried_for() { echo "not tried for $1: $2"; }
not_built_for() { echo "not built for $1: $2"; }
how() { [ "$1" = "$host" ] || echo " with $(of_target "runs with" "$1")"; }
