package visitorseal.server.internal

import java.nio.file.Path
import visitorseal.server.ConfigurationException

/** Loads the native library once, and remembers why it cannot be loaded or does not fit these classes. */
internal object Library {
    private class Fault(val code: String, val reason: String, val cause: Throwable?)

    private val fault: Fault? = load()

    fun check() {
        fault?.let { throw ConfigurationException(it.code, null, it.reason).apply { initCause(it.cause) } }
    }

    private fun load(): Fault? =
        try {
            LibraryFile.find().use { file ->
                try {
                    System.load(file.path.toString())
                    otherVersion()
                } catch (error: UnsatisfiedLinkError) {
                    unloadable(file, error)
                }
            }
        } catch (error: LibraryMissing) {
            Fault("library_missing", error.reason, error.cause)
        } catch (error: IllegalCallerException) {
            // From Java 24 on with --illegal-native-access=deny, and later by default.
            Fault("library_missing", "Java does not let this package load its native library ($error). Start Java with --enable-native-access=ALL-UNNAMED, or on the module path with --enable-native-access=visitorseal.server.", error)
        } catch (error: SecurityException) {
            Fault("library_missing", "The native library may not be loaded ($error). Allow that, or run without a security manager.", error)
        }

    private fun otherVersion(): Fault? {
        val library = try {
            Reply.text(Native.version())
        } catch (error: UnsatisfiedLinkError) {
            return Fault("library_version", "The native library is not that of this package, whose version is ${Jars.version}. $SAME", error)
        }
        if (library == Jars.version) return null
        return Fault("library_version", "The native library has the version $library, and the classes have the version ${Jars.version}. $SAME", null)
    }

    private fun unloadable(file: LibraryFile, error: UnsatisfiedLinkError): Fault {
        val message = error.message.orEmpty()
        return Fault("library_missing", "The native library ${file.path} cannot be loaded ($message). ${advice(file.path, message)}", error)
    }

    private fun advice(file: Path, message: String): String {
        val isNamed = System.getProperty(LibraryFile.FILE) != null
        val noexec = Mounts.noexec(file)
        return when {
            "already loaded in another classloader" in message ->
                "Put the jar where all applications of this process share it, or leave the property ${LibraryFile.FILE} out."
            noexec != null && isNamed ->
                "The folder $noexec is mounted with noexec. Name a file in another folder with the property ${LibraryFile.FILE}."
            noexec != null ->
                "The folder $noexec is mounted with noexec. Set the property ${LibraryFile.FOLDER} to a folder that is not, or name the library's file in such a folder with the property ${LibraryFile.FILE}."
            else -> otherLibc(message, Platform.current)?.let { "$it " }.orEmpty() +
                if (isNamed) "Name the library for ${Platform.current.name} in the property ${LibraryFile.FILE}, or leave the property out."
                else "Take the jars of this version again, or name the library's file with the property ${LibraryFile.FILE}."
        }
    }

    /** A library needs glibc's loader, or musl's `libc.so`. The other one does not have it, and says so. */
    fun otherLibc(message: String, platform: Platform): String? = when {
        platform.isMusl && "ld-linux" in message -> "It is for glibc, and this Java runs with musl."
        !platform.isMusl && Regex("""(^|[\s/])libc\.so: """) in message -> "It is for musl, and this Java runs with glibc."
        else -> null
    }

    private const val SAME = "Take all jars of visitorseal in the same version."
}
