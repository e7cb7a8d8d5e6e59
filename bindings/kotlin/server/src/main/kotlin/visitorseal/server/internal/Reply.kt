package visitorseal.server.internal

import visitorseal.server.ConfigurationException
import visitorseal.server.InternalException
import visitorseal.server.RefusedException
import visitorseal.server.VisitorException
import visitorseal.server.VisitorsealException

/** Reads an answer of the native library, from [at] on. `bindings/jni/src/reply.rs` writes it. */
internal class Reply(private val bytes: ByteArray, private var at: Int = 1) {
    private fun byte(): Int = bytes[at++].toInt() and 0xFF

    fun flag(): Boolean = bytes[at++] != 0.toByte()

    fun int(): Int = (byte() shl 24) or (byte() shl 16) or (byte() shl 8) or byte()

    fun long(): Long = (int().toLong() shl 32) or (int().toLong() and 0xFFFFFFFFL)

    fun optional(): String? {
        val length = int()
        if (length < 0) return null
        at += length
        return String(bytes, at - length, length, Charsets.UTF_8)
    }

    fun text(): String = checkNotNull(optional())

    /** A text of ASCII, which Java copies as it is. */
    fun ascii(): String? {
        val length = int()
        if (length < 0) return null
        at += length
        return String(bytes, at - length, length, Charsets.ISO_8859_1)
    }

    /** Appends the next text to [to]: in quotes if it is to be a text of JSON, or else [otherwise] if there is none. */
    fun copyNext(to: AsciiBuilder, quoted: Boolean = false, otherwise: String = "null") {
        val length = int()
        if (length < 0) {
            to.append(otherwise)
            return
        }
        if (quoted) to.append("\"")
        to.append(bytes, at, length)
        if (quoted) to.append("\"")
        at += length
    }

    /** Passes a text by. */
    fun skip() {
        val length = int()
        if (length > 0) at += length
    }

    /** A whole answer within this one. */
    fun part(): ByteArray {
        val length = int()
        at += length
        return bytes.copyOfRange(at - length, at)
    }

    /** All that is left, as one text. */
    fun rest(): String = String(bytes, at, bytes.size - at, Charsets.UTF_8)

    fun error(): VisitorsealException {
        val (kind, code, field) = Triple(text(), text(), optional())
        val (reason, status, name) = Triple(text(), int(), optional())
        return when (kind) {
            "configuration" -> ConfigurationException(code, field, reason)
            "visitor" -> VisitorException(code, field, reason)
            "refused" ->
                if (name == null) RefusedException(code, field, reason) else RefusedException(code, field, reason, status, name)
            else -> InternalException(code, field, reason)
        }
    }

    internal companion object {
        private const val RESULT: Byte = 0
        private const val CLOSED: Byte = 2

        /** The bytes of a result. Throws what they say otherwise. */
        fun checked(answer: ByteArray?): ByteArray {
            if (answer == null) throw OutOfMemoryError("The answer of visitorseal's native library does not fit into the heap.")
            if (answer[0] == RESULT) return answer
            val reply = Reply(answer)
            throw if (answer[0] == CLOSED) IllegalStateException("The ${reply.text()} is closed.") else reply.error()
        }

        fun of(answer: ByteArray?): Reply = Reply(checked(answer))

        fun text(answer: ByteArray?): String = of(answer).rest()

        /** The text of an answer that is ASCII. Java copies it as it is. */
        fun ascii(answer: ByteArray?): String = checked(answer).let { String(it, 1, it.size - 1, Charsets.ISO_8859_1) }

        /** The lines of a text. */
        fun lines(answer: ByteArray?): List<String> = text(answer).split('\n')
    }
}
