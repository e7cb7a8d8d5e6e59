package visitorseal.server

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vectors.Vectors

/** `explain` gets what the verifier got, and the site's own record of the visitor. */
class ExplainTest {
    private val now = 1_795_132_800L
    private val secret = "the agent's signing secret"
    private val orlo = Signer("orlo", Vectors.keyFile("rsa-2048.private.pem"), mapOf("lifetime" to 60)).sign(Visitor(name = "Jane Doe"), now)
    private val public = Vectors.keyFile("rsa-2048.public.pem").decodeToString()

    // In upper case, which is what explain finds. From openssl dgst -sha256 -hmac.
    private val upper = mapOf(
        "user_id" to "user-123",
        "user_hash" to "8038E22E2BB8CC8E7048BE1B29F0CF43CD2C468C75037229BFB2D5FB79A9EA48",
    )

    private fun first(fields: Map<String, Any?> = orlo.fields, at: Long = now, leeway: Long = 0, maxToken: Long = 8192): Explanation =
        explain("orlo", public, fields, at, leeway, maxToken)

    private fun thrown(call: () -> Unit): List<Any?> =
        assertThrows(VisitorsealException::class.java) { call() }.let { listOf(it.javaClass, it.code, it.field, it.reason) }

    @Test
    fun `a token that expired ten seconds ago is right with the leeway of the verifier`() {
        for (leeway in listOf(0L, 5L)) assertEquals("token_expired", first(at = now + 70, leeway = leeway).findings[0].code)
        assertTrue(first(at = now + 70, leeway = 30).isVerified)
    }

    @Test
    fun `a token may be as large as the verifier allows`() {
        for (least in listOf(100L, 0L, -1L)) assertEquals("token_too_large", first(maxToken = least).findings[0].code)
        assertTrue(first(maxToken = checkNotNull(orlo.signature).length.toLong()).isVerified)
        val large = mapOf("jwt" to "x".repeat(200_000))
        assertEquals("fields_too_large", first(large).findings[0].code)
        for (size in listOf(200_000L, Long.MAX_VALUE)) assertNotEquals("fields_too_large", first(large, maxToken = size).findings[0].code)
    }

    @Test
    fun `a wrong leeway is an error also if the fields cannot be written`() {
        for (fields in listOf(upper, mapOf("user_id" to Double.NaN))) {
            for (leeway in listOf(-1L, 301L)) {
                assertEquals("leeway_invalid", thrown { explain("bookbag", secret, fields, leeway = leeway) }[1])
            }
            assertEquals("setting_unknown", thrown { explain("bookbag", secret, fields, settings = mapOf("app_id" to "a")) }[1])
        }
    }

    @Test
    fun `the site's own record of the visitor may be passed`() {
        val records = listOf(null, Visitor(), Visitor(id = "user-123", name = "Zoë", attributes = mapOf("uuid" to "9b1d")), Visitor.fromMap(mapOf("id" to 123)))
        for (record in records) assertEquals("result_upper_case", explain("bookbag", secret, upper, visitor = record).findings[0].code)
    }

    @Test
    fun `a wrong record is the same error as when it is signed`() {
        val signer = Signer("bookbag", secret)
        val records = listOf("5", "{\"user_id\":\"user-123\"}", "{\"id\":1.5}", "{\"id\":\"user-123\",\"phone\":\"+442071838750x\"}")
        for (record in records.map(Visitor::fromJson)) {
            val signing = thrown { signer.sign(record) }
            assertEquals(VisitorException::class.java, signing[0])
            for (fields in listOf(upper, mapOf("user_id" to Double.NaN))) {
                assertEquals(signing, thrown { explain("bookbag", secret, fields, visitor = record) })
            }
        }
    }
}
