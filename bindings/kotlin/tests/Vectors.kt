package vectors

import com.fasterxml.jackson.core.StreamReadFeature
import com.fasterxml.jackson.databind.DeserializationFeature
import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.json.JsonMapper
import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.fail

/** The shared vectors; tests/vectors/README.md says how they are read. */
object Vectors {
    private val FOLDER: Path = Path.of(System.getProperty("vectors"))

    @JvmField
    val JSON: JsonMapper =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()

    @JvmStatic
    fun read(name: String): JsonNode = JSON.readTree(Files.readAllBytes(FOLDER.resolve("$name.json")))

    /** Runs a test with each case of a file, and tells of all that fail. */
    @JvmStatic
    fun each(name: String, atLeast: Int, where: (JsonNode) -> Boolean, test: (JsonNode) -> Unit) {
        val cases = read(name).filter(where)
        val failures = cases.mapNotNull { case ->
            try {
                test(case)
                null
            } catch (failure: Throwable) {
                "${case["id"]}, ${case["comment"]}: $failure"
            }
        }
        if (failures.isNotEmpty()) fail<Unit>("${failures.size} of ${cases.size}:\n" + failures.joinToString("\n"))
        assert(cases.size >= atLeast) { "only ${cases.size} cases of $name were tried" }
    }

    /** What a case gives under a name, in whatever form it does. */
    @JvmStatic
    fun given(case: JsonNode, name: String): ByteArray {
        for (form in listOf(name, "${name}_text")) case[form]?.let { return it.textValue().encodeToByteArray() }
        case["${name}_hex"]?.let { hex -> return hex.textValue().chunked(2).map { it.toInt(16).toByte() }.toByteArray() }
        case["${name}_file"]?.let { return keyFile(it.textValue()) }
        val (prefix, piece, count, suffix) = case["${name}_repeat"].toList()
        return (prefix.textValue() + piece.textValue().repeat(count.intValue()) + suffix.textValue()).encodeToByteArray()
    }

    @JvmStatic
    fun keyFile(name: String): ByteArray = Files.readAllBytes(FOLDER.resolve("keys").resolve(name))

    /** A key of a case: its bytes, and its name. */
    @JvmStatic
    fun key(key: JsonNode): Pair<ByteArray, String?> {
        val bytes =
            key["text"]?.textValue()?.encodeToByteArray()
                ?: key["file"]?.let { keyFile(it.textValue()) }
                ?: key["hex"].textValue().chunked(2).map { it.toInt(16).toByte() }.toByteArray()
        return bytes to key["kid"]?.textValue()
    }

    /** JSON as Kotlin's maps and lists. */
    @JvmStatic
    @Suppress("UNCHECKED_CAST")
    fun map(node: JsonNode): Map<String, Any?> = JSON.convertValue(node, LinkedHashMap::class.java) as Map<String, Any?>

    /** What a body says as an object, or null where it is none or a parser reads it otherwise. */
    @JvmStatic
    fun parsed(body: ByteArray): Map<String, Any?>? =
        try {
            val text = Charsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(body)).toString()
            JSON.readTree(text).takeIf { it.isObject }?.let(::map)
        } catch (_: java.io.IOException) {
            null
        }

    /** Asserts that Kotlin's values are those of JSON, in whatever width the numbers are. */
    @JvmStatic
    fun assertSame(expected: JsonNode?, value: Any?) {
        val written = JSON.readTree(JSON.writeValueAsString(value))
        assertEquals(JSON.readTree(JSON.writeValueAsString(expected)), written)
    }

    @JvmField
    val KINDS: Map<String, String> = read("errors")["errors"].associate { it["code"].textValue() to it["kind"].textValue() }

    private val PRIVATE = listOf("jane@example.com", "user-123", "Jane Doe", "richard@")

    /** Asserts that nothing of the case's secrets and visitors stands in a text. */
    @JvmStatic
    fun assertDiscreet(case: JsonNode, said: String) {
        val secrets = listOfNotNull(case["secret"]?.textValue()) + (case["keys"]?.mapNotNull { it["text"]?.textValue() } ?: emptyList())
        val found = (secrets.filter { it.length > 3 } + PRIVATE).filter { it in said }
        assertEquals(emptyList<String>(), found)
    }
}
