package visitorseal.${part}

import java.math.BigInteger

/** What the library wrote, as Kotlin's values: objects keep their order, whole numbers are Long or BigInteger. */
internal class JsonReader private constructor(private val text: String) {
    private var at = 0

    private fun value(): Any? =
        when (text[at]) {
            '{' -> members()
            '[' -> items()
            '"' -> string()
            't' -> word("true", true)
            'f' -> word("false", false)
            'n' -> word("null", null)
            else -> number()
        }

    private fun members(): Map<String, Any?> =
        LinkedHashMap<String, Any?>().also { made ->
            each('}') {
                val key = string()
                at++
                made[key] = value()
            }
        }

    private fun items(): List<Any?> = ArrayList<Any?>().also { made -> each(']') { made.add(value()) } }

    private inline fun each(end: Char, read: () -> Unit) {
        at++
        while (text[at] != end) {
            if (text[at] == ',') at++
            read()
        }
        at++
    }

    private fun string(): String {
        val out = StringBuilder()
        while (text[++at] != '"') {
            out.append(if (text[at] == '\\') escaped() else text[at])
        }
        at++
        return out.toString()
    }

    private fun escaped(): Char =
        when (val char = text[++at]) {
            'b' -> '\b'
            'f' -> '\u000C'
            'n' -> '\n'
            'r' -> '\r'
            't' -> '\t'
            'u' -> text.substring(at + 1, at + 5).toInt(16).toChar().also { at += 4 }
            else -> char
        }

    private fun number(): Number {
        val start = at
        while (at < text.length && text[at] !in ",]}") at++
        val digits = text.substring(start, at)
        if (digits.any { it in ".eE" }) return digits.toDouble()
        return digits.toLongOrNull() ?: BigInteger(digits)
    }

    private fun <T> word(word: String, value: T): T {
        at += word.length
        return value
    }

    companion object {
        fun read(json: String): Map<String, Any?> = JsonReader(json).members()
    }
}
