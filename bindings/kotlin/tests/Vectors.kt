package vectors

import com.fasterxml.jackson.core.StreamReadFeature
import com.fasterxml.jackson.databind.DeserializationFeature
import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.json.JsonMapper
import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.fail

/** Reads the shared vectors as tests/vectors/README.md says. */
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

    /** Runs a test with each case of a file and reports all failures. */
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

    /** The bytes that a case has under a name, in any of its forms. */
    @JvmStatic
    fun bytesOf(case: JsonNode, name: String): ByteArray {
        for (form in listOf(name, "${name}_text")) case[form]?.let { return it.textValue().encodeToByteArray() }
        case["${name}_hex"]?.let { hex -> return hex.textValue().chunked(2).map { it.toInt(16).toByte() }.toByteArray() }
        case["${name}_file"]?.let { return keyFile(it.textValue()) }
        val (prefix, piece, count, suffix) = case["${name}_repeat"].toList()
        return (prefix.textValue() + piece.textValue().repeat(count.intValue()) + suffix.textValue()).encodeToByteArray()
    }

    @JvmStatic
    fun keyFile(name: String): ByteArray = Files.readAllBytes(FOLDER.resolve("keys").resolve(name))

    /** The bytes and the name of a case's key. */
    @JvmStatic
    fun key(key: JsonNode): Pair<ByteArray, String?> {
        val bytes =
            key["text"]?.textValue()?.encodeToByteArray()
                ?: key["file"]?.let { keyFile(it.textValue()) }
                ?: key["hex"].textValue().chunked(2).map { it.toInt(16).toByte() }.toByteArray()
        return bytes to key["kid"]?.textValue()
    }

    /** JSON as maps and lists of Kotlin. */
    @JvmStatic
    @Suppress("UNCHECKED_CAST")
    fun map(node: JsonNode): Map<String, Any?> = JSON.convertValue(node, LinkedHashMap::class.java) as Map<String, Any?>

    /** The members of a body. Null if it is not an object, or if Jackson refuses it. */
    @JvmStatic
    fun parsed(body: ByteArray): Map<String, Any?>? =
        try {
            val text = Charsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(body)).toString()
            JSON.readTree(text).takeIf { it.isObject }?.let(::map)
        } catch (_: java.io.IOException) {
            null
        }

    /** Asserts that values of Kotlin are those of JSON. The types of numbers may differ. */
    @JvmStatic
    fun assertSame(expected: JsonNode?, value: Any?) {
        val written = JSON.readTree(JSON.writeValueAsString(value))
        assertEquals(JSON.readTree(JSON.writeValueAsString(expected)), written)
    }

    @JvmField
    val KINDS: Map<String, String> = read("errors")["errors"].associate { it["code"].textValue() to it["kind"].textValue() }

    private val PRIVATE = listOf("jane@example.com", "user-123", "Jane Doe", "richard@")

    /** Asserts that a text contains no secret and no visitor's data of the case. */
    @JvmStatic
    fun assertHidesPrivateData(case: JsonNode, text: String) {
        val secrets = listOfNotNull(case["secret"]?.textValue()) + (case["keys"]?.mapNotNull { it["text"]?.textValue() } ?: emptyList())
        // Our own texts have short words, such as the secret "secret" of an example.
        val found = (secrets.filter { it.length > 6 } + PRIVATE).filter { it in text }
        assertEquals(emptyList<String>(), found)
    }
}
