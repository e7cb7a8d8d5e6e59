package visitorseal.server.internal

import java.lang.ref.Cleaner
import java.lang.ref.Reference

/** The number of an object of the native library, which is freed when this is closed or collected. */
internal class Handle(private val number: Long) {
    private val freed: Cleaner.Cleanable = CLEANER.register(this, Free(number))

    /** Calls the native library. Without the fence this could be collected, and its number freed, during the call. */
    inline fun <T> use(call: (Long) -> T): T =
        try {
            call(number)
        } finally {
            Reference.reachabilityFence(this)
        }

    /** Frees the object at once. Later calls say that it is closed. */
    fun close(): Unit = freed.clean()

    /** No part of [Handle], which would never be collected otherwise. */
    private class Free(private val number: Long) : Runnable {
        override fun run(): Unit = Native.free(number)
    }

    private companion object {
        val CLEANER: Cleaner = Cleaner.create()
    }
}
