package visitorseal.server.internal

import java.math.BigDecimal
import java.math.BigInteger
import visitorseal.server.ValueSink

internal fun visitorSink(): ValueSink = TreeSink()

/** A visitor in JSON, as the native library takes it. */
internal fun visitorOfJson(json: ByteArray): ByteArray = ByteArray(json.size + 1).also { json.copyInto(it, 1) }

/**
 * Writes the members of a visitor for `bindings/jni/src/visitor.rs`. This takes less time than JSON: nothing is escaped
 * here and parsed there.
 */
internal class TreeSink : ValueSink {
    private var bytes = ByteArray(FIRST_SIZE)
    private var at = 0

    /** How many objects and lists are open. */
    private var depth = 0

    init {
        put(MEMBERS)
    }

    override fun nothing(): Unit = put('n')

    override fun flag(flag: Boolean): Unit = put(if (flag) 't' else 'f')

    override fun whole(number: Long) {
        put('i')
        put(number)
    }

    override fun whole(number: BigInteger) {
        if (number.bitLength() < Long.SIZE_BITS) return whole(number.toLong())
        put('b')
        put(number.toString())
    }

    override fun fraction(number: Double) {
        put('d')
        put(number.toRawBits())
    }

    /** The number that people read: 0.1f is 0.1, and not 0.10000000149011612. */
    override fun fraction(number: Float): Unit = fraction(number.toString().toDouble())

    /** Only fields have decimals, and they are JSON. In a visitor the native library refuses any number that is not whole. */
    override fun decimal(number: BigDecimal): Unit = fraction(number.toDouble())

    override fun text(text: String) {
        put('s')
        put(text)
    }

    override fun name(name: String) {
        // The members of the visitor itself have no letter before them.
        if (depth > 0) put(',')
        put(name)
    }

    override fun startObject(): Unit = start('{')

    override fun endObject(): Unit = end('}')

    override fun startList(): Unit = start('[')

    override fun endList(): Unit = end(']')

    override fun bytes(): ByteArray = bytes.copyOf(at)

    private fun start(letter: Char) {
        depth++
        put(letter)
    }

    private fun end(letter: Char) {
        depth--
        put(letter)
    }

    private fun put(letter: Char) {
        reserve(1)
        bytes[at++] = letter.code.toByte()
    }

    private fun put(number: Long) {
        reserve(Long.SIZE_BYTES)
        for (shift in Long.SIZE_BITS - Byte.SIZE_BITS downTo 0 step Byte.SIZE_BITS) bytes[at++] = (number shr shift).toByte()
    }

    private fun putLength(length: Int) {
        for (shift in Int.SIZE_BITS - Byte.SIZE_BITS downTo 0 step Byte.SIZE_BITS) bytes[at++] = (length shr shift).toByte()
    }

    private fun put(text: String) {
        val length = text.length
        reserve(Int.SIZE_BYTES + length)
        val start = at
        putLength(length)
        // Most text is ASCII. It needs no array of its own.
        for (index in 0 until length) {
            val char = text[index]
            if (char.code >= 0x80) return putEncoded(start, text.encodeToByteArray())
            bytes[at++] = char.code.toByte()
        }
    }

    private fun putEncoded(start: Int, text: ByteArray) {
        at = start
        reserve(Int.SIZE_BYTES + text.size)
        putLength(text.size)
        text.copyInto(bytes, at)
        at += text.size
    }

    private fun reserve(count: Int) {
        if (bytes.size - at < count) bytes = bytes.copyOf(maxOf(2 * bytes.size, at + count))
    }

    private companion object {
        const val MEMBERS = '\u0001'
        const val FIRST_SIZE = 192
    }
}
