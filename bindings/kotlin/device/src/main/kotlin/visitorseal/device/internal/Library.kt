package visitorseal.device.internal

import com.sun.jna.Platform
import visitorseal.device.ConfigurationException
import visitorseal.device.Musl

/** Loads the native library once, and remembers why it cannot be loaded or does not fit these classes. */
internal object Library {
    private val fault: LinkageError? =
        try {
            uniffiEnsureInitialized()
            null
        } catch (error: LinkageError) {
            error
        }

    fun check() {
        fault?.let { throw toException(it).apply { initCause(it) } }
    }

    private fun toException(fault: LinkageError): ConfigurationException = when {
        isOtherVersion(fault) -> ConfigurationException(
            "library_version",
            null,
            "The native library and the classes have different versions. Take all jars of visitorseal in the same version.",
        )
        else -> ConfigurationException("library_missing", null, "The native library cannot be loaded (${firstLine(fault)}). ${advice(prefix())}")
    }

    /** JNA lists every folder in which it has looked. */
    private fun firstLine(fault: LinkageError): String = fault.message.orEmpty().lineSequence().first().ifEmpty { fault.javaClass.name }

    /** JNA's name for this platform, which is the library's folder in the jar. Null if JNA's own library cannot be loaded. */
    private fun prefix(): String? =
        try {
            Platform.RESOURCE_PREFIX
        } catch (_: LinkageError) {
            null
        }

    fun advice(prefix: String?, isMusl: Boolean = prefix.orEmpty().startsWith("linux-") && Musl.isLoaded()): String {
        val jar = text("platforms").lines().firstOrNull { it.substringAfter(' ') == prefix }?.substringBefore(' ')
        val version = text("version")
        val loader = Library::class.java.classLoader
        return when {
            isMusl -> "JNA, which visitorseal-device uses, needs glibc. Use Java with glibc, or visitorseal-server."
            prefix == null -> NOEXEC
            jar == null -> "There is no jar for $prefix. On Android, use the AAR, which has the libraries."
            loader.getResource("$prefix/${System.mapLibraryName("visitorseal_device")}") == null ->
                "Add the jar visitorseal-device-$version-$jar.jar. In Gradle: runtimeOnly(\"visitorseal:visitorseal-device:$version:$jar\"). " +
                    "In Maven: the dependency visitorseal:visitorseal-device:$version a second time, with <classifier>$jar</classifier>."
            else -> NOEXEC
        }
    }

    private const val NOEXEC =
        "If the temporary folder is mounted with noexec, set JNA's property jna.tmpdir to another folder."

    /** A file of the jar. An app's packager may have left it out. */
    private fun text(name: String): String =
        Library::class.java.getResourceAsStream(name)?.use { it.readBytes().decodeToString().trim() }.orEmpty()

    /** The checksums differ, or JNA does not find a function by its name. */
    private fun isOtherVersion(fault: LinkageError): Boolean =
        fault is ExceptionInInitializerError || fault.message.orEmpty().startsWith("Error looking up function")
}
