package visitorseal.server.internal

import java.io.IOException
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.Path

/** Which folders are mounted so that no library in them can be loaded. Only Linux says it. */
internal object Mounts {
    /** The place where the file system of a file is mounted, if that is with `noexec`. */
    fun noexec(file: Path): Path? =
        try {
            noexec(file.toRealPath(), Files.readAllLines(Path.of("/proc/self/mounts"), Charsets.ISO_8859_1))
        } catch (_: IOException) {
            null
        } catch (_: SecurityException) {
            null
        }

    /** The same, with the lines of `/proc/self/mounts`: device, place, type, options. */
    fun noexec(file: Path, mounts: List<String>): Path? {
        // Of two at the same place, the later one hides the other.
        val (place, options) = mounts.map { it.split(' ') }.filter { it.size > 3 }.mapNotNull { line -> path(line[1])?.let { it to line[3].split(',') } }
            .filter { (place, _) -> file.startsWith(place) }.reduceOrNull { deepest, next -> if (next.first.startsWith(deepest.first)) next else deepest }
            ?: return null
        return place.takeIf { "noexec" in options }
    }

    /** Null if this locale has no such path. Then Java loads nothing from there. */
    private fun path(place: String): Path? =
        try {
            Path.of(unescaped(place))
        } catch (_: InvalidPathException) {
            null
        }

    /** A space in a path is written as `\040`. The bytes of the path are UTF-8. */
    private fun unescaped(path: String): String =
        Regex("""\\([0-7]{3})""").replace(path) { it.groupValues[1].toInt(8).toChar().toString() }.toByteArray(Charsets.ISO_8859_1).decodeToString()
}
