package visitorseal.device.internal

import visitorseal.device.ConfigurationException

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

    private fun toException(fault: LinkageError): ConfigurationException =
        if (isOtherVersion(fault)) {
            ConfigurationException(
                "library_version",
                null,
                "The native library and the classes have different versions. Use both from the same jar.",
            )
        } else {
            ConfigurationException(
                "library_missing",
                null,
                "The native library cannot be loaded. Use a jar that was packed for this platform.",
            )
        }

    /** The checksums differ, or JNA does not find a function by its name. */
    private fun isOtherVersion(fault: LinkageError): Boolean =
        fault is ExceptionInInitializerError || fault.message.orEmpty().startsWith("Error looking up function")
}
