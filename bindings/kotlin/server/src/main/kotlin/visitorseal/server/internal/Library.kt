package visitorseal.server.internal

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
            return Fault("library_version", "The native library is not that of this package, whose version is $VERSION. Use the library and the classes of the same jar.", error)
        }
        if (library == VERSION) return null
        return Fault("library_version", "The native library has the version $library, and the classes have the version $VERSION. Use the library and the classes of the same jar.", null)
    }

    private fun unloadable(file: LibraryFile, error: UnsatisfiedLinkError): Fault {
        val advice = when {
            "already loaded in another classloader" in error.message.orEmpty() ->
                "Put the jar where all applications of this process share it, or leave the property ${LibraryFile.FILE} out."
            System.getProperty(LibraryFile.FILE) != null ->
                "Name the library for this platform in the property ${LibraryFile.FILE}, or leave the property out."
            else ->
                "The folder may be mounted with noexec: set the property ${LibraryFile.FOLDER} to another one, or name the library's file with the property ${LibraryFile.FILE}."
        }
        return Fault("library_missing", "The native library ${file.path} cannot be loaded (${error.message}). $advice", error)
    }

    /** The version of the classes. The jar has it in a file of its own. */
    private val VERSION: String
        get() = checkNotNull(Library::class.java.getResourceAsStream("version")).use { it.readBytes().decodeToString().trim() }
}
