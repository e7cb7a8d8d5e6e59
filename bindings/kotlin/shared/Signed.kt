package visitorseal.server

import visitorseal.server.internal.NativeSigned
import visitorseal.server.internal.call
import visitorseal.server.internal.warningsOf

/** A signed visitor, ready for the page. */
public class Signed internal constructor(@field:Transient private val native: NativeSigned) {
    /** The scheme's name. */
    public val scheme: String
        get() = call { native.scheme() }

    /** What the vendor checks: a digest as the scheme writes it, or a JWT. Null for a pre-filled form. */
    public val signature: String?
        get() = call { native.signature() }

    /** The payload as JSON in ASCII, as a page posts it. */
    public val fieldsJson: String
        get() = call { native.fieldsJson() }

    /** The payload under the vendor's names, in the order of the vendor's documentation. Each access gives a new map. */
    public val fields: Map<String, Any?>
        get() = readObject(fieldsJson)

    /** When the vendor stops accepting the signature, in Unix seconds. Null if it never expires. */
    public val expiresAt: Long?
        get() = call { native.expiresAt() }

    /** Tells two visitors of this scheme apart and says nothing about either. Null for a pre-filled form. */
    public val mark: String?
        get() = call { native.mark() }

    /** Problems that do not stop signing, such as a field that the widget does not show. */
    public val warnings: List<Warning>
        get() = call { warningsOf(native) }

    /** The signed visitor as JSON: `{"scheme", "signature", "fields", "expires_at", "mark", "warnings"}`. A server sends it to its app. */
    public fun toJson(): String = call { native.toJson() }

    /**
     * The HTML that hands the fields to the widget. Write it only into this visitor's page, and send
     * `Cache-Control: private, no-store` with that page.
     *
     * @param nonce the page's Content-Security-Policy nonce
     * @throws ConfigurationException `nonce_invalid`, `setting_missing` or `not_offered`
     */
    @JvmOverloads
    public fun script(nonce: String? = null): String = call { native.script(checkedNonce(nonce)) }

    /**
     * The element that hands the fields to the widget, for sites whose windows outlive a page (Turbo, htmx, Livewire,
     * single-page apps). The page also needs the scheme's file, which the program `visitorseal page` writes.
     *
     * @param endpoint an address of the site that answers with [toJson] for whoever is signed in, such as `/visitor`.
     *   The page asks it when the fields expire
     * @throws ConfigurationException `setting_invalid` or `not_offered`
     */
    @JvmOverloads
    public fun element(endpoint: String? = null): String = call { native.element(checkedEndpoint(endpoint)) }

    /**
     * The address of the vendor's page for mobile apps (Orlo), with the token in it. Whoever has the address is the
     * visitor.
     *
     * @throws ConfigurationException `not_offered` or `setting_missing`
     */
    public fun url(): String = call { native.url() }

    override fun toString(): String = "Signed($scheme)"

    public companion object {
        /**
         * Reads what [toJson] gave on a server, in any language, so that an app can show the page. It is read strictly,
         * so only fields can get into the page.
         *
         * @throws RefusedException `fields_malformed` or `signature_malformed`
         */
        @JvmStatic
        public fun fromJson(page: Page, json: String): Signed =
            fromJson(page, utf8(json) ?: throw RefusedException("fields_malformed", null, ValueFault.TEXT_NOT_UNICODE.reason))

        /** Reads the body of the server's answer. See the other `fromJson`. */
        @JvmStatic
        public fun fromJson(page: Page, json: ByteArray): Signed = page.read(json)
    }
}

/**
 * A problem that does not stop signing.
 *
 * @property code the stable code, such as `secret_short`
 * @property field what it is about, in the visitor's words, or `secret`
 * @property reason what is wrong and what to do
 */
public class Warning internal constructor(
    public val code: String,
    public val field: String,
    public val reason: String,
) {
    override fun toString(): String = "$code ($field): $reason"
}
