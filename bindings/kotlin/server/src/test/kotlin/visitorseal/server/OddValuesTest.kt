package visitorseal.server

import java.math.BigDecimal
import java.math.BigInteger
import java.nio.file.Path
import java.sql.Timestamp
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId
import java.time.ZonedDateTime
import java.util.UUID
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vectors.Vectors

/** Values that only Kotlin and Java have: lone surrogates, maps that hold themselves, closed objects. */
class OddValuesTest {
    private val secret = "the agent's signing secret"
    private val signer = Signer("bookbag", secret)
    private val lone = "user-\uD800"

    private fun refused(call: () -> Unit): Pair<String, String?> =
        assertThrows(VisitorsealException::class.java) { call() }.let { it.code to it.field }

    private fun attribute(value: Any?) = refused { signer.sign(Visitor(id = "1", attributes = mapOf("a" to value))) }

    @Test
    fun `a lone surrogate is an error in every text`() {
        assertEquals("field_invalid" to "id", refused { signer.sign(Visitor(id = lone)) })
        assertEquals("field_invalid" to "id", refused { signer.sign(Visitor.fromMap(mapOf("id" to lone))) })
        assertEquals("visitor_malformed" to null, refused { signer.sign(Visitor.fromJson("""{"id":"$lone"}""")) })
        assertEquals("field_invalid" to "attributes.a", attribute(lone))
        assertEquals("field_invalid" to "attributes.a", attribute(mapOf("b" to 1, lone to 2)))
        assertEquals("field_invalid" to "attributes.a", attribute(mapOf("b" to lone)))
        assertEquals("field_invalid" to "message", refused { signer.digest(lone) })
        assertEquals("field_invalid" to "message", refused { signer.digestMany(listOf("1", lone)) })
        assertEquals("secret_encoding" to "secret", refused { Signer("bookbag", secret + lone) })
        assertEquals("setting_invalid" to "app_id", refused { Signer("thread", secret, mapOf("app_id" to lone)) })
        assertEquals("scheme_unknown" to "scheme", refused { Signer(lone, secret) })
        assertEquals("scheme_malformed" to null, refused { Scheme.parse(lone) })
        assertEquals("secret_encoding" to "key", refused { Verifier("bookbag", secret + lone) })
        assertEquals("kid_invalid" to "kid", refused { Key(secret, lone) })
        assertEquals("nonce_invalid" to "nonce", refused { signer.sign(Visitor(id = "1")).script(lone) })
        assertEquals("nonce_invalid" to "nonce", refused { signer.forgetScript(lone) })
        assertEquals("token_malformed" to null, refused { inspectToken(lone) })
        val verifier = Verifier("bookbag", secret)
        assertEquals("fields_malformed" to "user_id", refused { verifier.verify(mapOf("user_id" to lone)) })
        val contact = checkNotNull(verifier.verify(signer.sign(Visitor(id = "1")).fields).contact())
        assertEquals("argument_encoding" to null, refused { contact.fill(lone) })
    }

    @Test
    fun `whole pairs of surrogates are signed as their UTF-8`() {
        // printf 'user-\360\237\230\200' | openssl dgst -sha256 -hmac "the agent's signing secret"
        val digest = "7e3b2cff1662af1de6f6f055271a869b3f27802b5188c4774d8581e91a2baec9"
        assertEquals(digest, signer.digest("user-\uD83D\uDE00"))
        assertEquals(digest, signer.sign(Visitor(id = "user-\uD83D\uDE00")).signature)
        assertEquals(listOf(digest), signer.digestMany(listOf("user-\uD83D\uDE00")))
    }

    @Test
    fun `values that JSON does not have are errors that name the attribute`() {
        val itself = mutableMapOf<String, Any?>()
        itself["a"] = itself
        val endless = generateSequence(0) { it }
        for (none in listOf(Float.NEGATIVE_INFINITY, StringBuilder::class, intArrayOf(1), Thread.State.NEW, endless, endless.asIterable(), Path.of("/"))) {
            assertEquals("field_type" to "attributes.a", attribute(none), none.javaClass.name)
        }
        assertEquals("number_too_large" to "attributes.a", attribute(BigInteger.TEN.pow(10_000)))
        assertEquals("attribute_too_deep" to "attributes.a", attribute(itself))
        assertEquals("visitor_too_large" to null, attribute("x".repeat(50_000_000)))
        assertEquals("visitor_too_large" to null, attribute(BigDecimal("1e999999999")))
        assertEquals("field_unknown" to "Id", refused { signer.sign(Visitor.fromMap(mapOf("Id" to "1"))) })
    }

    @Test
    fun `times of models keep their second, also in old zones and with SQL types`() {
        val written = { value: Any -> (signer.sign(Visitor(id = "1", attributes = mapOf("a" to value))).fields["user_metadata"] as Map<*, *>)["a"] }
        val amsterdam = ZonedDateTime.of(1900, 1, 1, 0, 0, 0, 0, ZoneId.of("+00:19:32"))
        assertEquals("1899-12-31T23:40:28Z", written(amsterdam))
        assertEquals("2026-11-28T09:30:00.000123Z", written(Timestamp.from(Instant.parse("2026-11-28T09:30:00.000123Z"))))
        assertEquals("field_type" to "attributes.a", attribute(java.sql.Date.valueOf("2026-11-28")))
        assertEquals("field_type" to "attributes.a", attribute(Instant.MAX))
        assertEquals("field_type" to "attributes.a", attribute(LocalDate.MIN))
    }

    @Test
    fun `values of models are taken in attributes only`() {
        assertEquals("field_type", refused { signer.sign(Visitor.fromMap(mapOf("id" to "1", "name" to Instant.EPOCH))) }.first)
        assertEquals("setting_invalid" to "app_id", refused { Signer("thread", secret, mapOf("app_id" to UUID(1, 2))) })
        assertEquals("fields_malformed" to "user_id", refused { Verifier("bookbag", secret).verify(mapOf("user_id" to UUID(1, 2))) })
    }

    @Test
    fun `explain reports fields that cannot be written`() {
        val explained = explain("bookbag", secret, mapOf("user_id" to Double.NaN))
        assertEquals(listOf("fields_malformed" to "user_id"), explained.findings.map { it.code to it.field })
        assertTrue(explained.findings[0].fix.isNotEmpty() && !explained.isVerified)
    }

    @Test
    fun `fields that cannot be written are refused with the vendor's answer`() {
        val toml = Vectors.read("own_scheme").first { it["http_status"]?.intValue() != null && it["http_status"].intValue() != 401 }
        val verifier = Verifier(Scheme.parse(toml["scheme_toml"].textValue()), toml["keys"].map { Key(Vectors.key(it).first) })
        val refused = assertThrows(RefusedException::class.java) { verifier.verify(mapOf("a" to Double.NaN)) }
        assertEquals("fields_malformed" to "a", refused.code to refused.field)
        assertEquals(toml["http_status"].intValue() to toml["http_error"].textValue(), refused.httpStatus to refused.httpError)
    }

    @Test
    fun `ids are text, whole numbers and UUIDs`() {
        val uuid = UUID(1, 2)
        for ((id, text) in listOf(42 to "42", 42L to "42", 42.toBigInteger() to "42", 42u to "42", uuid to "$uuid")) {
            assertEquals(signer.digest(text), signer.sign(Visitor.fromMap(mapOf("id" to id))).signature)
        }
        assertEquals("field_missing" to "id", refused { signer.sign(Visitor.fromMap(mapOf("id" to null))) })
        assertEquals("field_empty" to "id", refused { signer.sign(Visitor(id = "")) })
    }

    @Test
    fun `attributes keep their order and their values`() {
        val attributes = linkedMapOf<String, Any?>(
            "z" to 1, "a" to listOf(true, null, 0.5, "\"\\\n\u0001é😀"), "m" to mapOf("empty" to emptyMap<String, Any?>()),
            "big" to BigInteger("18446744073709551615"), "small" to Long.MIN_VALUE, "char" to 'x', "array" to arrayOf(1, 2),
        )
        val metadata = signer.sign(Visitor(id = "1", attributes = attributes)).fields["user_metadata"] as Map<*, *>
        assertEquals(attributes.keys.toList(), metadata.keys.toList())
        assertEquals(listOf(true, null, 0.5, "\"\\\n\u0001é😀"), metadata["a"])
        assertEquals(mapOf("empty" to emptyMap<String, Any?>()), metadata["m"])
        assertEquals(listOf<Any?>(attributes["big"], Long.MIN_VALUE, "x", listOf(1L, 2L)),
            listOf("big", "small", "char", "array").map { metadata[it] })
    }

    @Test
    fun `what goes into a page is ASCII whatever the visitor is called`() {
        val name = "¥\"}});alert(1)//ア\u2028é😀"
        val signed = signer.sign(Visitor(id = "1", name = name, attributes = mapOf(name to name)))
        for (text in listOf(signed.script(), signed.fieldsJson, signed.toJson())) assertTrue(text.all { it.code < 128 }, text)
        assertEquals(name, (signed.fields["user_metadata"] as Map<*, *>)[name])
    }

    @Test
    fun `a huge text is an error and no crash`() {
        val huge = "x".repeat(50_000_000)
        assertEquals(64, signer.digest(huge).length)
        assertEquals("secret_encoding", refused { Signer("bookbag", huge) }.first)
        assertEquals("nonce_invalid", refused { signer.forgetScript(huge) }.first)
        assertEquals("token_too_large", refused { inspectToken(huge) }.first)
        assertEquals("fields_too_large", refused { Verifier("bookbag", secret).verifyJson(huge.encodeToByteArray()) }.first)
    }

    @Test
    fun `a closed object says so`() {
        val closed = Signer("bookbag", secret).apply { close() }
        closed.close()
        val error = assertThrows(IllegalStateException::class.java) { closed.sign(Visitor(id = "1")) }
        assertTrue(error.message!!.contains("Signer"))
        val verifier = Verifier("bookbag", secret).apply { close() }
        assertThrows(IllegalStateException::class.java) { verifier.verify(emptyMap()) }
    }

    @Test
    fun `a time is Unix seconds`() {
        for (now in listOf(-1L, Long.MIN_VALUE, Long.MAX_VALUE, System.currentTimeMillis())) {
            assertEquals("now_invalid" to "now", refused { signer.sign(Visitor(id = "1"), now) }, "$now")
        }
        assertEquals("leeway_invalid" to "leeway", refused { Verifier("bookbag", listOf(Key(secret)), leeway = -1) })
    }

    @Test
    fun `the largest token may be as large as a number`() {
        val verifier = Verifier("orlo", listOf(Key(Vectors.keyFile("rsa-2048.public.pem"))), maxToken = Long.MAX_VALUE)
        assertEquals(Long.MAX_VALUE, verifier.maxBody)
    }

    @Test
    fun `nothing private is shown`() {
        val visitor = Visitor(id = "user-123", name = "Jane Doe", attributes = mapOf("plan" to "growth"))
        val signed = signer.sign(visitor)
        val verifier = Verifier("bookbag", secret)
        val verified = verifier.verify(signed.fields)
        val shown = listOf(visitor, signed, signer, verifier, verified, verified.contact(), Key(secret), signer.signMany(listOf(visitor)))
        for (text in listOf("user-123", "Jane", "growth", secret, signed.signature!!)) {
            assertTrue(shown.none { text in "$it" }, text)
        }
    }

    @Test
    fun `sixteen threads share a signer and a verifier`() {
        val verifier = Verifier("bookbag", secret)
        val pool = Executors.newFixedThreadPool(16)
        val work = List(16) { thread ->
            Callable {
                repeat(200) { turn ->
                    val id = "user-$thread-$turn"
                    assertEquals(id, verifier.verify(signer.sign(Visitor(id = id)).fields).signed["id"])
                    assertThrows(RefusedException::class.java) { verifier.verify(mapOf("user_id" to id, "user_hash" to "0".repeat(64))) }
                }
            }
        }
        pool.invokeAll(work).forEach { it.get() }
        pool.shutdown()
    }

    @Test
    fun `a signer that is closed while others sign is freed once`() {
        repeat(50) {
            val mine = Signer("bookbag", secret)
            val pool = Executors.newFixedThreadPool(4)
            val work = List(4) { Callable { runCatching { repeat(20) { mine.digest("1") } }.exceptionOrNull() } }
            val running = work.map(pool::submit)
            mine.close()
            running.forEach { assertTrue(it.get().let { error -> error == null || error is IllegalStateException }) }
            pool.shutdown()
        }
    }
}
