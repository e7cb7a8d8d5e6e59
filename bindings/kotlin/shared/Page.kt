package visitorseal.server

import visitorseal.server.internal.NativePage
import visitorseal.server.internal.call
import visitorseal.server.internal.newPage
import visitorseal.server.internal.withBytes

/**
 * A scheme with its settings: what a page needs without a secret.
 *
 * @param settings text or whole numbers, such as `mobile_url` for Orlo
 * @throws ConfigurationException `setting_…`
 */
public class Page @JvmOverloads constructor(scheme: Scheme, settings: Map<String, Any?> = emptyMap()) : AutoCloseable {
    @Transient
    private val native: NativePage = newPage(scheme.native, settingsJson(settings))

    /** A page for the scheme of that name. Throws `scheme_unknown` too. */
    @JvmOverloads
    public constructor(scheme: String, settings: Map<String, Any?> = emptyMap()) : this(scheme(scheme), settings)

    /**
     * Fills the vendor's form without a signature: the visitor types less and is not recognised.
     *
     * @throws ConfigurationException `not_offered` if the vendor documents no such form
     * @throws VisitorException if the visitor has none of the form's fields
     */
    public fun prefill(visitor: Visitor): Signed = Signed(withBytes(visitor.bytes) { native.prefill(it) })

    /**
     * The script that makes the widget forget the visitor at sign-out, whomever it knows. It is empty for a vendor without
     * a widget in a page.
     *
     * @param nonce the page's Content-Security-Policy nonce
     * @throws ConfigurationException `nonce_invalid`
     */
    @JvmOverloads
    public fun forgetScript(nonce: String? = null): String = call { native.forgetScript(checkedNonce(nonce)) }

    /**
     * The script of a page where nobody is signed in. The widget forgets the visitor whom it knows, and starts for an
     * anonymous one where the vendor wants that. Write it only into a page that no cache gives to others. It is empty
     * for a vendor without a widget in a page.
     *
     * @param nonce the page's Content-Security-Policy nonce
     * @throws ConfigurationException `nonce_invalid`
     */
    @JvmOverloads
    public fun anonymousScript(nonce: String? = null): String = call { native.anonymousScript(checkedNonce(nonce)) }

    /**
     * The element of a page where nobody is signed in, beside [Signed.element]. It does what [anonymousScript] does.
     *
     * @throws ConfigurationException `not_offered`
     */
    public fun anonymousElement(): String = call { native.anonymousElement() }

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

    internal fun read(signed: ByteArray): Signed = Signed(withBytes(signed) { native.readSigned(it) })

    /** Later calls throw IllegalStateException. What the page made stays usable. */
    override fun close(): Unit = native.close()

    override fun toString(): String = "Page"
}
