package visitorseal.server.internal

import visitorseal.server.Warning
import visitorseal.server.readObjects

/**
 * A signed visitor as the bytes that `bindings/jni/src/signed.rs` writes. It has no object in the native library: to track
 * when each one can be freed would cost more than the signature does. It keeps its page, so it outlives its signer.
 */
internal class NativeSigned(private val page: PageHandle, answer: ByteArray?) {
    private val bytes = Reply.checked(answer)
    private var text: String? = null

    /** A reply that stands before the part of this index: signature, fields, mark, warnings, odd JSON. */
    private fun before(part: Int): Reply = Reply(bytes, PARTS).apply { repeat(part) { skip() } }

    fun scheme(): String = page.scheme.name()

    fun signature(): String? = before(0).optional()

    fun fieldsJson(): String = text ?: checkNotNull(before(1).ascii()).also { text = it }

    fun expiresAt(): Long? = Reply(bytes).long().takeIf { it >= 0 }

    fun mark(): String? = before(2).ascii()

    fun warningsJson(): String? = before(3).ascii()

    /** All values as JSON, copied from the answer as they are: they are ASCII, and nothing in them needs to be escaped. */
    fun toJson(): String {
        val whole = before(4).ascii()
        if (whole != null) return whole
        val end = expiresAt()?.toString() ?: "null"
        val parts = Reply(bytes, PARTS)
        val json = AsciiBuilder(bytes.size + scheme().length + end.length + JSON_BESIDE)
        json.append("{\"scheme\":\"").append(scheme()).append("\",\"signature\":")
        parts.copyNext(json, quoted = true)
        json.append(",\"fields\":")
        parts.copyNext(json)
        json.append(",\"expires_at\":").append(end).append(",\"mark\":")
        parts.copyNext(json, quoted = true)
        json.append(",\"warnings\":")
        parts.copyNext(json, otherwise = "[]")
        return json.append("}").toString()
    }

    fun script(nonce: String?): String = page.handle.use { Reply.text(Native.script(it, bytes, nonce?.encodeToByteArray())) }

    fun element(endpoint: String?): String =
        page.handle.use { Reply.text(Native.element(it, bytes, endpoint?.encodeToByteArray())) }

    fun url(): String = page.handle.use { Reply.text(Native.url(it, bytes)) }

    private companion object {
        /** Where the parts begin: after the answer's first byte and the end. */
        const val PARTS = 9

        /** More than the JSON has besides the scheme, the end, and what is in the answer. */
        const val JSON_BESIDE = 96
    }
}

internal fun warningsOf(signed: NativeSigned): List<Warning> = signed.warningsJson()?.let(::readWarnings).orEmpty()

internal fun readWarnings(json: String): List<Warning> =
    readObjects(json).map { Warning(it["code"] as String, it["field"] as String, it["reason"] as String) }
