package visitorseal.server

import visitorseal.server.internal.Page as NativePage

/**
 * A scheme with its settings: what a page needs without a secret.
 *
 * @param settings text or whole numbers, such as `mobile_url` for Orlo
 * @throws ConfigurationException `setting_…`
 */
public class Page @JvmOverloads constructor(scheme: Scheme, settings: Map<String, Any?> = emptyMap()) : AutoCloseable {
    @Transient
    private val native: NativePage = settingsJson(settings).let { json -> call { NativePage(scheme.native, json) } }

    /** A page for the scheme of that name. Throws `scheme_unknown` too. */
    @JvmOverloads
    public constructor(scheme: String, settings: Map<String, Any?> = emptyMap()) : this(scheme(scheme), settings)

    /**
     * Fills the vendor's form without a signature: the visitor types less and is not recognised.
     *
     * @throws ConfigurationException `not_offered` if the vendor documents no such form
     * @throws VisitorException if the visitor has none of the form's fields
     */
    public fun prefill(visitor: Visitor): Signed = Signed(withBuffer(visitor.json) { native.prefill(it) })

    /**
     * The script that makes the widget forget the visitor at sign-out. It is empty if the vendor documents none.
     *
     * @param nonce the page's Content-Security-Policy nonce
     * @throws ConfigurationException `nonce_invalid`
     */
    @JvmOverloads
    public fun forgetScript(nonce: String? = null): String = call { native.forgetScript(checkedNonce(nonce)) }

    /**
     * The script that starts the widget for a visitor who is not signed in. It is empty if the widget needs none.
     *
     * @param nonce the page's Content-Security-Policy nonce
     * @throws ConfigurationException `nonce_invalid`
     */
    @JvmOverloads
    public fun anonymousScript(nonce: String? = null): String = call { native.anonymousScript(checkedNonce(nonce)) }

    /**
     * The address of the vendor's page for mobile apps (Orlo), with a token from the app's server in it. Whoever has
     * the address is the visitor.
     *
     * @throws ConfigurationException `not_offered` or `setting_missing`
     * @throws RefusedException `token_malformed` or `token_too_large`
     */
    public fun url(token: String): String {
        if (!isUtf8(token)) throw RefusedException("token_malformed", null, ValueFault.TEXT_NOT_UNICODE.reason)
        return call { native.url(token) }
    }

    internal fun read(signed: ByteArray): Signed = Signed(withBuffer(signed) { native.readSigned(it) })

    /** Frees the page now instead of when it is collected. Later calls throw IllegalStateException. */
    override fun close(): Unit = native.close()

    override fun toString(): String = "Page"
}
