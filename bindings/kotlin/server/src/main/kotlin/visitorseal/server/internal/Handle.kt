package visitorseal.server.internal

import java.lang.ref.PhantomReference
import java.lang.ref.Reference
import java.lang.ref.ReferenceQueue
import java.util.concurrent.ConcurrentHashMap

/**
 * The number of an object of the native library. It is freed when this is closed, or when this was collected and another one
 * is made: a thread that waits for that would keep the classes of an application that a server has unloaded.
 */
internal class Handle(private val number: Long) {
    private val owned = Owned(this, number)

    init {
        freeCollected()
        ALIVE.add(owned)
    }

    /** Calls the native library. Without the fence this could be collected, and its number freed, during the call. */
    inline fun <T> use(call: (Long) -> T): T =
        try {
            call(number)
        } finally {
            Reference.reachabilityFence(this)
        }

    /** Frees the object at once. Later calls say that it is closed. */
    fun close(): Unit = owned.free()

    private class Owned(handle: Handle, private val number: Long) : PhantomReference<Handle>(handle, COLLECTED) {
        fun free() {
            clear()
            if (ALIVE.remove(this)) Native.free(number)
        }
    }

    internal companion object {
        private val COLLECTED = ReferenceQueue<Handle>()
        private val ALIVE: MutableSet<Owned> = ConcurrentHashMap.newKeySet()

        /** Frees the objects whose handles were collected. */
        fun freeCollected() {
            while (true) (COLLECTED.poll() as Owned? ?: return).free()
        }
    }
}
