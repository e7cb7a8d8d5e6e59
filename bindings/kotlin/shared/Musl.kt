package visitorseal.server

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

/** Whether this process runs with musl. Ask only on Linux: what Android has is called like musl. */
internal object Musl {
    fun isLoaded(): Boolean =
        try {
            Files.readAllLines(Path.of("/proc/self/maps"), Charsets.ISO_8859_1).any(::isIn)
        } catch (_: IOException) {
            isOnlyInstalled()
        } catch (_: SecurityException) {
            false
        }

    /**
     * Whether this line of `/proc/self/maps` names musl. What the process has loaded decides, because a machine may have both
     * libraries of C. Debian calls musl `libc.so`; that of glibc is a text for the linker, which no process loads.
     */
    fun isIn(line: String): Boolean = "/ld-musl-" in line || "/libc.musl-" in line || line.endsWith("/libc.so")

    /** For a system without `/proc`. */
    private fun isOnlyInstalled(): Boolean {
        val loaders = listOf("/lib", "/lib64").flatMap { Path.of(it).toFile().list().orEmpty().toList() }
        return loaders.any { it.startsWith("ld-musl-") } && loaders.none { it.startsWith("ld-linux") }
    }
}
