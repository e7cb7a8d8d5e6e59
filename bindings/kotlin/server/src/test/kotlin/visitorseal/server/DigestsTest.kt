package visitorseal.server

import java.util.Base64
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** Digests of schemes with other hashes and other forms, against those of the JDK. */
class DigestsTest {
    private val secret = "the agent's signing secret"
    private val messages = List(20) { "user-$it" }

    private val written = mapOf<String, (ByteArray) -> String>(
        "hex" to { mac -> mac.joinToString("") { "%02x".format(it) } },
        "HEX" to { mac -> mac.joinToString("") { "%02X".format(it) } },
        "base64" to { Base64.getEncoder().encodeToString(it) },
        "base64url" to { Base64.getUrlEncoder().withoutPadding().encodeToString(it) },
    )

    private fun own(hash: String, result: String) = Scheme.parse(
        """
        name = "own"
        vendor = "Own"
        document = "https://example.com/"
        read = 2026-11-20
        [signature]
        kind = "hmac"
        hash = "$hash"
        secret = "text"
        message = "{id}"
        result = "$result"
        [fields]
        id = "{id}"
        hash = "{signature}"
        """.trimIndent(),
    )

    @Test
    fun `a digest has the hash and the form of its scheme`() {
        for (hash in listOf("SHA1", "SHA256", "SHA512")) {
            val mac = Mac.getInstance("Hmac$hash").apply { init(SecretKeySpec(secret.toByteArray(), algorithm)) }
            for ((result, write) in written) {
                val scheme = own(hash.lowercase(), result)
                val signer = Signer(scheme, secret)
                val expected = messages.map { write(mac.doFinal(it.toByteArray())) }
                assertEquals(expected, messages.map { signer.digest(it) })
                assertEquals(expected, signer.digestMany(messages))
                assertEquals(expected, messages.map { signer.sign(Visitor(id = it)).signature })
                assertEquals("HMAC-$hash", scheme.algorithm)
            }
        }
    }
}
