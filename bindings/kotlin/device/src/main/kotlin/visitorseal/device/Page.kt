package visitorseal.device

import visitorseal.device.internal.Page as Crossed

/**
 * A scheme with its settings: all about the page that needs no secret, for a WebView.
 *
 * @param settings such as `mobile_url` for Orlo: text or whole numbers
 * @throws ConfigurationError `setting_…`
 */
public class Page @JvmOverloads constructor(scheme: Scheme, settings: Map<String, Any?> = emptyMap()) : AutoCloseable {
    @Transient
    private val crossed: Crossed = settingsJson(settings).let { given -> call { Crossed(scheme.crossed, given) } }

    /** A page of the scheme of that name. Throws `scheme_unknown` too. */
    @JvmOverloads
    public constructor(scheme: String, settings: Map<String, Any?> = emptyMap()) : this(Scheme.named(scheme), settings)

    /**
     * Takes what the app's server sent: `signed.toJson()` there, in any language. It is read strictly, so that
     * nothing but fields comes into the page.
     *
     * @throws Refused `fields_malformed` or `signature_malformed`
     */
    public fun take(json: String): Signed =
        take(utf8(json) ?: throw Refused("fields_malformed", null, SURROGATE))

    /** Takes the body of the server's answer as it came. */
    public fun take(json: ByteArray): Signed = Signed(direct(json) { crossed.take(it) })

    /**
     * The HTML that a page runs after sign-out; empty where a page without the script is anonymous.
     *
     * @param nonce the page's Content-Security-Policy nonce
     * @throws ConfigurationError `nonce_invalid`
     */
    @JvmOverloads
    public fun forgetScript(nonce: String? = null): String = call { crossed.forgetScript(checkedNonce(nonce)) }

    /**
     * The HTML that starts the widget for a visitor who is not signed in; empty where none is needed.
     *
     * @param nonce the page's Content-Security-Policy nonce
     * @throws ConfigurationError `nonce_invalid`
     */
    @JvmOverloads
    public fun anonymousScript(nonce: String? = null): String = call { crossed.anonymousScript(checkedNonce(nonce)) }

    /**
     * The address of the vendor's page for mobile apps, with a token that the app's server made in it (Orlo).
     * Whoever has the address is the visitor.
     *
     * @throws ConfigurationError `not_offered` or `setting_missing`
     * @throws Refused `token_malformed` or `token_too_large`
     */
    public fun url(token: String): String {
        if (!isUtf8(token)) throw Refused("token_malformed", null, SURROGATE)
        return call { crossed.url(token) }
    }

    /** Frees the page now, rather than when it is collected. Later calls throw IllegalStateException. */
    override fun close(): Unit = crossed.close()

    override fun toString(): String = "Page"
}
