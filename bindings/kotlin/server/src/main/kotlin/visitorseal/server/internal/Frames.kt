package visitorseal.server.internal

import visitorseal.server.Key

/** Lists of bytes for the native library: each has its length before it. `bindings/jni/src/frames.rs` reads them. */
internal object Frames {
    fun of(items: List<ByteArray>): ByteArray {
        val frames = ByteArray(size(items.sumOf { it.size + LENGTH.toLong() }))
        items.fold(0) { at, item -> frames.put(at, item) }
        return frames
    }

    /** Keys with their names. They are secrets: wipe the result. */
    fun ofKeys(keys: List<Key>): ByteArray {
        val names = keys.map { it.kid?.encodeToByteArray() }
        val frames = ByteArray(size(keys.indices.sumOf { keys[it].bytes.size + (names[it]?.size ?: 0) + 2L * LENGTH }))
        keys.foldIndexed(0) { index, at, key -> frames.put(frames.put(at, key.bytes), names[index]) }
        return frames
    }

    private fun size(size: Long): Int {
        if (size > Int.MAX_VALUE - 8) throw OutOfMemoryError("The values are too many for one call. Pass fewer at once.")
        return size.toInt()
    }

    private fun ByteArray.put(at: Int, item: ByteArray?): Int {
        val length = item?.size ?: -1
        for (index in 0 until LENGTH) this[at + index] = (length ushr 8 * (LENGTH - 1 - index)).toByte()
        item?.copyInto(this, at + LENGTH)
        return at + LENGTH + (item?.size ?: 0)
    }

    private const val LENGTH = 4
}
