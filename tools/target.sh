# Source this at the root of the repository. It says for which platform packages are built: VISITORSEAL_TARGET, one of
# tools/targets.tsv, or else this machine.
host=$(rustc --version --verbose | sed -n 's/^host: //p')
target=${VISITORSEAL_TARGET:-$host}

# of_target COLUMN: prints what tools/targets.tsv has for the target in a column, or nothing.
of_target() {
    awk -F '\t' -v target="$target" -v column="$1" '
        /^# target\t/ { for (i = 1; i <= NF; i++) if ($i == column) wanted = i }
        $1 == target && $wanted != "-" { print $wanted }' tools/targets.tsv
}

# Other platforms are built on their own machine: macOS, for example.
platform=$(of_target name)
[ "$platform" ] || platform=$(uname -m)-$(uname -s | tr '[:upper:]' '[:lower:]')
system=$(of_target system)
[ "$system" ] || system="systems like the one that built it"
how=
[ "$target" = "$host" ] || how=" with $(of_target "runs with")"

# tried WHAT: says how a package was tried. The table in the documentation has the words.
tried() { echo "tried: $1$how"; }
