package visitorseal.server.internal

import java.io.IOException
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.Path

/** The file of the native library. Closing this removes what was unpacked. */
internal class LibraryFile private constructor(val path: Path, private val unpacked: Path?) : AutoCloseable {
    override fun close() {
        if (unpacked == null) return
        try {
            // A loaded library stays loaded without its file.
            Files.deleteIfExists(path)
            Files.deleteIfExists(unpacked)
        } catch (_: IOException) {
            // Windows keeps the file of a loaded library.
            unpacked.toFile().deleteOnExit()
            path.toFile().deleteOnExit()
        }
    }

    internal companion object {
        /** A property that names the library's file. Then nothing is unpacked. */
        const val FILE = "visitorseal.library"

        /** A property that names the folder into which the library is unpacked, in place of java.io.tmpdir. */
        const val FOLDER = "visitorseal.library.folder"

        fun find(): LibraryFile = System.getProperty(FILE)?.let(::named) ?: unpack()

        private fun named(name: String): LibraryFile {
            val path = path(name).toAbsolutePath()
            if (!Files.isReadable(path)) {
                throw LibraryMissing("The property $FILE names the file $path, which cannot be read. Name the native library, or leave the property out.")
            }
            return LibraryFile(path, null)
        }

        private fun path(name: String): Path =
            try {
                Path.of(name)
            } catch (error: InvalidPathException) {
                throw LibraryMissing("A path for the native library is no path ($error). Correct the property $FILE or $FOLDER.", error)
            }

        /**
         * Another user who may rename one of the folders above could put a library of their own into this place. Windows and
         * file systems without owners have nothing to ask.
         */
        private fun checkNobodyElseWrites(fresh: Path) {
            val user = attribute(fresh, "unix:uid") ?: return
            for (folder in generateSequence(fresh.toRealPath().parent, Path::getParent)) {
                val mode = attribute(folder, "unix:mode") as Int
                val isOwn = attribute(folder, "unix:uid").let { it == user || it == 0 }
                if (!isOwn || (mode and OTHERS_WRITE != 0 && mode and STICKY == 0)) {
                    throw IOException("other users may write to $folder")
                }
            }
        }

        private fun attribute(path: Path, name: String): Any? =
            try {
                Files.getAttribute(path, name)
            } catch (_: UnsupportedOperationException) {
                null
            } catch (_: IllegalArgumentException) {
                null
            }

        private const val OTHERS_WRITE = 0b000_010_010
        private const val STICKY = 0b001_000_000_000

        private fun unpack(): LibraryFile {
            val platform = Platform.current
            val source = Jars.open(platform) ?: throw LibraryMissing(Jars.whyMissing(platform))
            val folder = System.getProperty(FOLDER) ?: System.getProperty("java.io.tmpdir").orEmpty()
            try {
                // Only this user may look into it.
                val fresh = Files.createTempDirectory(Files.createDirectories(path(folder).toAbsolutePath()), "visitorseal-")
                val file = LibraryFile(fresh.resolve(platform.file), fresh)
                try {
                    checkNobodyElseWrites(fresh)
                    source.use { Files.copy(it, file.path) }
                } catch (error: IOException) {
                    file.close()
                    throw error
                }
                return file
            } catch (error: IOException) {
                throw LibraryMissing("The native library cannot be unpacked into $folder ($error). Set the property $FOLDER to a folder that this user alone may write, or name the library's file with the property $FILE.", error)
            }
        }
    }
}

/** There is no library that can be loaded. */
internal class LibraryMissing(val reason: String, cause: Throwable? = null) : Exception(reason, cause)
