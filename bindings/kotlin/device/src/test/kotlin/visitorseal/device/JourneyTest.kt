package visitorseal.device

import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vectors.Vectors
import visitorseal.server.Signer
import visitorseal.server.Visitor

/** From a site's server through its app into the widget, with both libraries in one process. */
class JourneyTest {
    private val now = 1_795_132_800L

    @Test
    fun `a token that the server signs opens the vendor's page until shortly before its end`() = runTest {
        val signer = Signer("orlo", Vectors.keyFile("rsa-2048.private.pem"), mapOf("lifetime" to 3600))
        val signed = signer.sign(Visitor(name = "Jane Doe"), now)
        val keeper = TokenKeeper({ 0 }) { HeldToken(checkNotNull(signed.signature), now) }
        val page = Page("orlo", mapOf("mobile_url" to "https://chat.example/m?jwt=JWT_TOKEN"))
        assertEquals("https://chat.example/m?jwt=${signed.signature}", page.url(keeper.token()))
        assertEquals(3_540_000L, keeper.dueInMillis())

        val verifier = Verifier("orlo", Vectors.keyFile("rsa-2048.public.pem").decodeToString())
        val verified = verifier.verifyJson(signed.fieldsJson.encodeToByteArray(), now)
        assertEquals("Jane Doe", verified.signed["name"])
    }

    @Test
    fun `the app's page runs the same script as the server's`() {
        val signed = Signer("bookbag", "the agent's signing secret").sign(Visitor(id = "user-123"), now)
        assertEquals(signed.script("bm9uY2U="), visitorseal.device.Signed.fromJson(Page("bookbag"), signed.toJson()).script("bm9uY2U="))
        assertTrue("user-123" in signed.script())
    }
}
