package visitorseal.${part}

import java.math.BigDecimal
import java.math.BigInteger
import java.util.UUID

/** A value that JSON cannot hold, and where it stands. */
internal class Unfit(val code: String, val path: String?, val reason: String) : Exception(code) {
    /** The same, one level out. A path is short, however deep it leads. */
    fun under(key: String): Unfit {
        val whole = if (path == null) shortened(key) else "${shortened(key)}.$path"
        return Unfit(code, if (whole.length <= 64) whole else whole.take(64) + "…", reason)
    }

    private fun shortened(key: String): String {
        val safe = key.map { if (it.isISOControl() || it.isSurrogate()) '\uFFFD' else it }.joinToString("")
        return if (safe.length <= 48) safe else safe.take(12) + "…"
    }
}

/** The values of Kotlin and Java as JSON, without loss. */
internal class Json private constructor(private var left: Int) {
    private val out = StringBuilder()

    private fun value(value: Any?, depth: Int) {
        when (value) {
            null -> put("null")
            is String -> text(value)
            is CharSequence, is Char, is UUID -> text(value.toString())
            is Boolean, is Byte, is Short, is Int, is Long -> put(value.toString())
            is UByte, is UShort, is UInt, is ULong -> put(value.toString())
            is BigInteger -> put(whole(value).toString())
            is BigDecimal -> put(decimal(value))
            is Double -> put(finite(value, value.toString()))
            is Float -> put(finite(value.toDouble(), value.toString()))
            is Map<*, *> -> members(value, depth)
            is Iterable<*> -> items(value, depth)
            is Array<*> -> items(value.asList(), depth)
            else -> throw Unfit("field_type", null, "it is a ${value.javaClass.simpleName}, which JSON does not have")
        }
    }

    private fun members(map: Map<*, *>, depth: Int) {
        deeper(depth)
        put("{")
        var first = true
        for ((key, member) in map) {
            if (key !is String) throw Unfit("field_type", null, "the names of its members are text")
            if (!first) put(",")
            first = false
            text(key)
            put(":")
            try {
                value(member, depth + 1)
            } catch (unfit: Unfit) {
                throw unfit.under(key)
            }
        }
        put("}")
    }

    private fun items(items: Iterable<*>, depth: Int) {
        deeper(depth)
        put("[")
        items.forEachIndexed { index, item ->
            if (index > 0) put(",")
            value(item, depth + 1)
        }
        put("]")
    }

    /** What holds itself is nested without end. */
    private fun deeper(depth: Int) {
        if (depth > MAX_DEPTH) throw Unfit("attribute_too_deep", null, "it is nested too deep, or holds itself")
    }

    /** The library judges what a double has an order of magnitude for. */
    private fun whole(number: BigInteger): BigInteger =
        if (number.bitLength() < 1024) number
        else throw Unfit("number_too_large", null, "a number has at most 64 bits; give it as text")

    /** Whole numbers stay exact; any other is read as a Double wherever it goes, so what a Double rounds is refused. */
    private fun decimal(number: BigDecimal): String {
        if (number.scale() == 0) return whole(number.unscaledValue()).toString()
        val isKept = number.unscaledValue().bitLength() < MAX_DECIMAL_BITS && number.toDouble().let { double ->
            double.isFinite() && BigDecimal(double.toString()).compareTo(number) == 0
        }
        if (!isKept) throw Unfit("field_type", null, "it has more digits than a number of JSON keeps; give it as text")
        return number.toString()
    }

    private fun finite(number: Double, text: String): String =
        if (number.isFinite()) text else throw Unfit("field_type", null, "it is no number that JSON has")

    private fun text(text: String) {
        spend(text.length)
        if (!isUtf8(text)) throw Unfit("field_invalid", null, SURROGATE)
        out.append('"')
        for (char in text) {
            when {
                char == '"' || char == '\\' -> out.append('\\').append(char)
                char < ' ' -> out.append("\\u").append(char.code.toString(16).padStart(4, '0'))
                else -> out.append(char)
            }
        }
        out.append('"')
    }

    private fun put(text: String) {
        spend(text.length)
        out.append(text)
    }

    private fun spend(count: Int) {
        left -= count
        if (left < 0) throw Unfit(TOO_LARGE, null, "it is too large")
    }

    companion object {
        const val TOO_LARGE: String = "visitor_too_large"

        /** Values may be nested this deep; the library takes less. */
        private const val MAX_DEPTH = 64

        /** More than any Double has, even with zeros at its end. */
        private const val MAX_DECIMAL_BITS = 4096

        /** Gives up after [largest] characters; the library judges the exact size. */
        fun write(members: Map<*, *>, largest: Int): String = Json(largest).apply { members(members, 0) }.out.toString()
    }
}
