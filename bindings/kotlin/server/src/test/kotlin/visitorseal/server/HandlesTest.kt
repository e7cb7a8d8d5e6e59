package visitorseal.server

import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.NotSerializableException
import java.io.ObjectInputStream
import java.io.ObjectOutputStream
import java.lang.reflect.Modifier
import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import vectors.Vectors
import visitorseal.server.internal.Native
import visitorseal.server.internal.Reply

/** Objects that hold a handle of the native library or a secret: copied, serialized, freed. */
class HandlesTest {
    private val secret = "the agent's signing secret"
    private val visitor = Visitor(id = "user-123", attributes = mapOf("plan" to "growth"))
    private val signer = Signer("bookbag", secret)
    private val verifier = Verifier("bookbag", secret)
    private val signed = signer.sign(visitor)
    private val verified = verifier.verify(signed.fields)
    private val orlo = Signer("orlo", Vectors.keyFile("rsa-2048.private.pem"))
    private val inspected = inspectToken(checkNotNull(orlo.sign(Visitor(name = "Jane")).signature))

    /** A copy as Gson, Kryo and XStream make it: without a constructor, with every field that is not transient. */
    private fun <T : Any> copied(original: T): T {
        val unsafe = Class.forName("sun.misc.Unsafe")
        val instance = unsafe.getDeclaredField("theUnsafe").apply { isAccessible = true }.get(null)
        val copy = unsafe.getMethod("allocateInstance", Class::class.java).invoke(instance, original.javaClass)
        for (field in original.javaClass.declaredFields) {
            if (field.modifiers and (Modifier.STATIC or Modifier.TRANSIENT) != 0) continue
            field.isAccessible = true
            field.set(copy, field.get(original))
        }
        return original.javaClass.cast(copy)
    }

    @Test
    fun `a copy field by field gets no handle and no secret`() {
        val calls = listOf<() -> Any?>(
            { copied(signer).digest("user-123") },
            { copied(verifier).verify(signed.fields) },
            { copied(signed).toJson() },
            { copied(signed).signature },
            { copied(verified).toJson() },
            { copied(checkNotNull(verified.contact())).fill("") },
            { copied(inspected).toJson() },
            { copied(scheme("bookbag")).toJson() },
            { Verifier("bookbag", listOf(copied(Key(secret)))) },
            { signer.sign(copied(visitor)) },
        )
        calls.forEachIndexed { index, call -> assertThrows(NullPointerException::class.java, { call() }, "call $index") }
        for (copy in listOf(signer, verifier, signed, verified, inspected, Key(secret), visitor).map(::copied)) {
            val fields = copy.javaClass.declaredFields.filter { it.modifiers and (Modifier.STATIC or Modifier.TRANSIENT) == 0 }
            assertTrue(fields.all { it.name == "kid" }, "${copy.javaClass} $fields")
        }
        assertEquals(signed.signature, signer.sign(visitor).signature)
    }

    @Test
    fun `only exceptions can be serialized`() {
        for (original in listOf(signer, verifier, signed, verified, verified.contact(), inspected, Key(secret), visitor)) {
            val error = assertThrows(NotSerializableException::class.java) {
                ObjectOutputStream(ByteArrayOutputStream()).writeObject(original)
            }
            assertEquals(original?.javaClass?.name, error.message)
        }
        val refused = assertThrows(RefusedException::class.java) { verifier.verify(signed.fields + ("user_id" to "another")) }
        val bytes = ByteArrayOutputStream().also { ObjectOutputStream(it).writeObject(refused) }.toByteArray()
        val read = ObjectInputStream(ByteArrayInputStream(bytes)).readObject() as RefusedException
        assertEquals(listOf(refused.code, refused.field, refused.reason, refused.httpError),
            listOf(read.code, read.field, read.reason, read.httpError))
    }

    @Test
    fun `results of a closed signer stay usable`() {
        val mine = Signer("bookbag", secret)
        val result = mine.sign(visitor)
        mine.close()
        assertEquals(signed.signature, result.signature)
        assertTrue("user-123" in result.script())
        assertEquals(signed.toJson(), result.toJson())
        assertEquals(signed.element(), result.element())
        val other = Verifier("bookbag", secret)
        val contact = other.verify(result.fields).contact()
        other.close()
        assertEquals("user-123", contact?.fill("{{contact.external_id}}"))
    }

    /** The answer of a native function that makes an object begins with the object's number. */
    private fun number(answer: ByteArray?) = Reply.of(answer).long()

    @Test
    fun `a number that is freed, made up, or another object's finds nothing`() {
        val scheme = number(Native.scheme("bookbag".encodeToByteArray()))
        val mine = number(Native.signer(scheme, secret.encodeToByteArray(), "{}".encodeToByteArray()))
        val message = "user-123".encodeToByteArray()
        assertEquals(signer.digest("user-123"), Reply.ascii(Native.digest(mine, message)))
        for (wrong in listOf(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, scheme, mine + (1L shl 20), mine xor (1L shl 40), -mine)) {
            val error = assertThrows(IllegalStateException::class.java, { Reply.of(Native.digest(wrong, message)) }, "$wrong")
            assertEquals("The Signer is closed.", error.message)
            assertEquals(-1, Native.digestInPlace(wrong, ByteArray(128), 3))
            assertThrows(IllegalStateException::class.java) { Reply.of(Native.verify(wrong, message, 0)) }
            if (wrong != scheme) Native.free(wrong)
        }
        assertThrows(IllegalStateException::class.java) { Reply.of(Native.schemeJson(mine)) }
        Native.free(mine)
        val next = number(Native.signer(scheme, secret.encodeToByteArray(), "{}".encodeToByteArray()))
        Native.free(mine)
        assertThrows(IllegalStateException::class.java) { Reply.of(Native.digest(mine, message)) }
        assertEquals(signer.digest("user-123"), Reply.ascii(Native.digest(next, message)))
        listOf(scheme, next).forEach(Native::free)
    }

    @Test
    fun `torn bytes are an error and no crash`() {
        val scheme = number(Native.scheme("bookbag".encodeToByteArray()))
        val mine = number(Native.signer(scheme, secret.encodeToByteArray(), "{}".encodeToByteArray()))
        for (torn in listOf(byteArrayOf(), byteArrayOf(1, 0, 0), ByteArray(300) { 1 }, byteArrayOf(1) + ByteArray(4) { -1 })) {
            for (call in listOf({ Native.sign(mine, torn, 1) }, { Native.script(scheme + (1L shl 56), torn, null) })) {
                assertTrue(runCatching { Reply.of(call()) }.exceptionOrNull() is RuntimeException)
            }
        }
        for (length in listOf(-1, 129, Int.MAX_VALUE, Int.MIN_VALUE)) assertEquals(-1, Native.digestInPlace(mine, ByteArray(128), length))
        assertEquals(-1, Native.digestInPlace(mine, ByteArray(10), 20))
        assertEquals(-1, Native.digestInPlace(mine, ByteArray(10), 5))
        listOf(scheme, mine).forEach(Native::free)
    }

    @Test
    fun `an interrupted thread gets its result and stays interrupted`() {
        Thread.currentThread().interrupt()
        try {
            Signer("bookbag", secret).use { assertEquals(signed.signature, it.sign(visitor).signature) }
            assertEquals("user-123", verifier.verify(signed.fields).signed["id"])
        } finally {
            assertTrue(Thread.interrupted())
        }
    }

    @Test
    fun `unused objects are freed`() {
        val status = Path.of("/proc/self/statm")
        assumeTrue(Files.exists(status))
        fun megabytes() = Files.readString(status).split(" ")[1].toLong() * 4096 / 1_000_000
        val large = Visitor(id = "user-123", attributes = mapOf("note" to "x".repeat(60_000)))
        fun sign(times: Int) = repeat(times) { turn ->
            signer.sign(large)
            // The collector does not see the native library's memory, so ask it.
            if (turn % 100 == 0) System.gc()
        }
        sign(200)
        val before = megabytes()
        // 1,200 visitors of 60 KB that stay in memory are more than 72 MB.
        sign(1200)
        System.gc()
        Thread.sleep(200)
        assertTrue(megabytes() - before < 60, "${megabytes() - before} MB more")
    }
}
