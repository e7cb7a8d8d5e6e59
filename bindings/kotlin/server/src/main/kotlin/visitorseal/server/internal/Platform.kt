package visitorseal.server.internal

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.util.Locale

/**
 * Where a jar has the native library of this machine: `visitorseal/server/native/PLATFORM/FILE`. A platform is the system,
 * the processor, and `musl` on a Linux with that library of C. `bindings/kotlin/maven` packs it there.
 */
internal object Platform {
    private val system: String = System.getProperty("os.name").orEmpty().lowercase(Locale.ROOT).let {
        when {
            it.startsWith("linux") -> "linux"
            it.startsWith("mac") || it.startsWith("darwin") -> "macos"
            it.startsWith("windows") -> "windows"
            else -> it.filter(Char::isLetterOrDigit)
        }
    }

    private val processor: String = System.getProperty("os.arch").orEmpty().lowercase(Locale.ROOT).let {
        when (it) {
            "amd64", "x86_64", "x64" -> "x86_64"
            "arm64" -> "aarch64"
            else -> it.filter { char -> char.isLetterOrDigit() || char == '_' }
        }
    }

    /** Such as `linux-x86_64`, `linux-aarch64-musl` or `macos-aarch64`. */
    val name: String = "$system-$processor" + if (system == "linux" && isMusl()) "-musl" else ""

    val file: String = when (system) {
        "windows" -> "visitorseal_jni.dll"
        "macos" -> "libvisitorseal_jni.dylib"
        else -> "libvisitorseal_jni.so"
    }

    /** The library's path in the jar. */
    val resource: String = "/visitorseal/server/native/$name/$file"

    /** Which library of C this process has loaded. A machine may have both. */
    private fun isMusl(): Boolean =
        try {
            Files.lines(Path.of("/proc/self/maps")).use { lines -> lines.anyMatch { "/ld-musl-" in it || "/libc.musl-" in it } }
        } catch (_: IOException) {
            false
        } catch (_: SecurityException) {
            false
        }
}
