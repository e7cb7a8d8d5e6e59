package visitorseal.server

/*
 * Every field that holds a handle of the native library, a secret or a visitor is transient. Otherwise a tool that
 * copies or prints an object field by field (Gson, Kryo, a reflecting toString) would take them, and would use a copied
 * handle after the original has freed it.
 */

/** The text in UTF-8, or null if it has none. Java itself writes a question mark for a lone surrogate. */
internal fun utf8(text: String): ByteArray? = if (isUtf8(text)) text.encodeToByteArray() else null

/** The given second, otherwise the system's clock. */
internal fun unixTime(now: Long?): Long = now ?: (System.currentTimeMillis() / 1000)

/** The leeway, unless it is negative. The native library checks that it is not too large. */
internal fun checkedLeeway(leeway: Long): Long {
    if (leeway < 0) throw ConfigurationException("leeway_invalid", "leeway", "The leeway is negative. Pass 0 to 300 seconds.")
    return leeway
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
internal fun secretBytes(text: String?, field: String): ByteArray =
    utf8(text.orEmpty()) ?: throw ConfigurationException("secret_encoding", field, ValueFault.TEXT_NOT_UNICODE.reason)

internal fun checkedNonce(nonce: String?): String? {
    if (nonce == null || isUtf8(nonce)) return nonce
    throw ConfigurationException("nonce_invalid", "nonce", ValueFault.TEXT_NOT_UNICODE.reason)
}

internal fun checkedEndpoint(endpoint: String?): String? {
    if (endpoint == null || isUtf8(endpoint)) return endpoint
    throw ConfigurationException("setting_invalid", "endpoint", ValueFault.TEXT_NOT_UNICODE.reason)
}
