package visitorseal.server

import com.fasterxml.jackson.databind.JsonNode
import java.math.BigDecimal
import java.math.BigInteger
import java.net.URI
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.ZoneId
import java.time.ZonedDateTime
import java.util.Date
import java.util.GregorianCalendar
import java.util.Locale
import java.util.Optional
import java.util.UUID
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import vectors.Vectors

/** The values of tests/vectors/values.json: attributes from a site's models. */
class ValuesTest {
    private enum class Plan { GROWTH }

    private val signer = Signer("bookbag", "the agent's signing secret")
    private val utc = Instant.parse("2026-11-28T09:30:00Z")

    private fun nested(depth: Int): Any = (1 until depth).fold(emptyList<Any>()) { inner, _ -> listOf(inner) }

    private val cycle = mutableListOf<Any>().also { it.add(it) }

    /** The values of Kotlin and Java for each symbol. */
    private val values: Map<String, List<Any?>> = mapOf(
        "null" to listOf(null, Optional.empty<Any>()),
        "boolean" to listOf(true, Optional.of(true)),
        "integer" to listOf(42, 42L, 42.toShort(), 42.toByte(), 42u, 42uL, BigInteger("42")),
        "integer_largest_signed" to listOf(Long.MAX_VALUE, BigInteger("9223372036854775807")),
        "fraction" to listOf(1.5, 1.5f),
        "text" to listOf("Jérôme", StringBuilder("Jérôme"), Optional.of("Jérôme"), Optional.of(Optional.of("Jérôme"))),
        "list" to listOf(listOf(1, "a"), arrayOf<Any>(1, "a"), ArrayDeque<Any>(listOf(1, "a")), java.util.ArrayDeque<Any>(listOf(1, "a"))),
        "map" to listOf(linkedMapOf("b" to 1, "a" to 2)),
        "nested_32" to listOf(nested(32)),
        "time_utc" to listOf(
            utc, Date.from(utc), OffsetDateTime.parse("2026-11-28T09:30:00Z"), utc.atZone(ZoneId.of("UTC")),
            GregorianCalendar.from(utc.atZone(ZoneId.of("UTC"))), Optional.of(utc),
        ),
        "time_offset" to listOf(
            OffsetDateTime.parse("2026-11-28T09:30:00+02:00"),
            ZonedDateTime.of(2026, 11, 28, 9, 30, 0, 0, ZoneId.of("Europe/Helsinki")),
            GregorianCalendar.from(ZonedDateTime.of(2026, 11, 28, 9, 30, 0, 0, ZoneId.of("Europe/Helsinki"))),
        ),
        "time_negative_offset" to listOf(
            OffsetDateTime.parse("2026-11-28T09:30:00-03:30"),
            ZonedDateTime.of(2026, 11, 28, 9, 30, 0, 0, ZoneId.of("America/St_Johns")),
        ),
        "time_tenth" to listOf(utc.plusMillis(100), Date(utc.toEpochMilli() + 100)),
        "time_micro" to listOf(utc.plusNanos(123_000)),
        "time_nano" to listOf(utc.plusNanos(123_456_789)),
        "date" to listOf(LocalDate.of(2026, 11, 28)),
        "uuid" to listOf(UUID.fromString("123e4567-e89b-12d3-a456-426614174000")),
        "decimal" to listOf(BigDecimal("12.50"), Optional.of(BigDecimal("12.50"))),
        "decimal_exponent" to listOf(BigDecimal("1E+3")),
        "decimal_small" to listOf(BigDecimal("1.2E-7")),
        "time_without_zone" to listOf(LocalDateTime.of(2026, 11, 28, 9, 30)),
        "time_of_day" to listOf(LocalTime.of(9, 30)),
        "enum_bare" to listOf(Plan.GROWTH),
        "nan" to listOf(Double.NaN, Float.NaN),
        "infinity" to listOf(Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY),
        "integer_beyond_64_bits" to listOf(BigInteger.TWO.pow(64)),
        "object" to listOf(Any(), Optional.of(Any()), signer, Locale.ROOT),
        "function" to listOf({ 1 }, Runnable { }, ::nested),
        "bytes" to listOf(byteArrayOf(1)),
        "set" to listOf(setOf(1)),
        "invalid_text" to listOf("a\uD800"),
        "invalid_key" to listOf(mapOf("a\uD800" to 1)),
        "key_not_text" to listOf(mapOf(5 to 1)),
        "proto_key" to listOf(mapOf("__proto__" to 1)),
        "nul" to listOf("a\u0000b"),
        "nested_33" to listOf(nested(33)),
        "cycle" to listOf(cycle),
        "text_too_large" to listOf("x".repeat(70_000)),
    )

    /** What Kotlin and Java do not have, with the reason. */
    private val missing = mapOf(
        "enum_text" to "An enum of Kotlin or Java has a name and no value.",
        "enum_number" to "An enum of Kotlin or Java has a name and no value.",
        "writes_text" to "Neither Kotlin nor Java has an interface by which an object writes itself as JSON.",
        "writes_number" to "Neither Kotlin nor Java has an interface by which an object writes itself as JSON.",
        "writes_boolean" to "Neither Kotlin nor Java has an interface by which an object writes itself as JSON.",
        "writes_object" to "Neither Kotlin nor Java has an interface by which an object writes itself as JSON.",
        "writes_list" to "Neither Kotlin nor Java has an interface by which an object writes itself as JSON.",
        "decimal_nan" to "A BigDecimal is always a number.",
    )

    private fun metadata(attribute: Any?): JsonNode {
        val signed = signer.sign(Visitor(id = "1", attributes = mapOf("odd" to attribute)))
        val verified = Verifier("bookbag", "the agent's signing secret").use { it.verify(signed.fields) }
        assertEquals(signed.fields["user_metadata"], verified.unsigned["attributes"])
        return Vectors.JSON.readTree(signed.fieldsJson)["user_metadata"]["odd"]
    }

    private fun assertCase(case: JsonNode, attribute: Any?, path: (JsonNode) -> JsonNode) {
        if (case.has("json")) {
            // As text, because 42 and 42.0 differ and the order counts.
            return assertEquals(Vectors.JSON.readTree(case["json"].textValue()).toString(), path(metadata(attribute)).toString())
        }
        val error = assertThrows(VisitorException::class.java) { metadata(attribute) }
        assertEquals(case["code"].textValue() to case["field"].textValue(), error.code to error.field)
    }

    @Test
    fun `each value is written or refused as an attribute, in a list and in a map`() {
        val cases = Vectors.read("values")["cases"].toList()
        assertEquals(cases.map { it["value"].textValue() }.toSet(), values.keys + missing.keys)
        for (case in cases) {
            val symbol = case["value"].textValue()
            for (value in values[symbol].orEmpty()) {
                try {
                    assertCase(case, value) { it }
                    if (symbol in listOf("nested_32", "nested_33", "cycle")) continue
                    assertCase(case, listOf(value)) { it[0] }
                    assertCase(case, mapOf("deep" to value)) { it["deep"] }
                } catch (failure: Throwable) {
                    throw AssertionError("$symbol as ${value?.javaClass?.name}: ${failure.message}", failure)
                }
            }
        }
    }

    @Test
    fun `long and unprintable names are cut in errors`() {
        for (case in Vectors.read("values")["long_names"]) {
            val error = assertThrows(VisitorException::class.java) { Visitor(attributes = mapOf(case["name"].textValue() to Any())) }
            assertEquals("attributes." + case["shown"].textValue(), error.field)
        }
    }

    @Test
    fun `an address is text`() {
        val address = "https://example.com/a%20b?c=d#e"
        for (value in listOf(URI(address), URI(address).toURL())) assertEquals(address, metadata(value).textValue())
    }

    @Test
    fun `values of models are attributes only`() {
        for (value in listOf(Optional.of("growth"), URI("https://example.com/"), utc, BigDecimal("1.5"))) {
            val error = assertThrows(VisitorException::class.java) { signer.sign(Visitor.fromMap(mapOf("id" to value))) }
            assertEquals("field_type" to "id", error.code to error.field)
        }
    }

    @Test
    fun `an id may be a UUID`() {
        val id = UUID.fromString("123e4567-e89b-12d3-a456-426614174000")
        assertEquals(signer.digest("123e4567-e89b-12d3-a456-426614174000"), signer.sign(Visitor.fromMap(mapOf("id" to id))).signature)
    }
}
