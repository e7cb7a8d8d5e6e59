package visitorseal.server

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import visitorseal.server.internal.Native

/** Many calls: nothing stays in memory, and many threads get the right results. FULL=1 makes ten times as many. */
class MemoryTest {
    private val secret = "the agent's signing secret"
    private val signer = Signer("bookbag", secret)
    private val verifier = Verifier("bookbag", secret)
    private val visitor = Visitor(id = "user-123", attributes = mapOf("plan" to "growth"))
    private val rounds = if (System.getenv("FULL") == "1") 200_000 else 20_000

    /** Waits until the cleaner has freed what is no longer used, and gives how many objects the native library has. */
    private fun kept(atMost: Int): Int {
        repeat(100) {
            System.gc()
            if (Native.count() <= atMost) return Native.count()
            Thread.sleep(50)
        }
        return Native.count()
    }

    private fun heap(): Long = Runtime.getRuntime().run { totalMemory() - freeMemory() } / 1_000_000

    private fun resident(): Long {
        val status = Path.of("/proc/self/statm")
        return if (Files.exists(status)) Files.readString(status).split(" ")[1].toLong() * 4096 / 1_000_000 else 0
    }

    private fun round() {
        val fields = signer.sign(visitor).fieldsJson.encodeToByteArray()
        assertEquals("user-123", verifier.verifyJson(fields).contact()?.externalId)
        assertThrows(RefusedException::class.java) { verifier.verifyJson(REFUSED) }
    }

    @Test
    fun `signs, verifications and refusals leave nothing behind`() {
        val before = kept(0)
        repeat(rounds / 4) { round() }
        assertTrue(kept(before) <= before, "${Native.count()} objects, $before before")
        val (heap, resident) = heap() to resident()
        repeat(rounds) { round() }
        assertTrue(kept(before) <= before, "${Native.count()} objects, $before before")
        assertTrue(heap() - heap < 20, "the heap has ${heap() - heap} MB more")
        assertTrue(resident() - resident < 60, "the process has ${resident() - resident} MB more")
    }

    @Test
    fun `what is made and closed leaves nothing behind`() {
        val before = kept(0)
        repeat(rounds / 20) {
            Signer("bookbag", secret).use { it.digest("user-123") }
            Verifier("bookbag", secret).close()
            Page("bookbag").close()
        }
        assertTrue(kept(before) <= before, "${Native.count()} objects, $before before")
    }

    @Test
    fun `eight threads with ten thousand calls each get their own results`() {
        val pool = Executors.newFixedThreadPool(8)
        val expected = List(100) { signer.digest("user-$it") }
        val work = List(8) { thread ->
            Callable {
                repeat(10_000) { turn ->
                    val at = (thread + turn) % expected.size
                    if (turn % 10 == 0) {
                        val signed = signer.sign(Visitor(id = "user-$at"))
                        assertEquals(expected[at], signed.signature)
                        assertEquals("user-$at", verifier.verifyJson(signed.fieldsJson.encodeToByteArray()).contact()?.externalId)
                    } else {
                        assertEquals(expected[at], signer.digest("user-$at"))
                    }
                }
            }
        }
        pool.invokeAll(work).forEach { it.get() }
        pool.shutdown()
    }

    private companion object {
        val REFUSED = """{"user_id":"user-123","user_hash":"${"0".repeat(64)}"}""".encodeToByteArray()
    }
}
