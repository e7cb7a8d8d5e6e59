package visitorseal.server

import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException
import visitorseal.server.internal.InternalException as NativePanic
import visitorseal.server.internal.VisitorsealException as NativeException

/*
 * Every field that holds a handle of the native library, a secret or a visitor is transient. Otherwise a tool that
 * copies or prints an object field by field (Gson, Kryo, a reflecting toString) would take them, and would use a copied
 * handle after the original has freed it.
 */

/** Calls the native library and throws its errors as this package's. A closed object stays an IllegalStateException. */
internal inline fun <T> call(action: () -> T): T =
    try {
        Library.check()
        action()
    } catch (error: NativeException) {
        throw toException(error)
    } catch (_: NativePanic) {
        throw InternalException("panic", null, "The library panicked. Please report this.")
    } catch (_: CharacterCodingException) {
        throw InternalException("argument_encoding", null, ValueFault.TEXT_NOT_UNICODE.reason)
    }

internal fun toException(error: NativeException): VisitorsealException =
    when (error) {
        is NativeException.Configuration -> ConfigurationException(error.code, error.`field`, error.reason)
        is NativeException.Visitor -> VisitorException(error.code, error.`field`, error.reason)
        is NativeException.Refused ->
            RefusedException(error.code, error.`field`, error.reason, error.httpStatus.toInt(), error.httpError)
        is NativeException.Internal -> InternalException(error.code, error.`field`, error.reason)
    }

/** The text in UTF-8, or null if it has none. Java itself writes a question mark for a lone surrogate. */
internal fun utf8(text: String): ByteArray? = if (isUtf8(text)) text.encodeToByteArray() else null

/** The given second, otherwise the system's clock. */
internal fun unixTime(now: Long?): Long = now ?: (System.currentTimeMillis() / 1000)

/** The leeway as the native library takes it. It checks that the leeway is not too large. */
internal fun leewaySeconds(leeway: Long): ULong {
    if (leeway < 0) throw ConfigurationException("leeway_invalid", "leeway", "The leeway is negative. Pass 0 to 300 seconds.")
    return leeway.toULong()
}

/** The size of the largest token as the native library takes it. */
internal fun maxTokenBytes(maxToken: Long): ULong = maxToken.coerceAtLeast(0).toULong()

/** Passes bytes to the native library, which then needs no copy of its own. */
internal inline fun <T> withBuffer(bytes: ByteArray, action: (ByteBuffer) -> T): T {
    val buffer = ByteBuffer.allocateDirect(bytes.size).apply { put(bytes).flip() }
    return try {
        call { action(buffer) }
    } finally {
        // The generated code keeps only the address, so the buffer must stay in use until here.
        buffer.clear()
    }
}

/** Whether a text has no lone surrogate. */
internal fun isUtf8(text: String): Boolean {
    var index = 0
    while (index < text.length) {
        val char = text[index++]
        if (!char.isSurrogate()) continue
        if (!char.isHighSurrogate() || index == text.length || !text[index++].isLowSurrogate()) return false
    }
    return true
}

/** The bytes of a secret or key that is given as text. */
internal fun secretBytes(text: String, field: String): ByteArray =
    utf8(text) ?: throw ConfigurationException("secret_encoding", field, ValueFault.TEXT_NOT_UNICODE.reason)

internal fun checkedNonce(nonce: String?): String? {
    if (nonce == null || isUtf8(nonce)) return nonce
    throw ConfigurationException("nonce_invalid", "nonce", ValueFault.TEXT_NOT_UNICODE.reason)
}

internal fun checkedEndpoint(endpoint: String?): String? {
    if (endpoint == null || isUtf8(endpoint)) return endpoint
    throw ConfigurationException("setting_invalid", "endpoint", ValueFault.TEXT_NOT_UNICODE.reason)
}
