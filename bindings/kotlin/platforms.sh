# Source this after tools/target.sh. It says what the jars call a platform and what the native library exports.

# jar_of TARGET: prints the classifier of a platform's jars, which Platform.kt knows.
jar_of() {
    case $1 in
        *-apple-darwin) echo "macos-${1%%-*}" ;;
        *) of_target jar "$1" ;;
    esac
}

# jna_of TARGET: prints JNA's name for a platform, or nothing. The device's library is in a folder of this name.
jna_of() {
    case $1 in
        *-apple-darwin) sed 's/x86_64/x86-64/' <<< "darwin-${1%%-*}" ;;
        *) of_target jna "$1" ;;
    esac
}

# library_file NAME TARGET: prints the file name of a library.
library_file() {
    case $2 in
        *-windows-*) echo "$1.dll" ;;
        *-apple-*) echo "lib$1.dylib" ;;
        *) echo "lib$1.so" ;;
    esac
}

# path_in_jar PART TARGET: prints where the jar of a platform has its library, or nothing if it has none.
path_in_jar() {
    local jar jna
    jar=$(jar_of "$2") jna=$(jna_of "$2")
    case $1 in
        server) [ ! "$jar" ] || echo "visitorseal/server/native/$jar/$(library_file visitorseal_jni "$2")" ;;
        device) [ ! "$jar" ] || [ ! "$jna" ] || echo "$jna/$(library_file visitorseal_device "$2")" ;;
    esac
}

# All platforms for which there are jars.
all_targets="$(grep -v '^#' tools/targets.tsv | cut -f1) x86_64-apple-darwin aarch64-apple-darwin"

# natives: prints the names that the native library must export, one for each external function of Native.kt.
natives() {
    sed -nE 's/^ *(@JvmStatic )?external fun ([A-Za-z]+)\(.*/Java_visitorseal_server_internal_Native_\2/p' \
        bindings/kotlin/server/src/main/kotlin/visitorseal/server/internal/Native.kt | sort
}

# forget_packages: removes our jars from Maven's cache. They would be used instead of a new build of the same version.
forget_packages() { rm -rf "${HOME:-/root}/.m2/repository/visitorseal"; }
