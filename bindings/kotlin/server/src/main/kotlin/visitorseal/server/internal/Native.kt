package visitorseal.server.internal

/**
 * The native library's functions. Objects there have numbers. Texts cross as UTF-8, and an answer is read by [Reply].
 * Before a call, [Library] must have loaded the library.
 */
internal object Native {
    @JvmStatic external fun version(): ByteArray?

    @JvmStatic external fun codes(of: Int): ByteArray?

    @JvmStatic external fun free(number: Long)

    @JvmStatic external fun count(): Int

    @JvmStatic external fun schemes(): ByteArray?

    @JvmStatic external fun scheme(name: ByteArray): ByteArray?

    @JvmStatic external fun parseScheme(toml: ByteArray): ByteArray?

    @JvmStatic external fun schemeJson(scheme: Long): ByteArray?

    @JvmStatic external fun page(scheme: Long, settings: ByteArray): ByteArray?

    @JvmStatic external fun prefill(page: Long, visitor: ByteArray): ByteArray?

    @JvmStatic external fun readSigned(page: Long, json: ByteArray): ByteArray?

    @JvmStatic external fun script(page: Long, signed: ByteArray, nonce: ByteArray?): ByteArray?

    @JvmStatic external fun element(page: Long, signed: ByteArray, endpoint: ByteArray?): ByteArray?

    @JvmStatic external fun url(page: Long, signed: ByteArray): ByteArray?

    @JvmStatic external fun tokenUrl(page: Long, token: ByteArray): ByteArray?

    @JvmStatic external fun forgetScript(page: Long, nonce: ByteArray?): ByteArray?

    @JvmStatic external fun anonymousScript(page: Long, nonce: ByteArray?): ByteArray?

    @JvmStatic external fun anonymousElement(page: Long): ByteArray?

    @JvmStatic external fun signer(scheme: Long, secret: ByteArray, settings: ByteArray): ByteArray?

    @JvmStatic external fun sign(signer: Long, visitor: ByteArray, now: Long): ByteArray?

    @JvmStatic external fun signMany(signer: Long, visitors: ByteArray, now: Long): ByteArray?

    @JvmStatic external fun digest(signer: Long, message: ByteArray): ByteArray?

    @JvmStatic external fun digestInPlace(signer: Long, bytes: ByteArray, length: Int): Int

    @JvmStatic external fun digestMany(signer: Long, messages: ByteArray): ByteArray?

    @JvmStatic
    external fun verifier(
        scheme: Long,
        keys: ByteArray,
        policy: ByteArray,
        leeway: Long,
        maxToken: Long,
        settings: ByteArray,
    ): ByteArray?

    @JvmStatic external fun verify(verifier: Long, body: ByteArray, now: Long): ByteArray?

    @JvmStatic external fun contactJson(contact: Long): ByteArray?

    @JvmStatic external fun fill(contact: Long, text: ByteArray): ByteArray?

    @JvmStatic external fun inspectToken(token: ByteArray): ByteArray?

    @JvmStatic
    external fun explain(
        scheme: Long,
        keys: ByteArray,
        body: ByteArray,
        now: Long,
        leeway: Long,
        maxToken: Long,
        settings: ByteArray,
        visitor: ByteArray?,
    ): ByteArray?

    @JvmStatic external fun explainError(code: ByteArray, field: ByteArray?, reason: ByteArray): ByteArray?
}
