package visitorseal.${part}

import visitorseal.${part}.internal.uniffiEnsureInitialized

/** The library, looked for once: whether it is there, and is the one that these classes were made for. */
internal object Library {
    private val fault: LinkageError? =
        try {
            uniffiEnsureInitialized()
            null
        } catch (error: LinkageError) {
            error
        }

    fun check() {
        fault?.let { throw told(it).apply { initCause(it) } }
    }

    private fun told(fault: LinkageError): ConfigurationError =
        if (isOther(fault)) ConfigurationError("library_version", null, "the library is of another version than these classes")
        else ConfigurationError("library_missing", null, "the package has no library for this platform, or it cannot be loaded")

    /** Its checksums differ, or JNA finds no function of a name. */
    private fun isOther(fault: LinkageError): Boolean =
        fault is ExceptionInInitializerError || fault.message.orEmpty().startsWith("Error looking up function")
}
