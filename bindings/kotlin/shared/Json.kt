package visitorseal.server

import com.fasterxml.jackson.core.JsonEncoding
import com.fasterxml.jackson.core.JsonFactory
import com.fasterxml.jackson.core.JsonFactoryBuilder
import com.fasterxml.jackson.core.JsonParser
import com.fasterxml.jackson.core.JsonToken
import java.io.ByteArrayOutputStream
import java.math.BigDecimal
import java.math.BigInteger

/** Settings as JSON. The native library checks that they are text or whole numbers. */
internal fun settingsJson(settings: Map<String, Any?>): ByteArray =
    try {
        JsonSink().apply { ValueWriter(this, LARGEST_SETTINGS).members(settings) }.bytes()
    } catch (error: UnwritableValue) {
        val isLarge = error.fault == ValueFault.VISITOR_TOO_LARGE
        throw ConfigurationException("setting_invalid", error.field, if (isLarge) "The settings are too large. Pass short texts." else error.fault.reason)
    }

/** The fields of a request as JSON. The native library checks their exact size. */
internal fun fieldsJson(fields: Map<String, Any?>): ByteArray =
    try {
        JsonSink().apply { ValueWriter(this, LARGEST_FIELDS, MAX_FIELDS_DEPTH).members(fields) }.bytes()
    } catch (error: UnwritableValue) {
        if (error.fault == ValueFault.VISITOR_TOO_LARGE) {
            throw RefusedException("fields_too_large", null, "The fields of the request are too large. Send fewer attributes.")
        }
        throw RefusedException("fields_malformed", error.field, error.fault.reason)
    }

/** A JSON object that the native library wrote. Objects keep their order, whole numbers are Long or BigInteger. */
internal fun readObject(json: String): Map<String, Any?> =
    JSON.createParser(json).use { parser ->
        parser.nextToken()
        readObject(parser)
    }

/** A JSON list of objects that the native library wrote. */
internal fun readObjects(json: String): List<Map<String, Any?>> =
    JSON.createParser(json).use { parser ->
        parser.nextToken()
        val objects = ArrayList<Map<String, Any?>>()
        while (parser.nextToken() != JsonToken.END_ARRAY) objects.add(readObject(parser))
        objects
    }

private fun readObject(parser: JsonParser): Map<String, Any?> {
    val members = LinkedHashMap<String, Any?>()
    while (parser.nextToken() != JsonToken.END_OBJECT) {
        val name = parser.currentName()
        parser.nextToken()
        members[name] = read(parser)
    }
    return members
}

private fun read(parser: JsonParser): Any? =
    when (parser.currentToken()) {
        JsonToken.START_OBJECT -> readObject(parser)
        JsonToken.START_ARRAY -> ArrayList<Any?>().also { while (parser.nextToken() != JsonToken.END_ARRAY) it.add(read(parser)) }
        JsonToken.VALUE_STRING -> parser.text
        JsonToken.VALUE_TRUE -> true
        JsonToken.VALUE_FALSE -> false
        JsonToken.VALUE_NUMBER_INT ->
            if (parser.numberType == JsonParser.NumberType.BIG_INTEGER) parser.bigIntegerValue else parser.longValue
        JsonToken.VALUE_NUMBER_FLOAT -> parser.doubleValue
        else -> null
    }

/**
 * Only what every Jackson since 2.10 has is used, because a site may have chosen another. No table of names is kept: anyone
 * may have chosen them, and could fill it.
 */
private val JSON: JsonFactory =
    JsonFactoryBuilder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build()

/** Writes values as one JSON object. */
internal class JsonSink : ValueSink {
    private val bytes = ByteArrayOutputStream()
    private val json = JSON.createGenerator(bytes, JsonEncoding.UTF8).apply { writeStartObject() }

    override fun nothing(): Unit = json.writeNull()

    override fun flag(flag: Boolean): Unit = json.writeBoolean(flag)

    override fun whole(number: Long): Unit = json.writeNumber(number)

    override fun whole(number: BigInteger): Unit = json.writeNumber(number)

    override fun fraction(number: Double): Unit = json.writeNumber(number)

    override fun fraction(number: Float): Unit = json.writeNumber(number)

    override fun decimal(number: BigDecimal): Unit = json.writeNumber(number)

    override fun text(text: String): Unit = json.writeString(text)

    override fun name(name: String): Unit = json.writeFieldName(name)

    override fun startObject(): Unit = json.writeStartObject()

    override fun endObject(): Unit = json.writeEndObject()

    override fun startList(): Unit = json.writeStartArray()

    override fun endList(): Unit = json.writeEndArray()

    override fun bytes(): ByteArray {
        endObject()
        json.close()
        return bytes.toByteArray()
    }
}

private const val LARGEST_SETTINGS = 1 shl 20
private const val LARGEST_FIELDS = 1 shl 24

/** Fields hold attributes, which may be deep themselves. The native library checks the exact depth. */
private const val MAX_FIELDS_DEPTH = 2 * Limits.MAX_DEPTH
