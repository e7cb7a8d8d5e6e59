package visitorseal.server.internal

/** Joins pieces of ASCII to one text: a StringBuilder would need each piece as a String. */
internal class AsciiBuilder(size: Int) {
    private val bytes = ByteArray(size)
    private var length = 0

    @Suppress("DEPRECATION", "PLATFORM_CLASS_MAPPED_TO_KOTLIN") // It takes the low byte of each character, which is all that ASCII has.
    fun append(text: String): AsciiBuilder {
        (text as java.lang.String).getBytes(0, text.length, bytes, length)
        length += text.length
        return this
    }

    fun append(from: ByteArray, start: Int, count: Int): AsciiBuilder {
        from.copyInto(bytes, length, start, start + count)
        length += count
        return this
    }

    override fun toString(): String = String(bytes, 0, length, Charsets.ISO_8859_1)
}
