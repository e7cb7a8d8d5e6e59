package visitorseal.server

import java.math.BigDecimal
import java.math.BigInteger
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import vectors.Vectors

/** Whole numbers that a Double would round stay exact, so that two people stay two. */
class NumbersTest {
    private val secret = "the agent's signing secret"
    private val large = linkedMapOf<String, Any?>(
        "above" to 9007199254740993L,
        "next" to 9007199254740995L,
        "most" to Long.MAX_VALUE,
        "least" to Long.MIN_VALUE,
        "unsigned" to BigInteger("18446744073709551615"),
    )
    private val written = """{"above":9007199254740993,"next":9007199254740995,"most":9223372036854775807,""" +
        """"least":-9223372036854775808,"unsigned":18446744073709551615}"""

    @Test
    fun `whole numbers of 64 bits are exact in what the signature covers`() {
        val orlo = Signer("orlo", Vectors.keyFile("rsa-2048.private.pem"))
        val signed = orlo.sign(Visitor(name = "Jane", attributes = large))
        val verified = Verifier("orlo", listOf(Key(Vectors.keyFile("rsa-2048.public.pem")))).verify(signed.fields)
        assertEquals(large, verified.signed["attributes"])
        val claims = inspectToken(checkNotNull(signed.signature)).unverifiedClaims
        for ((name, number) in large) assertEquals(number, claims[name], name)
    }

    @Test
    fun `whole numbers of 64 bits are exact in unsigned values and in the contact`() {
        val signature = Signer("bookbag", secret).digest("user-123")
        val verifier = Verifier("bookbag", secret)
        val body = """{"user_id":"user-123","user_hash":"$signature","user_metadata":$written}"""
        val fields = mapOf("user_id" to "user-123", "user_hash" to signature, "user_metadata" to large)
        for (verified in listOf(verifier.verifyJson(body.encodeToByteArray()), verifier.verify(fields))) {
            assertEquals(large, verified.unsigned["attributes"])
            val contact = checkNotNull(verified.contact())
            assertEquals(large, contact.attributes)
            assertEquals("9007199254740993", contact.fill("{{contact.attr.above}}"))
        }
    }

    @Test
    fun `whole numbers of 64 bits are exact in the fields of a page`() {
        val signed = Signer("bookbag", secret).sign(Visitor(id = "user-123", attributes = large))
        assertEquals(large, signed.fields["user_metadata"])
        assertEquals(written, signed.fieldsJson.substringAfter("\"user_metadata\":").removeSuffix("}"))
    }

    @Test
    fun `ids that differ in the last digit are signed as two`() {
        val signer = Signer("bookbag", secret)
        // printf 9007199254740993 | openssl dgst -sha256 -hmac "the agent's signing secret"
        val first = Visitor.fromMap(mapOf("id" to 9007199254740993L))
        assertEquals("033beb1a00f7fb902614cbd3fd392ae369eda1f9274b35026b741edfb5c4be3c", signer.sign(first).signature)
        for (id in listOf<Any>(BigInteger("9007199254740993"), "9007199254740993")) {
            assertEquals("033beb1a00f7fb902614cbd3fd392ae369eda1f9274b35026b741edfb5c4be3c", signer.sign(Visitor.fromMap(mapOf("id" to id))).signature)
        }
    }

    @Test
    fun `a decimal in the fields of a request stays the number that it is, or is refused`() {
        val signature = Signer("bookbag", secret).digest("user-123")
        val verifier = Verifier("bookbag", secret)
        fun verified(number: BigDecimal): Any? {
            val fields = mapOf("user_id" to "user-123", "user_hash" to signature, "user_metadata" to mapOf("n" to number))
            return (verifier.verify(fields).unsigned["attributes"] as Map<*, *>)["n"]
        }
        for (text in listOf("9007199254740993.0", "0.12345678901234567890", "12345678901234567890.12", "1E+400", "1E-400")) {
            val error = assertThrows(RefusedException::class.java, { verified(BigDecimal(text)) }, text)
            assertEquals("fields_malformed" to "user_metadata", error.code to error.field)
        }
        assertEquals(0.1, verified(BigDecimal("0.1")))
        assertEquals(19.9, verified(BigDecimal("19.90")))
        assertEquals(9007199254740993L, verified(BigDecimal("9007199254740993")))
    }
}
