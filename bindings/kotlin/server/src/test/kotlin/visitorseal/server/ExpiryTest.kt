package visitorseal.server

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import vectors.Vectors

/** When a signature ends, and the id of a token. */
class ExpiryTest {
    private val now = 1_795_132_800L
    private val secret = "the agent's signing secret"
    private val visitor = Visitor(id = "user-123")
    private val fruits = mapOf("workspace_code" to "w", "language" to "en")

    private fun assertEnds(end: Long?, scheme: String, settings: Map<String, Any?> = emptyMap()) {
        val signer = Signer(scheme, secret, settings)
        for (signed in listOf(signer.sign(visitor, now), signer.signMany(listOf(visitor), now).single().orThrow())) {
            assertEquals(end, signed.expiresAt, scheme)
            assertEquals(end, Vectors.JSON.readTree(signed.toJson())["expires_at"].numberValue()?.toLong(), scheme)
        }
    }

    @Test
    fun `a signature ends when the vendor stops accepting it`() {
        // A day, says core/schemes/chameleon.toml.
        assertEnds(now + 86_400, "chameleon")
        assertEnds(now + 90, "product_fruits_expiring", fruits + ("lifetime" to 90))
        assertEnds(now + 3600, "product_fruits_expiring", fruits)
        assertEnds(null, "bookbag")
    }

    @Test
    fun `a token ends with its claim exp, and never without one`() {
        val private = Vectors.keyFile("rsa-2048.private.pem")
        val jane = Visitor(name = "Jane Doe")
        assertEquals(now + 60, Signer("orlo", private, mapOf("lifetime" to 60)).sign(jane, now).expiresAt)
        assertNull(Signer("orlo", private).sign(jane, now).expiresAt)
    }

    @Test
    fun `a verified token hands out its id`() {
        val scheme = Scheme.parse(
            """
            name = "own"
            vendor = "Own"
            document = "https://example.com/"
            read = 2026-11-28
            contact = "{id}"
            [signature]
            kind = "jwt"
            algorithm = "HS256"
            secret = "text"
            [signature.claims]
            sub = "{id}"
            jti = "{random}"
            [fields]
            token = "{signature}"
            """.trimIndent(),
        )
        val secret = "a secret that is longer than the hash of HS256"
        val signed = Signer(scheme, secret).sign(visitor, now)
        val verified = Verifier(scheme, listOf(Key(secret))).verify(signed.fields, now)
        assertEquals(inspectToken(checkNotNull(signed.signature)).unverifiedClaims["jti"], verified.tokenId)
        assertEquals(verified.tokenId, Vectors.JSON.readTree(verified.toJson())["token_id"].textValue())
    }

    @Test
    fun `a digest has no token id`() {
        val signed = Signer("bookbag", secret).sign(visitor, now)
        val verified = Verifier("bookbag", secret).verify(signed.fields, now)
        assertNull(verified.tokenId)
        assertEquals(listOf("verified", "signed", "unsigned", "key"), Vectors.JSON.readTree(verified.toJson()).fieldNames().asSequence().toList())
    }
}
