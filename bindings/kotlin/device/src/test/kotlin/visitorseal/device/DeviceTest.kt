package visitorseal.device

import com.fasterxml.jackson.databind.JsonNode
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vectors.Vectors
import vectors.Vectors.bytesOf
import visitorseal.device.internal.errorCodes

/** What an app can do, and what it cannot. */
class DeviceTest {
    private fun refused(call: () -> Unit): Pair<String, String?> =
        assertThrows(VisitorsealException::class.java) { call() }.let { it.code to it.field }

    private fun verified(case: JsonNode): Verified {
        val keys = case["keys"].map { Vectors.key(it).let { (bytes, kid) -> Key(bytes, kid) } }
        val policy = Policy.valueOf(case["policy"].textValue().uppercase())
        val (leeway, largest) = listOf("leeway", "max_token").map { case[it].longValue() }
        val verifier = Verifier(case["scheme"].textValue(), keys, policy, leeway, largest, Vectors.map(case["settings"]))
        return verifier.verifyJson(bytesOf(case, "body"), case["now"].longValue())
    }

    @Test
    fun `tokens are verified or refused`() =
        Vectors.each("verify", 250, { it["scheme"].textValue() == "orlo" }) { case ->
            if (case.has("error")) {
                val error = assertThrows(VisitorsealException::class.java) { verified(case) }
                assertEquals(case["error"]["code"].textValue() to case["error"]["field"].textValue(), error.code to error.field)
                assertEquals(Vectors.KINDS[error.code], error.kind)
                return@each Vectors.assertHidesPrivateData(case, error.stackTraceToString())
            }
            val verified = verified(case)
            assertEquals(case.has("verified"), verified.isVerified)
            case["verified"]?.let { expected ->
                Vectors.assertSame(expected["signed"], verified.signed)
                assertEquals(expected["key"].intValue(), verified.key)
                assertEquals(expected["contact"]["external_id"]?.textValue(), verified.contact()?.externalId)
            }
        }

    @Test
    fun `a shared secret is refused as a key`() {
        assertEquals("not_offered", refused { Verifier("bookbag", "a secret of some length") }.first)
    }

    @Test
    fun `all codes are known`() = assertEquals(Vectors.KINDS.keys.toList(), errorCodes())

    @Test
    fun `the page shows what the server sent`() {
        val sent = """{"scheme":"bookbag","signature":"8038e2","fields":{"user_id":"user-123","user_hash":"8038e2"},"expires_at":1795132800,"mark":"Zk3v_-aZk3v_-aZk","warnings":[]}"""
        val signed = Signed.fromJson(Page("bookbag"), sent)
        assertEquals(mapOf("user_id" to "user-123", "user_hash" to "8038e2"), signed.fields)
        val html = signed.script("bm9uY2U=")
        assertTrue(html.startsWith("<script nonce=\"bm9uY2U=\" ") && """{"user_id":"user-123","user_hash":"8038e2"}""" in html)
        assertEquals(html, Signed.fromJson(Page("bookbag"), sent.encodeToByteArray()).script("bm9uY2U="))
        assertEquals(1795132800L, signed.expiresAt)
        assertEquals(sent, signed.toJson())
        assertNull(Signed.fromJson(Page("bookbag"), sent.replace("1795132800", "null")).expiresAt)
        assertEquals("Signed(bookbag)", "$signed")
        assertEquals("Zk3v_-aZk3v_-aZk", signed.mark)
        val element = signed.element("/visitor")
        for (part in listOf(" mark=\"Zk3v_-aZk3v_-aZk\" ", " expires=\"1795132800\" endpoint=\"/visitor\" ")) assertTrue(part in element, element)
        assertTrue(" state=\"anonymous\" " in Page("bookbag").anonymousElement())
        assertTrue("window.bookbag('identify', null);" in Page("bookbag").forgetScript())
        assertTrue("a-1234" in Page("thread", mapOf("app_id" to "a-1234")).anonymousScript())
    }

    @Test
    fun `only a signed visitor gets into the page`() {
        for (text in listOf("", "alert(1)", "[]", """{"scheme":"orlo","fields":{}}""", """{"scheme":"bookbag","fields":"x"}""", "\uD800")) {
            assertEquals("fields_malformed", refused { Signed.fromJson(Page("bookbag"), text) }.first, text)
        }
        val evil = """{"scheme":"bookbag","signature":"a\nb","fields":{}}"""
        assertEquals("signature_malformed" to "signature", refused { Signed.fromJson(Page("bookbag"), evil) })
    }

    @Test
    fun `Orlo's mobile address is built from a token`() {
        val page = Page("orlo", mapOf("mobile_url" to "https://chat.example/m?jwt=JWT_TOKEN"))
        val token = "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"
        assertEquals("https://chat.example/m?jwt=$token", page.url(token))
        assertEquals("token_malformed", refused { page.url("\"><script>") }.first)
        assertEquals("token_malformed", refused { page.url("\uD800") }.first)
        assertEquals("setting_missing" to "mobile_url", refused { Page("orlo").url(token) })
        assertEquals("not_offered", refused { Page("bookbag").url(token) }.first)
    }

    @Test
    fun `a token is inspected without verification`() {
        // {"alg":"RS256"} and {"iat":1000,"exp":1600}
        val token = "eyJhbGciOiJSUzI1NiJ9.eyJpYXQiOjEwMDAsImV4cCI6MTYwMH0.c2ln"
        val inspected = inspectToken(token)
        assertEquals(mapOf("alg" to "RS256"), inspected.unverifiedHeader)
        assertEquals(mapOf("iat" to 1000L, "exp" to 1600L), inspected.unverifiedClaims)
        assertEquals(1600L, inspected.unverifiedExpiry)
        assertTrue("1600" !in "$inspected")
        assertNull(inspectToken("eyJhbGciOiJSUzI1NiJ9.e30.c2ln").unverifiedExpiry)
        assertEquals("token_malformed", refused { inspectToken("") }.first)
    }

    @Test
    fun `the page of an app fills a form without a signature`() {
        val visitor = Visitor(email = "jane@example.com")
        assertEquals("not_offered", refused { Page("bookbag").prefill(visitor) }.first)
        val signed = Page("fernand").prefill(visitor)
        assertNull(signed.signature)
        assertTrue("jane@example.com" in signed.fieldsJson)
    }

    @Test
    fun `a held token is given until it expires`() {
        // {"alg":"RS256"} and {"iat":1000,"exp":1600}
        val held = HeldToken("eyJhbGciOiJSUzI1NiJ9.eyJpYXQiOjEwMDAsImV4cCI6MTYwMH0.c2ln", 1000)
        assertEquals(listOf(540L, 1L, 0L, 0L), listOf(0L, 539L, 540L, 600L).map(held::dueIn))
        assertTrue(held.token(599)!!.startsWith("eyJ"))
        assertNull(held.token(600))
        assertNull(HeldToken("eyJhbGciOiJSUzI1NiJ9.e30.c2ln", 1000).dueIn(5))
        assertTrue("eyJ" !in "$held")
    }

    @Test
    fun `a closed page throws`() {
        val page = Page("bookbag").apply { close() }
        assertThrows(IllegalStateException::class.java) { page.forgetScript() }
    }
}
