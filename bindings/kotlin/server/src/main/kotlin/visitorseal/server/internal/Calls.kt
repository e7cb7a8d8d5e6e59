package visitorseal.server.internal

/*
 * Here and in the files Native….kt is what the classes that the server and the device share ask of a native library. The
 * device module has the same over the code that uniffi generates.
 */

/** Calls the native library, which throws this package's exceptions. A closed object throws an IllegalStateException. */
internal inline fun <T> call(action: () -> T): T {
    Library.check()
    return action()
}

/** Calls the native library with bytes. */
internal inline fun <T> withBytes(bytes: ByteArray, action: (ByteArray) -> T): T = call { action(bytes) }
