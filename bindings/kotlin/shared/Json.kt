package visitorseal.server

import java.math.BigDecimal
import java.math.BigInteger
import java.time.DateTimeException
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.ZoneOffset
import java.time.ZonedDateTime
import java.time.format.DateTimeFormatter
import java.time.temporal.ChronoUnit
import java.util.Date
import java.util.UUID
import kotlin.math.abs
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** A value that cannot be written as JSON. The field is the top member's name. */
internal class UnwritableValue(val fault: ValueFault, val field: String? = null) : Exception(fault.code) {
    fun inField(name: String): UnwritableValue =
        if (field != null || fault == ValueFault.VISITOR_TOO_LARGE) this else UnwritableValue(fault, name)
}

/** A visitor's members as JSON. Values of the site's models are taken in the attributes only. */
internal fun visitorJson(members: Map<String, Any?>): ByteArray =
    try {
        val writer = JsonWriter(Limits.MAX_VISITOR)
        val visitor = writer.members(members) { name, value ->
            when {
                name == "attributes" && value is Map<*, *> ->
                    writer.members(value, "attributes.") { _, attribute -> writer.value(attribute, true) }
                name == "id" && value is UUID -> writer.value(value.toString())
                else -> writer.value(value)
            }
        }
        visitor.toString().encodeToByteArray()
    } catch (error: UnwritableValue) {
        throw VisitorException(error.fault.code, error.field, error.fault.reason)
    }

/** Settings as JSON. The native library checks that they are text or whole numbers. */
internal fun settingsJson(settings: Map<String, Any?>): String =
    try {
        val writer = JsonWriter(LARGEST_SETTINGS)
        writer.members(settings) { _, setting -> writer.value(setting) }.toString()
    } catch (error: UnwritableValue) {
        throw ConfigurationException("setting_invalid", error.field, error.fault.reason)
    }

/** The fields of a request as JSON. The native library checks their exact size. */
internal fun fieldsJson(fields: Map<String, Any?>): ByteArray =
    try {
        val writer = JsonWriter(LARGEST_FIELDS, MAX_FIELDS_DEPTH)
        writer.members(fields) { _, field -> writer.value(field) }.toString().encodeToByteArray()
    } catch (error: UnwritableValue) {
        if (error.fault == ValueFault.VISITOR_TOO_LARGE) {
            throw RefusedException("fields_too_large", null, "The fields of the request are too large. Send fewer attributes.")
        }
        throw RefusedException("fields_malformed", error.field, error.fault.reason)
    }

/** A JSON object that the native library wrote. Objects keep their order, whole numbers are Long or BigInteger. */
internal fun readObject(json: String): Map<String, Any?> = (Json.parseToJsonElement(json) as JsonObject).mapValues { read(it.value) }

private fun read(element: JsonElement): Any? =
    when (element) {
        is JsonObject -> element.mapValues { read(it.value) }
        is JsonArray -> element.map(::read)
        is JsonNull -> null
        is JsonPrimitive -> if (element.isString) element.content else word(element.content)
    }

private fun word(text: String): Any =
    when {
        text == "true" -> true
        text == "false" -> false
        text.any { it in ".eE" } -> text.toDouble()
        else -> text.toLongOrNull() ?: BigInteger(text)
    }

/** Turns values of Kotlin and Java into JSON without loss. It stops after [left] characters. */
internal class JsonWriter(private var left: Int, private val maxDepth: Int = Limits.MAX_DEPTH) {
    /** The members of a map, each written by [write]. An error names the member after [prefix]. */
    fun members(map: Map<*, *>, prefix: String = "", write: (String, Any?) -> JsonElement): JsonObject {
        val members = LinkedHashMap<String, JsonElement>()
        for ((key, value) in map) {
            try {
                val name = checkedKey(key)
                members[name] = write(name, value)
            } catch (error: UnwritableValue) {
                throw error.inField(prefix + shortened(key.toString()))
            }
        }
        return JsonObject(members)
    }

    /** A value as JSON. [isAttribute] takes the values of the site's models too. */
    fun value(value: Any?, isAttribute: Boolean = false, depth: Int = 0): JsonElement {
        spend(1)
        return when (value) {
            null -> JsonNull
            is CharSequence, is Char -> text(value.toString())
            is Boolean -> JsonPrimitive(value)
            is Byte, is Short, is Int, is Long -> JsonPrimitive(value as Number)
            is UByte, is UShort, is UInt, is ULong -> JsonPrimitive(BigInteger(value.toString()))
            is BigInteger -> JsonPrimitive(checkedWhole(value))
            is Double -> JsonPrimitive(value.takeIf { it.isFinite() } ?: throw UnwritableValue(ValueFault.NUMBER_NOT_FINITE))
            is Float -> JsonPrimitive(value.takeIf { it.isFinite() } ?: throw UnwritableValue(ValueFault.NUMBER_NOT_FINITE))
            is BigDecimal -> if (isAttribute) text(plain(value)) else JsonPrimitive(checkedDecimal(value))
            is Map<*, *> -> {
                checkDepth(depth)
                val members = LinkedHashMap<String, JsonElement>()
                for ((key, member) in value) members[checkedKey(key)] = value(member, isAttribute, depth + 1)
                JsonObject(members)
            }
            is List<*> -> items(value, isAttribute, depth)
            is Array<*> -> items(value.asList(), isAttribute, depth)
            is Set<*> -> throw UnwritableValue(ValueFault.VALUE_TYPE)
            is Collection<*> -> items(value, isAttribute, depth)
            else -> text((if (isAttribute) fromModel(value) else null) ?: throw UnwritableValue(faultOf(value)))
        }
    }

    private fun items(items: Collection<*>, isAttribute: Boolean, depth: Int): JsonElement {
        checkDepth(depth)
        return JsonArray(items.map { value(it, isAttribute, depth + 1) })
    }

    private fun checkDepth(depth: Int) {
        if (depth == maxDepth) throw UnwritableValue(ValueFault.ATTRIBUTE_TOO_DEEP)
    }

    private fun checkedKey(key: Any?): String {
        if (key !is String) throw UnwritableValue(ValueFault.KEY_TYPE)
        return key.also(::checkText)
    }

    private fun text(text: String): JsonElement {
        checkText(text)
        return JsonPrimitive(text)
    }

    private fun checkText(text: String) {
        spend(text.length)
        if (!isUtf8(text)) throw UnwritableValue(ValueFault.TEXT_NOT_UNICODE)
    }

    private fun spend(count: Int) {
        left -= count
        if (left < 0) throw UnwritableValue(ValueFault.VISITOR_TOO_LARGE)
    }
}

/** What the models of a site hold besides JSON's own values, as text. Null for anything else. */
private fun fromModel(value: Any): String? =
    try {
        when (value) {
            is UUID -> value.toString()
            is LocalDate -> value.toString().takeIf { value.year in YEARS }
            is Instant -> time(value.atOffset(ZoneOffset.UTC))
            is OffsetDateTime -> time(value)
            is ZonedDateTime -> time(value.toOffsetDateTime())
            is Date -> time(value.toInstant().atOffset(ZoneOffset.UTC))
            else -> null
        }
    } catch (_: DateTimeException) {
        null // a year that java.time cannot calculate with
    } catch (_: UnsupportedOperationException) {
        null // java.sql.Date and java.sql.Time, which are no points in time
    }

/** RFC 3339, with at most 6 digits of a second. */
private fun time(time: OffsetDateTime): String? {
    // RFC 3339 has no seconds in an offset. Some zones had them before 1930.
    val written = if (time.offset.totalSeconds % 60 == 0) time else time.withOffsetSameInstant(ZoneOffset.UTC)
    if (written.year !in YEARS) return null
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(written.truncatedTo(ChronoUnit.MICROS))
}

/** A decimal without an exponent. */
private fun plain(number: BigDecimal): String {
    // 1E+999999999 has a billion digits.
    if (number.precision() + abs(number.scale().toLong()) > Limits.MAX_VISITOR) throw UnwritableValue(ValueFault.VISITOR_TOO_LARGE)
    return number.toPlainString()
}

/** The number, unless it has so many digits that writing them takes long. The native library checks the rest. */
private fun checkedWhole(number: BigInteger): BigInteger =
    if (number.bitLength() < 1024) number
    else throw UnwritableValue(ValueFault.NUMBER_TOO_LARGE)

/** A field of a request: a number that a Double keeps, because every reader takes it as one. */
private fun checkedDecimal(number: BigDecimal): Number {
    if (number.scale() == 0) return checkedWhole(number.unscaledValue())
    val isKept = number.unscaledValue().bitLength() < MAX_DECIMAL_BITS && number.toDouble().let { double ->
        double.isFinite() && BigDecimal(double.toString()).compareTo(number) == 0
    }
    return if (isKept) number else throw UnwritableValue(ValueFault.NUMBER_TOO_LARGE)
}

private fun faultOf(value: Any): ValueFault =
    when (value) {
        is LocalDateTime, is LocalTime -> ValueFault.TIME_WITHOUT_ZONE
        is Enum<*> -> ValueFault.ENUM_TYPE
        else -> ValueFault.VALUE_TYPE
    }

/** A name as an error shows it: short, and without control characters. */
private fun shortened(name: String): String {
    val points = name.codePoints().limit(Limits.MAX_NAME + 1L).toArray()
    val text = StringBuilder()
    for (point in if (points.size > Limits.MAX_NAME) points.copyOf(Limits.MAX_NAME - 1) else points) {
        text.appendCodePoint(if (isShown(point)) point else 0xFFFD)
    }
    return if (points.size > Limits.MAX_NAME) "$text…" else "$text"
}

private fun isShown(point: Int): Boolean =
    !Character.isISOControl(point) && point != 0x2028 && point != 0x2029 && point !in 0xD800..0xDFFF

private const val LARGEST_SETTINGS = 1 shl 20
private const val LARGEST_FIELDS = 1 shl 24

/** Fields hold attributes, which may be deep themselves. The native library checks the exact depth. */
private const val MAX_FIELDS_DEPTH = 2 * Limits.MAX_DEPTH

/** More than any Double has, even with zeros at its end. */
private const val MAX_DECIMAL_BITS = 4096

private val YEARS = 0..9999
