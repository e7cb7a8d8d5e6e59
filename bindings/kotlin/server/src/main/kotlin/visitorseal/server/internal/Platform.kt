package visitorseal.server.internal

import java.util.Locale
import visitorseal.server.Musl

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

        val current: Platform = system(property("os.name")).let { Platform(it, processor(property("os.arch")), it == "linux" && Musl.isLoaded()) }

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
    }
}
