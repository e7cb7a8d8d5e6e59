package visitorseal.server

import java.math.BigDecimal
import java.math.BigInteger
import java.net.URI
import java.net.URL
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
import java.util.Calendar
import java.util.Date
import java.util.Optional
import java.util.UUID
import kotlin.math.abs
import visitorseal.server.internal.visitorSink

/** A value that cannot be written as JSON. The field is the top member's name. */
internal class UnwritableValue(val fault: ValueFault, val field: String? = null) : Exception(fault.code) {
    fun inField(name: String): UnwritableValue =
        if (field != null || fault == ValueFault.VISITOR_TOO_LARGE) this else UnwritableValue(fault, name)
}

/** Takes values of JSON one after the other. In an object, each has its name before it. */
internal interface ValueSink {
    fun nothing()

    fun flag(flag: Boolean)

    fun whole(number: Long)

    fun whole(number: BigInteger)

    fun fraction(number: Double)

    fun fraction(number: Float)

    fun decimal(number: BigDecimal)

    /** A text without a lone surrogate. */
    fun text(text: String)

    fun name(name: String)

    fun startObject()

    fun endObject()

    fun startList()

    fun endList()

    /** Ends the object that holds everything, and gives its bytes. */
    fun bytes(): ByteArray
}

/** A visitor of [members], as the native library takes it. */
internal fun visitorBytes(members: Map<*, *>): ByteArray = visitorBytes { for ((name, value) in members) member(name, value) }

/** A visitor whose members [write] writes, as the native library takes it. */
internal inline fun visitorBytes(write: VisitorWriter.() -> Unit): ByteArray =
    try {
        VisitorWriter(visitorSink()).apply(write).bytes()
    } catch (error: UnwritableValue) {
        throw VisitorException(error.fault.code, error.field, error.fault.reason)
    }

/** Writes the members of a visitor. Values of the site's models are taken in the attributes only. */
internal class VisitorWriter(private val sink: ValueSink) {
    private val values = ValueWriter(sink, Limits.MAX_VISITOR)

    /** A member, unless it is null. */
    fun given(name: String, value: Any?) {
        if (value != null) member(name, value)
    }

    fun member(name: Any?, value: Any?): Unit =
        values.member(name, "") {
            when {
                name == "attributes" && value is Map<*, *> -> {
                    sink.startObject()
                    for ((key, attribute) in value) values.member(key, "attributes.") { values.value(attribute, true) }
                    sink.endObject()
                }
                name == "id" && value is UUID -> values.value(value.toString())
                else -> values.value(value)
            }
        }

    fun bytes(): ByteArray = sink.bytes()
}

/** Writes values of Kotlin and Java without loss. It stops after [left] characters. */
internal class ValueWriter(private val sink: ValueSink, private var left: Int, private val maxDepth: Int = Limits.MAX_DEPTH) {
    /** All members of a map. */
    fun members(map: Map<*, *>) {
        for ((key, value) in map) member(key, "") { value(value) }
    }

    /** A member, whose value [write] writes. An error names it after [prefix]. */
    inline fun member(key: Any?, prefix: String, write: () -> Unit) {
        try {
            name(key)
            write()
        } catch (error: UnwritableValue) {
            throw error.inField(prefix + shownName(key))
        }
    }

    fun name(key: Any?) {
        if (key !is String) throw UnwritableValue(ValueFault.KEY_TYPE)
        checkText(key)
        sink.name(key)
    }

    /** A value. [isAttribute] takes the values of the site's models too. */
    fun value(value: Any?, isAttribute: Boolean = false, depth: Int = 0) {
        spend(1)
        when (value) {
            null -> sink.nothing()
            is CharSequence, is Char -> text(value.toString())
            is Boolean -> sink.flag(value)
            is Byte, is Short, is Int, is Long -> sink.whole((value as Number).toLong())
            is UByte, is UShort, is UInt, is ULong -> sink.whole(BigInteger(value.toString()))
            is BigInteger -> sink.whole(checkedWhole(value))
            is Double -> sink.fraction(value.also { if (!it.isFinite()) throw UnwritableValue(ValueFault.NUMBER_NOT_FINITE) })
            is Float -> sink.fraction(value.also { if (!it.isFinite()) throw UnwritableValue(ValueFault.NUMBER_NOT_FINITE) })
            is BigDecimal -> if (isAttribute) text(plain(value)) else decimal(value)
            is Map<*, *> -> {
                checkDepth(depth)
                sink.startObject()
                for ((key, member) in value) {
                    name(key)
                    value(member, isAttribute, depth + 1)
                }
                sink.endObject()
            }
            is List<*> -> items(value, isAttribute, depth)
            is Array<*> -> items(value.asList(), isAttribute, depth)
            is Set<*> -> throw UnwritableValue(ValueFault.VALUE_TYPE)
            is Collection<*> -> items(value, isAttribute, depth)
            is Optional<*> -> if (isAttribute) value(value.orElse(null), true, depth) else throw UnwritableValue(faultOf(value))
            else -> text((if (isAttribute) fromModel(value) else null) ?: throw UnwritableValue(faultOf(value)))
        }
    }

    private fun items(items: Collection<*>, isAttribute: Boolean, depth: Int) {
        checkDepth(depth)
        sink.startList()
        for (item in items) value(item, isAttribute, depth + 1)
        sink.endList()
    }

    private fun checkDepth(depth: Int) {
        if (depth == maxDepth) throw UnwritableValue(ValueFault.ATTRIBUTE_TOO_DEEP)
    }

    private fun text(text: String) {
        checkText(text)
        sink.text(text)
    }

    /** A field of a request: a number that a Double keeps, because every reader takes it as one. */
    private fun decimal(number: BigDecimal) {
        if (number.scale() == 0) return sink.whole(checkedWhole(number.unscaledValue()))
        val isKept = number.unscaledValue().bitLength() < MAX_DECIMAL_BITS && number.toDouble().let { double ->
            double.isFinite() && BigDecimal(double.toString()).compareTo(number) == 0
        }
        if (isKept) sink.decimal(number) else throw UnwritableValue(ValueFault.NUMBER_TOO_LARGE)
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
            is UUID, is URI, is URL -> value.toString()
            is LocalDate -> value.toString().takeIf { value.year in YEARS }
            is Instant -> time(value.atOffset(ZoneOffset.UTC))
            is OffsetDateTime -> time(value)
            is ZonedDateTime -> time(value.toOffsetDateTime())
            is Date -> time(value.toInstant().atOffset(ZoneOffset.UTC))
            is Calendar -> time(OffsetDateTime.ofInstant(value.toInstant(), value.timeZone.toZoneId()))
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
    if (number.bitLength() < 1024) if (number.javaClass == BigInteger::class.java) number else BigInteger(number.toByteArray())
    else throw UnwritableValue(ValueFault.NUMBER_TOO_LARGE)

private fun faultOf(value: Any): ValueFault =
    when (value) {
        is LocalDateTime, is LocalTime -> ValueFault.TIME_WITHOUT_ZONE
        is Enum<*> -> ValueFault.ENUM_TYPE
        else -> ValueFault.VALUE_TYPE
    }

/** The name of a member as an error shows it. A name must be text. Another object could show anything of the site. */
internal fun shownName(key: Any?): String = shortened(if (key is String || key is Number || key == null) "$key" else key.javaClass.simpleName)

/** A name as an error shows it: short, and without control characters. */
internal fun shortened(name: String): String {
    val points = name.codePoints().limit(Limits.MAX_NAME + 1L).toArray()
    val text = StringBuilder()
    for (point in if (points.size > Limits.MAX_NAME) points.copyOf(Limits.MAX_NAME - 1) else points) {
        text.appendCodePoint(if (isShown(point)) point else 0xFFFD)
    }
    return if (points.size > Limits.MAX_NAME) "$text…" else "$text"
}

private fun isShown(point: Int): Boolean =
    !Character.isISOControl(point) && point != 0x2028 && point != 0x2029 && point !in 0xD800..0xDFFF

/** More than any Double has, even with zeros at its end. */
private const val MAX_DECIMAL_BITS = 4096

private val YEARS = 0..9999
