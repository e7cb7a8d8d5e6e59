package visitorseal.server

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.node.ObjectNode
import java.util.Base64
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import vectors.Vectors
import vectors.Vectors.assertSame
import vectors.Vectors.bytesOf
import visitorseal.server.internal.Native
import visitorseal.server.internal.Reply

/** The vectors that all languages share. */
class VectorsTest {
    private fun scheme(case: JsonNode): Scheme =
        case["scheme_toml"]?.let { Scheme.parse(it.textValue()) } ?: scheme(case["scheme"].textValue())

    private fun settings(case: JsonNode): Map<String, Any?> = case["settings"]?.let(Vectors::map).orEmpty()

    private fun signer(case: JsonNode) = Signer(scheme(case), bytesOf(case, "secret"), settings(case))

    private fun keys(case: JsonNode) = case["keys"].map { Vectors.key(it).let { (bytes, kid) -> Key(bytes, kid) } }

    private fun verifier(case: JsonNode) =
        Verifier(
            scheme(case),
            keys(case),
            Policy.valueOf(case["policy"].textValue().uppercase()),
            case["leeway"].longValue(),
            case["max_token"].longValue(),
            settings(case),
        )

    private fun assertRefuses(case: JsonNode, call: () -> Unit) {
        val error = assertThrows(VisitorsealException::class.java) { call() }
        assertEquals(case["error"]["code"].textValue() to case["error"]["field"].textValue(), error.code to error.field)
        val kind = when (error) {
            is ConfigurationException -> "configuration"
            is VisitorException -> "visitor"
            is RefusedException -> "refused"
            is InternalException -> "internal"
        }
        assertEquals(Vectors.KINDS[error.code], kind)
        assertEquals(kind, error.kind)
        assertTrue(error.reason.isNotEmpty())
        Vectors.assertHidesPrivateData(case, error.stackTraceToString())
        if (error is RefusedException) {
            assertEquals(case["http_status"]?.intValue() ?: 401, error.httpStatus)
            assertEquals(case["http_error"]?.textValue() ?: "identity_unverified", error.httpError)
        }
    }

    @Test
    fun `digests are those of the vendors' documents`() = Vectors.each("digest", 40, { true }) { case ->
        val message = bytesOf(case, "message")
        val digest = case["digest"].textValue()
        val signer = signer(case)
        assertEquals(digest, signer.digest(message))
        assertEquals(listOf(digest, digest), signer.digestManyBytes(listOf(message, message)))
    }

    @Test
    fun `visitors are signed`() = Vectors.each("sign", 50, { true }) { case ->
        val signer = signer(case)
        val now = case["now"].longValue()
        val signed = signer.sign(Visitor.fromMap(Vectors.map(case["visitor"])), now)
        assertEquals(case["scheme"].textValue(), signed.scheme)
        assertEquals(signer.scheme, signed.scheme)
        assertEquals(case["signature"].textValue(), signed.signature)
        assertEquals(case["expires_at"].takeIf { it.isNumber }?.longValue(), signed.expiresAt)
        assertEquals(case["mark"].textValue(), signed.mark)
        assertSame(case["fields"], signed.fields)
        // As text, because the order counts.
        assertEquals(case["fields"].toString(), Vectors.JSON.readTree(signed.fieldsJson).toString())
        assertEquals(case["fields"].toString(), Vectors.JSON.writeValueAsString(signed.fields))
        assertEquals(case["warnings"].map { it.textValue() }, signed.warnings.map { it.code })
        assertEquals(case["signer_warnings"].map { it.textValue() }, signer.warnings.map { it.code })
        assertEquals(signed.toJson(), signer.sign(Visitor.fromJson(case["visitor"].toString()), now).toJson())
        assertJson(case, signed)
        Vectors.assertHidesPrivateData(case, "$signed $signer ${signer.warnings}")

        val visitor = Visitor.fromMap(Vectors.map(case["visitor"]))
        val (first, missing, malformed, last) =
            signer.signMany(listOf(visitor, Visitor(), Visitor.fromJson("5"), visitor), now)
        assertEquals(listOf(signed.toJson(), signed.toJson()), listOf(first, last).map { it.orThrow().toJson() })
        assertEquals(listOf(signed.signature, signed.fieldsJson), last.orThrow().let { listOf(it.signature, it.fieldsJson) })
        assertEquals(listOf("field_missing", "visitor_malformed"), listOf(missing, malformed).map { it.error?.code })
    }

    /** What a server sends to its app has every value of the vector, in the order that every language has. */
    private fun assertJson(case: JsonNode, signed: Signed) {
        val sent = Vectors.JSON.readTree(signed.toJson())
        assertTrue(signed.toJson().all { it.code < 128 })
        assertEquals(listOf("scheme", "signature", "fields", "expires_at", "mark", "warnings"), sent.fieldNames().asSequence().toList())
        for (name in listOf("scheme", "signature", "fields", "expires_at", "mark")) assertEquals("${case[name]}", "${sent[name]}", name)
        assertEquals(case["warnings"].map { it.textValue() }, sent["warnings"].map { it["code"].textValue() })
    }

    @Test
    fun `what is random in a signature verifies`() = Vectors.each("sign_random", 9, { true }) { case ->
        val signer = signer(case)
        val signed = signer.sign(Visitor.fromMap(Vectors.map(case["visitor"])), case["now"].longValue())
        case["header"]?.let { header ->
            val (first, payload) = checkNotNull(signed.signature).split(".").map { Base64.getUrlDecoder().decode(it).decodeToString() }
            assertEquals(header.textValue(), first)
            val pattern = case["payload"].joinToString("[0-9a-f]{32}") { Regex.escape(it.textValue()) }
            assertTrue(Regex(pattern).matches(payload), payload)
            Vectors.JSON.readTree(payload)["jti"]?.let { (case["verified"] as ObjectNode).set<JsonNode>("token_id", it) }
        }
        assertEquals(case["expires_at"].takeIf { it.isNumber }?.longValue(), signed.expiresAt)
        assertEquals(case["warnings"].map { it.textValue() }, signed.warnings.map { it.code })
        assertEquals(case["signer_warnings"].map { it.textValue() }, signer.warnings.map { it.code })
        assertOutcome(case) { verifier(case).verifyJson(signed.fieldsJson.encodeToByteArray(), case["now"].longValue()) }
    }

    @Test
    fun `what cannot be signed is an error`() = Vectors.each("sign_error", 175, { true }) { case ->
        assertRefuses(case) {
            val visitor = Visitor.fromJson(bytesOf(case, "visitor_json").decodeToString())
            signer(case).sign(visitor, case["now"].longValue())
        }
        val members = Vectors.parsed(bytesOf(case, "visitor_json"))
        if (members != null && !isSurrogate(case)) {
            val error = assertThrows(VisitorsealException::class.java) {
                signer(case).sign(Visitor.fromMap(members), case["now"].longValue())
            }
            assertEquals(case["error"]["code"].textValue(), error.code)
        }
    }

    private fun assertOutcome(case: JsonNode, call: () -> Verified) {
        if (case.has("error")) return assertRefuses(case) { call() }
        val verified = call()
        assertEquals(case.has("verified"), verified.isVerified)
        assertEquals(if (verified.isVerified) Status.VERIFIED else Status.ANONYMOUS, verified.status)
        assertEquals(verified.isVerified, Vectors.JSON.readTree(verified.toJson())["verified"].booleanValue())
        Vectors.assertHidesPrivateData(case, "$verified ${verified.contact()}")
        val expected = case["verified"] ?: case["anonymous"]
        assertSame(expected["unsigned"], verified.unsigned)
        if (verified.isVerified) {
            val of = verified.contact()?.run {
                mapOf("external_id" to externalId, "name" to name, "email" to email, "phone" to phone,
                    "attributes" to attributes, "unsigned" to unsigned)
            }
            assertSame(expected["contact"], of)
            assertSame(expected["signed"], verified.signed)
            assertEquals(expected["key"].intValue(), verified.key)
            assertEquals(expected["token_id"]?.textValue(), verified.tokenId)
            assertNull(verified.refusal)
        } else {
            assertEquals(emptyMap<String, Any?>(), verified.signed)
            assertNull(verified.key)
            assertNull(verified.contact())
            assertEquals(expected["refusal"].textValue(), verified.refusal?.code)
        }
    }

    @Test
    fun `bodies are verified or refused`() = Vectors.each("verify", 600, ::hasPolicy) { case ->
        assertOutcome(case) { verifier(case).verifyJson(bytesOf(case, "body"), case["now"].longValue()) }
    }

    @Test
    fun `fields in a map give the same result as in a body`() =
        Vectors.each("verify", 500, { hasPolicy(it) && fields(it) != null }) { case ->
            assertOutcome(case) { verifier(case).verify(checkNotNull(fields(case)), case["now"].longValue()) }
        }

    private fun fields(case: JsonNode): Map<String, Any?>? =
        if (isSurrogate(case)) null else Vectors.parsed(bytesOf(case, "body"))

    /** In a text a lone surrogate is malformed JSON, in a map it is a malformed field: the codes differ. */
    private fun isSurrogate(case: JsonNode) = "surrogate" in case["id"].textValue()

    /** Kotlin's enum has no unknown policies. */
    private fun hasPolicy(case: JsonNode) = Policy.entries.any { it.name.lowercase() == case["policy"].textValue() }

    @Test
    fun `schemes of your own sign and verify`() = Vectors.each("own_scheme", 6, { true }) { case ->
        assertOutcome(case) { verifier(case).verifyJson(bytesOf(case, "body"), case["now"].longValue()) }
    }

    @Test
    fun `scripts hold the vendors' code`() = Vectors.each("script", 140, { true }) { case ->
        val nonce = case["nonce"].textValue()
        val call = {
            val signer = signer(case)
            val visitor = { Visitor.fromMap(Vectors.map(case["visitor"])) }
            val now = case["now"].longValue()
            when (case["call"].textValue()) {
                "script" -> signer.sign(visitor(), now).script(nonce)
                "url" -> signer.sign(visitor(), now).url()
                "prefill" -> signer.prefill(visitor()).script(nonce)
                "forget" -> signer.forgetScript(nonce)
                "anonymous" -> signer.anonymousScript(nonce)
                else -> error(case["call"])
            }
        }
        if (case.has("error")) return@each assertRefuses(case) { call() }
        val html = call()
        case["equals"]?.let { assertEquals(it.textValue(), html) }
        case["contains"]?.forEach { assertTrue(it.textValue() in html, "$it") }
        case["lacks"]?.forEach { assertTrue(it.textValue() !in html, "$it") }
    }

    @Test
    fun `elements state who the visitor is`() = Vectors.each("element", 120, { true }) { case ->
        val endpoint = case["endpoint"].textValue()
        val call = {
            val visitor = { Visitor.fromMap(Vectors.map(case["visitor"])) }
            when (case["call"].textValue()) {
                "element" -> signer(case).sign(visitor(), case["now"].longValue()).element(endpoint)
                "prefill_element" -> signer(case).prefill(visitor()).element(endpoint)
                "anonymous_element" -> Page(scheme(case), settings(case)).anonymousElement()
                else -> error(case["call"])
            }
        }
        if (case.has("error")) return@each assertRefuses(case) { call() }
        assertEquals(case["equals"].textValue(), call())
    }

    @Test
    fun `explain finds the mistake`() = Vectors.each("explain", 460, { true }) { case ->
        val found = explain(
            scheme(case),
            keys(case),
            bytesOf(case, "body"),
            case["now"].longValue(),
            case["leeway"]?.longValue() ?: 0,
            case["max_token"]?.longValue() ?: 8192,
            settings(case),
            case["visitor"]?.let { Visitor.fromMap(Vectors.map(it)) },
        )
        assertEquals(case["verified"].booleanValue(), found.isVerified)
        assertEquals(case["first"].textValue(), found.findings[0].code)
        case["field"]?.let { assertEquals(it.textValue(), found.findings[0].field) }
        assertTrue(found.findings.map { it.code }.containsAll(case["also"].map { it.textValue() }))
        assertTrue(found.findings.all { it.reason.isNotEmpty() && it.fix.isNotEmpty() })
        assertEquals(found.findings.map { it.code }, Vectors.JSON.readTree(found.toJson())["findings"].map { it["code"].textValue() })
    }

    @Test
    fun `the codes of errors, warnings and findings are those of the list`() {
        val list = Vectors.read("errors")
        fun codes(of: Int) = Reply.lines(Native.codes(of))
        schemes() // which loads the library
        assertEquals(list["errors"].map { it["code"].textValue() }, codes(0))
        assertEquals(list["warnings"].map { it.textValue() }, codes(1))
        assertEquals(list["findings"].map { it.textValue() }, codes(2))
        assertNotNull(Vectors.KINDS["library_missing"])
    }

    @Test
    fun `the schemes are listed and described`() {
        assertTrue(schemes().containsAll(listOf("reamaze", "fernand", "orlo", "bookbag", "thread")))
        assertEquals(schemes().sorted(), schemes())
        val thread = scheme("thread")
        assertEquals(listOf("Thread", "HMAC-SHA256"), listOf(thread.vendor, thread.algorithm))
        assertEquals(listOf("email"), thread.covers)
        assertEquals(listOf(KeyKind.SHARED, KeyKind.PAIR), listOf(thread, scheme("orlo")).map { it.keyKind })
        assertEquals(listOf("app_id" to true), thread.settings.map { it.name to it.isRequired })
        assertTrue(thread.document.startsWith("https://") && thread.toJson().contains(thread.document))
        assertEquals(listOf("Messenger", "support_chat"), listOf(thread.product, thread.category))
    }
}
