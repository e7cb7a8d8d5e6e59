# Source this at the root of the repository, after tools/target.sh. It reads what a library for Linux or Windows exports and needs.
#
# It needs readelf, and objdump for Windows (Debian: binutils).

# exports_of LIBRARY: prints the names that a library exports, sorted. aws-lc marks its source of randomness as exported: on Linux rustc
# hides it, and on Windows it cannot.
exports_of() {
    case $1 in
        *.dll) objdump -p "$1" | awk '/^\[Ordinal\/Name Pointer\] Table/ { on = 1; next } NF == 0 { on = 0 } on && $NF !~ /^(aws_lc_[0-9_]*)?jent_/ { print $NF }' ;;
        *) readelf --dyn-syms --wide "$1" | awk '$7 ~ /^[0-9]+$/ && $5 != "LOCAL" { print $8 }' ;;
    esac | sort
}

# needs_of LIBRARY: prints the libraries that a library needs.
needs_of() {
    case $1 in
        *.dll) objdump -p "$1" | sed -n 's/.*DLL Name: //p' ;;
        *) readelf --dynamic --wide "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' ;;
    esac
}

# check_needs TARGET LIBRARY: fails if a library needs more than tools/targets.tsv allows. A debug library for Windows needs more.
check_needs() {
    local allowed all needed pattern
    [[ $1 != *-windows-* || ${VISITORSEAL_PROFILE:-release} = release ]] || return 0
    read -ra allowed <<< "$(of_target libraries "$1")"
    all=$(set -o pipefail; needs_of "$2") || { echo "failed, for $1: what $2 needs cannot be read"; return 1; }
    for needed in $all; do
        for pattern in ${allowed[@]+"${allowed[@]}"}; do
            # shellcheck disable=SC2053
            [[ ${needed,,} != $pattern ]] || continue 2
        done
        echo "failed, for $1: $2 needs $needed"
        return 1
    done
}
