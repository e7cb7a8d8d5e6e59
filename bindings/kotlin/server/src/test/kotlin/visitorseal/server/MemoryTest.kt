package visitorseal.server

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import visitorseal.server.internal.Handle
import visitorseal.server.internal.Native

/** Many calls: nothing stays in memory, and many threads get the right results. FULL=1 makes ten times as many. */
class MemoryTest {
    private val secret = "the agent's signing secret"
    private val rounds = if (System.getenv("FULL") == "1") 200_000 else 20_000

    /** A process with a heap of one size, so that it grows only if something outside of the heap does. */
    object Rounds {
        private val signer = Signer("bookbag", "the agent's signing secret")
        private val verifier = Verifier("bookbag", "the agent's signing secret")
        private val visitor = Visitor(id = "user-123", attributes = mapOf("plan" to "growth"))
        private val forged = """{"user_id":"user-123","user_hash":"${"0".repeat(64)}"}""".encodeToByteArray()

        private fun round() {
            val fields = signer.sign(visitor).fieldsJson.encodeToByteArray()
            check(verifier.verifyJson(fields).contact()?.externalId == "user-123")
            check(runCatching { verifier.verifyJson(forged) }.exceptionOrNull() is RefusedException)
            Signer("bookbag", "another secret").use { it.digest("user-123") }
        }

        /** Waits until what is no longer used is freed, and gives how many objects the native library has. */
        private fun objects(atMost: Int): Int {
            repeat(200) {
                System.gc()
                Handle.freeCollected()
                if (Native.count() <= atMost) return Native.count()
                Thread.sleep(50)
            }
            return Native.count()
        }

        private fun megabytes(): Long = Files.readString(Path.of("/proc/self/statm")).split(" ")[1].toLong() * 4096 / 1_000_000

        @JvmStatic
        fun main(arguments: Array<String>) {
            val rounds = arguments[0].toInt()
            repeat(rounds / 4) { round() }
            val (objects, megabytes) = objects(8) to megabytes()
            repeat(rounds) { round() }
            println("${objects(objects) - objects} ${megabytes() - megabytes}")
        }
    }

    @Test
    fun `signs, verifications and refusals leave nothing behind`() {
        assumeTrue(Files.exists(Path.of("/proc/self/statm")), "needs /proc")
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val heap = listOf("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC")
        val process = ProcessBuilder(listOf(java) + heap + listOf("-cp", classes, Rounds::class.java.name, "$rounds")).start()
        val (objects, megabytes) = process.inputStream.bufferedReader().readText().trim().split(" ").map(String::toInt)
        assertEquals(0, objects, "objects of the native library")
        // Compiled code takes some. A round leaves far more than 1 KB if anything stays.
        assertTrue(megabytes < 20, "the process has $megabytes MB more")
    }

    @Test
    fun `eight threads with ten thousand calls each get their own results`() {
        val (signer, verifier) = Signer("bookbag", secret) to Verifier("bookbag", secret)
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
}
