package visitorseal.${part}

import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException
import visitorseal.${part}.internal.InternalException
import visitorseal.${part}.internal.VisitorsealException as Crossed

/*
 * Fields that hold something of the library's, a secret or a visitor are transient in every class here: what copies or
 * prints an object field by field (Gson, Kryo, a reflecting toString) must not take them. A copied handle would be used
 * after the original has freed it.
 */

internal const val SURROGATE = "it holds a lone surrogate, which no UTF-8 has; mend it where it is read"

/** Calls the library; whatever it throws is an exception of ours. A closed object stays an IllegalStateException. */
internal inline fun <T> call(action: () -> T): T =
    try {
        Library.check()
        action()
    } catch (error: Crossed) {
        throw raised(error)
    } catch (_: InternalException) {
        throw InternalError("panic", null, "the library panicked; please report it")
    } catch (_: CharacterCodingException) {
        throw InternalError("argument_encoding", null, SURROGATE)
    }

internal fun raised(error: Crossed): VisitorsealException =
    when (error) {
        is Crossed.Configuration -> ConfigurationError(error.code, error.`field`, error.reason)
        is Crossed.Visitor -> VisitorError(error.code, error.`field`, error.reason)
        is Crossed.Refused ->
            Refused(error.code, error.`field`, error.reason, error.httpStatus.toInt(), error.httpError)
        is Crossed.Internal -> InternalError(error.code, error.`field`, error.reason)
    }

/** Text as UTF-8, or null where it has none. Java's own way writes a question mark for what cannot be written. */
internal fun utf8(text: String): ByteArray? = if (isUtf8(text)) text.encodeToByteArray() else null

/** The second that was given, or else the system's clock. */
internal fun unixTime(now: Long?): Long = now ?: (System.currentTimeMillis() / 1000)

/** Hands bytes over without a copy of the library's own. */
internal inline fun <T> direct(bytes: ByteArray, action: (ByteBuffer) -> T): T {
    val buffer = ByteBuffer.allocateDirect(bytes.size).apply { put(bytes).flip() }
    return try {
        call { action(buffer) }
    } finally {
        // The generated code holds only its address: a buffer that is used no more could be collected meanwhile.
        buffer.clear()
    }
}

/** Whether a text has no lone surrogate. */
internal fun isUtf8(text: String): Boolean {
    var at = 0
    while (at < text.length) {
        val char = text[at++]
        if (!char.isSurrogate()) continue
        if (!char.isHighSurrogate() || at == text.length || !text[at++].isLowSurrogate()) return false
    }
    return true
}

/** A secret or key as the bytes that it is read from. */
internal fun secretBytes(text: String, field: String): ByteArray =
    utf8(text) ?: throw ConfigurationError("secret_encoding", field, SURROGATE)

/** Settings as JSON: text and whole numbers. */
internal fun settingsJson(settings: Map<String, Any?>): String =
    try {
        Json.write(settings, LARGEST_SETTINGS)
    } catch (unfit: Unfit) {
        throw ConfigurationError("setting_invalid", unfit.path, unfit.reason)
    }

/** The fields of a page as JSON; the library judges their exact size. */
internal fun fieldsJson(fields: Map<String, Any?>): ByteArray =
    try {
        Json.write(fields, LARGEST_FIELDS).encodeToByteArray()
    } catch (unfit: Unfit) {
        val code = if (unfit.code == Json.TOO_LARGE) "fields_too_large" else "fields_malformed"
        throw Refused(code, unfit.path, unfit.reason)
    }

internal fun checkedNonce(nonce: String?): String? {
    if (nonce == null || isUtf8(nonce)) return nonce
    throw ConfigurationError("nonce_invalid", "nonce", SURROGATE)
}

private const val LARGEST_SETTINGS = 1 shl 20
private const val LARGEST_FIELDS = 1 shl 24
