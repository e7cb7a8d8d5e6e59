package snippets

import com.fasterxml.jackson.databind.JsonNode
import java.net.URLDecoder
import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assertions.fail
import org.junit.jupiter.api.Test
import vectors.Vectors
import visitorseal.server.Key
import visitorseal.server.RefusedException
import visitorseal.server.Verifier

/** The environment that the snippets read. */
object Environment {
    val values = HashMap<String, String>()

    @JvmStatic
    fun get(name: String): String = values.getValue(name)

    /** The argument of a snippet's function. */
    fun text(arguments: List<Any?>): String = arguments.single() as String

    @Suppress("UNCHECKED_CAST")
    fun query(arguments: List<Any?>): Map<String, String> = arguments.single() as Map<String, String>
}

/** The snippets of docs/vendors make a signature that verifies. tests/snippets/README.md says how it is found. */
class SnippetsTest {
    private val pages: List<JsonNode> =
        Vectors.JSON.readTree(Files.readAllBytes(Path.of(System.getProperty("vectors"), "../snippets/pages.json"))).toList()

    init {
        for (page in pages) page["environment"].properties().forEach { (name, value) -> Environment.values[name] = value.textValue() }
    }

    @Test
    fun `the snippets for Kotlin sign`() = check(KOTLIN)

    @Test
    fun `the snippets for Java sign`() = check(JAVA)

    private fun check(snippets: Map<String, (List<Any?>) -> String>) {
        assertEquals(pages.map { it["scheme"].textValue() }.toSet(), snippets.keys)
        for (page in pages) {
            val snippet = snippets.getValue(page["scheme"].textValue())
            val made = snippet(list(page["arguments"]))
            if (page["gives"].textValue() == "verified") {
                assertEquals(page["user"].single().textValue(), made)
            } else {
                assertSigned(page, made)
            }
            if (page["refused"].isArray) {
                val error = assertThrows(Exception::class.java) { snippet(list(page["refused"])) }
                assertTrue(error is RefusedException || error is IllegalArgumentException, "$error")
            }
        }
    }

    private fun list(arguments: JsonNode): List<Any?> = Vectors.JSON.convertValue(arguments, List::class.java)

    private fun assertSigned(page: JsonNode, made: String) {
        val scheme = page["scheme"].textValue()
        val settings = page["settings"].properties().associate { (name, value) -> name to value.textValue() } - "endpoint"
        val verifier = Verifier(scheme, listOf(Key(page["key"].textValue())), settings = settings)
        val refusals = mutableListOf<String>()
        for (fields in candidates(page, made)) {
            try {
                val signed = verifier.verify(fields).signed
                assertTrue(signed.isNotEmpty(), scheme)
                for ((name, value) in signed) page["user"][name]?.let { assertEquals(it.textValue(), value, scheme) }
                return
            } catch (refused: RefusedException) {
                refusals += refused.reason
            }
        }
        fail<Unit>("$scheme: $refusals\n$made")
    }

    /** What may be the signed fields. */
    private fun candidates(page: JsonNode, made: String): Sequence<Map<String, Any?>> = sequence {
        val script = Regex("\"signed\", \"[^\"]*\", (\\{.*\\})\\);</script>").find(made)?.groupValues?.get(1)
        val json = script ?: made.takeIf { page["gives"].textValue() == "fields" }
        if (json != null) {
            @Suppress("UNCHECKED_CAST")
            yield(Vectors.JSON.readValue(json, Map::class.java) as Map<String, Any?>)
        }
        fun decoded(text: String) = URLDecoder.decode(text, Charsets.UTF_8)
        if (page["gives"].textValue() == "url") {
            val pairs = made.substringAfter('?').replace('#', '&').split('&').map { decoded(it.substringBefore('=')) to decoded(it.substringAfter('=')) }
            yield(pairs.toMap())
            yield(pairs.associate { (name, text) -> name to (text.toLongOrNull() ?: text) })
        }
        for (token in Regex("[\\w-]{10,}\\.[\\w-]{10,}\\.[\\w-]{10,}").findAll(made)) yield(mapOf(page["signature_field"].textValue() to token.value))
        yield(Regex("data-([\\w-]+)=\"(.*?)\"").findAll(made).associate { it.groupValues[1].replace('-', '_') to it.groupValues[2] })
    }
}
