package visitorseal.server.internal

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.util.Locale

/**
 * A system, a processor, and whether a Linux has musl. The jar of a platform has its name, such as `linux-x86_64`,
 * `linux-aarch64-musl` or `macos-aarch64`. `bindings/kotlin/pack-platform` packs the library into it.
 */
internal class Platform(system: String, processor: String, val isMusl: Boolean) {
    val name: String = "$system-$processor" + if (isMusl) MUSL else ""

    val file: String = file(name)

    /** The library's path in the jar. */
    val resource: String = resource(name)

    /** The name of the same system and processor with the other library of C. */
    val twin: String = if (isMusl) name.removeSuffix(MUSL) else name + MUSL

    internal companion object {
        private const val MUSL = "-musl"

        val current: Platform = system(property("os.name")).let { Platform(it, processor(property("os.arch")), it == "linux" && usesMusl()) }

        fun resource(name: String): String = "visitorseal/server/native/$name/${file(name)}"

        private fun file(name: String): String = when (name.substringBefore('-')) {
            "windows" -> "visitorseal_jni.dll"
            "macos" -> "libvisitorseal_jni.dylib"
            else -> "libvisitorseal_jni.so"
        }

        private fun property(name: String) = System.getProperty(name).orEmpty().lowercase(Locale.ROOT)

        private fun system(name: String): String = when {
            name.startsWith("linux") -> "linux"
            name.startsWith("mac") || name.startsWith("darwin") -> "macos"
            name.startsWith("windows") -> "windows"
            else -> name.filter(Char::isLetterOrDigit)
        }

        private fun processor(name: String): String = when (name) {
            "amd64", "x86_64", "x64" -> "x86_64"
            "arm64" -> "aarch64"
            else -> name.filter { it.isLetterOrDigit() || it == '_' }
        }

        private fun usesMusl(): Boolean =
            try {
                Files.readAllLines(Path.of("/proc/self/maps"), Charsets.ISO_8859_1).any(::isOfMusl)
            } catch (_: IOException) {
                onlyMuslIsInstalled()
            } catch (_: SecurityException) {
                false
            }

        /**
         * Whether this line of `/proc/self/maps` names musl. What the process has loaded decides, because a machine may have both
         * libraries of C. Debian calls musl `libc.so`; that of glibc is a text for the linker, which no process loads.
         */
        fun isOfMusl(line: String): Boolean = "/ld-musl-" in line || "/libc.musl-" in line || line.endsWith("/libc.so")

        /** For a system without `/proc`. */
        private fun onlyMuslIsInstalled(): Boolean {
            val loaders = listOf("/lib", "/lib64").flatMap { Path.of(it).toFile().list().orEmpty().toList() }
            return loaders.any { it.startsWith("ld-musl-") } && loaders.none { it.startsWith("ld-linux") }
        }
    }
}
