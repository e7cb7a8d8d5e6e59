package visitorseal.server

import java.math.BigDecimal
import java.math.BigInteger
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import vectors.Vectors

/** Whole numbers that a Double would round arrive as they were sent: two people stay two. */
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
        val claims = Inspected.of(checkNotNull(signed.signature)).unverifiedClaims
        for ((name, number) in large) assertEquals(number, claims[name], name)
    }

    @Test
    fun `whole numbers of 64 bits are exact in what it does not cover and in the contact`() {
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
        val first = Visitor.of(mapOf("id" to 9007199254740993L))
        assertEquals("033beb1a00f7fb902614cbd3fd392ae369eda1f9274b35026b741edfb5c4be3c", signer.sign(first).signature)
        for (id in listOf<Any>(BigInteger("9007199254740993"), "9007199254740993")) {
            assertEquals("033beb1a00f7fb902614cbd3fd392ae369eda1f9274b35026b741edfb5c4be3c", signer.sign(Visitor.of(mapOf("id" to id))).signature)
        }
    }

    @Test
    fun `a decimal that JSON's numbers do not keep is an error that names it`() {
        val signer = Signer("bookbag", secret)
        fun kept(number: BigDecimal) =
            (signer.sign(Visitor(id = "1", attributes = mapOf("n" to number))).fields["user_metadata"] as Map<*, *>)["n"]
        for (text in listOf("9007199254740993.0", "0.12345678901234567890", "12345678901234567890.12", "1E+400", "1E-400")) {
            val error = assertThrows(VisitorError::class.java, { kept(BigDecimal(text)) }, text)
            assertEquals("field_type" to "attributes.n", error.code to error.field)
        }
        assertEquals(0.1, kept(BigDecimal("0.1")))
        assertEquals(19.9, kept(BigDecimal("19.90")))
        assertEquals(9007199254740993L, kept(BigDecimal("9007199254740993")))
    }
}
