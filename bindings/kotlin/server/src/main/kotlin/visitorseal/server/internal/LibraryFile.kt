package visitorseal.server.internal

import java.io.IOException
import java.nio.file.FileSystems
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.LinkOption
import java.nio.file.Path
import java.nio.file.attribute.FileAttribute
import java.nio.file.attribute.PosixFilePermissions

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

        fun find(): LibraryFile = if (System.getProperty(FILE) != null) named() else unpack()

        private fun named(): LibraryFile {
            val path = path(FILE).toAbsolutePath()
            if (!Files.isReadable(path)) {
                throw LibraryMissing("The property $FILE names the file $path, which cannot be read. Name the native library, or leave the property out.")
            }
            return LibraryFile(path, null)
        }

        /** The path that a property names, or the path [text] that comes of it. */
        private fun path(property: String, text: String = System.getProperty(property).orEmpty()): Path =
            try {
                Path.of(text)
            } catch (error: InvalidPathException) {
                throw LibraryMissing("The property $property names no path ($error). Correct the property. If the path has characters that this locale does not have (sun.jnu.encoding is ${System.getProperty("sun.jnu.encoding")}), start Java in another locale, such as LC_ALL=C.UTF-8.", error)
            }

        /**
         * Another user who may rename this folder or one above could put a library of their own into this place. Windows and
         * file systems without owners have nothing to ask.
         */
        internal fun checkNobodyElseWrites(fresh: Path) {
            // Another user may have put this folder there in place of ours. So Linux says who this user is.
            val user = attribute(PROCESS.takeIf(Files::exists) ?: fresh, "unix:uid") ?: return
            // From the root on, because nobody else can then change what is checked.
            for (folder in generateSequence(fresh, Path::getParent).toList().asReversed()) {
                val mode = attribute(folder, "unix:mode") as Int
                if (attribute(folder, "unix:uid").let { it != user && it != 0 }) {
                    val owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).name
                    throw LibraryMissing("The native library cannot be unpacked into ${fresh.parent}: $folder belongs to another user ($owner). Name the library's file with the property $FILE, or set the property $FOLDER to a folder that belongs, with all folders above it, to this user or to root.")
                }
                if (mode and OTHERS_WRITE != 0 && mode and STICKY == 0) {
                    throw LibraryMissing("The native library cannot be unpacked into ${fresh.parent}: other users may write to $folder. Set its sticky bit (chmod +t), or put the library into the image and name it with the property $FILE.")
                }
            }
        }

        private fun attribute(path: Path, name: String): Any? =
            try {
                Files.getAttribute(path, name, LinkOption.NOFOLLOW_LINKS)
            } catch (_: UnsupportedOperationException) {
                null
            } catch (_: IllegalArgumentException) {
                null
            }

        private const val OTHERS_WRITE = 0b000_010_010
        private const val STICKY = 0b001_000_000_000

        /** A folder that belongs to the user of this process. `/proc/self` is a link, and belongs to root. */
        private val PROCESS = Path.of("/proc/self/task")

        /** What a folder has that only this user may use, whatever the umask is. */
        private val ONLY_OWN: Array<FileAttribute<*>> =
            if ("posix" !in FileSystems.getDefault().supportedFileAttributeViews()) emptyArray()
            else arrayOf(PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))

        private fun unpack(): LibraryFile {
            val platform = Platform.current
            val source = Jars.open(platform) ?: throw LibraryMissing(Jars.whyMissing(platform))
            val property = if (System.getProperty(FOLDER) != null) FOLDER else "java.io.tmpdir"
            val folder = path(property).toAbsolutePath()
            try {
                // Java 11 fails to create a folder where a link to one is.
                if (!Files.isDirectory(folder)) Files.createDirectories(folder, *ONLY_OWN)
                // Only this user may look into it. Its path has no links, because the owner of a link may turn it.
                val fresh = Files.createTempDirectory(folder, "visitorseal-").toRealPath()
                val file = LibraryFile(fresh.resolve(platform.file), fresh)
                try {
                    checkNobodyElseWrites(fresh)
                    // Java loads a file by its text.
                    path(property, file.path.toString())
                    source.use { Files.copy(it, file.path) }
                } catch (error: Exception) {
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
