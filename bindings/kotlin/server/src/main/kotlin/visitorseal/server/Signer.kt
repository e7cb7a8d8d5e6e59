package visitorseal.server

import visitorseal.server.internal.NativeSigner
import visitorseal.server.internal.call
import visitorseal.server.internal.withBytes

/**
 * A scheme with its secret and settings, ready to sign many visitors. Make one and keep it: many threads may use it.
 *
 * @param secret the vendor's shared secret as its dashboard shows it, or, if the scheme's `keyKind` is `PAIR` (Orlo), the
 *   site's private key in PEM
 * @param settings text or whole numbers, such as `app_id` for Thread
 * @throws ConfigurationException `secret_…`, `key_…` or `setting_…`
 */
public class Signer @JvmOverloads constructor(
    scheme: Scheme,
    secret: ByteArray,
    settings: Map<String, Any?> = emptyMap(),
) : AutoCloseable {
    @Transient
    private val native: NativeSigner =
        settingsJson(settings).let { json -> call { NativeSigner(scheme.native, secret, json) } }

    /** A signer with a secret as text. Null counts as empty, so a missing variable of the environment is `secret_empty`. */
    @JvmOverloads
    public constructor(scheme: Scheme, secret: String?, settings: Map<String, Any?> = emptyMap()) :
        this(scheme, secretBytes(secret, "secret"), settings)

    /** A signer for the scheme of that name, with a secret as text, which may be null too. Throws `scheme_unknown` too. */
    @JvmOverloads
    public constructor(scheme: String, secret: String?, settings: Map<String, Any?> = emptyMap()) :
        this(scheme(scheme), secret, settings)

    /** A signer for the scheme of that name, with a secret as bytes. Throws `scheme_unknown` too. */
    @JvmOverloads
    public constructor(scheme: String, secret: ByteArray, settings: Map<String, Any?> = emptyMap()) :
        this(scheme(scheme), secret, settings)

    /** The scheme's name. */
    public val scheme: String
        get() = native.scheme()

    /** Problems with the secret or the scheme that do not stop signing. Log them once, when you make the signer. */
    @delegate:Transient
    public val warnings: List<Warning> by lazy { call { native.warnings() } }

    /**
     * Signs a visitor.
     *
     * @param now Unix seconds, by default the system's clock. Only signatures that hold a time use it
     * @throws VisitorException if a field that the signature covers is missing, null, empty or ambiguous, or if any
     *   field does not have its form
     */
    @JvmOverloads
    public fun sign(visitor: Visitor, now: Long? = null): Signed =
        Signed(withBytes(visitor.bytes) { native.sign(it, unixTime(now)) })

    /** Signs many visitors in one call of the native library, in order. Each gives a signed visitor or an error. */
    @JvmOverloads
    public fun signMany(visitors: Iterable<Visitor>, now: Long? = null): List<Outcome> =
        call { native.signMany(visitors.map(Visitor::bytes), unixTime(now)) }

    /**
     * Fills the vendor's form without a signature: the visitor types less and is not recognised.
     *
     * @throws ConfigurationException `not_offered` if the vendor documents no such form
     * @throws VisitorException if the visitor has none of the form's fields
     */
    public fun prefill(visitor: Visitor): Signed = Signed(withBytes(visitor.bytes) { native.prefill(it) })

    /**
     * The HMAC of exactly these bytes as the scheme writes it, for code that writes the page itself.
     *
     * @throws ConfigurationException `not_offered` if the scheme's signature is a token
     */
    public fun digest(message: ByteArray): String = withBytes(message) { native.digest(it) }

    /**
     * The HMAC of a text in UTF-8 as the scheme writes it, for code that writes the page itself.
     *
     * @throws ConfigurationException `not_offered` if the scheme's signature is a token
     * @throws VisitorException `field_invalid` if the text has a lone surrogate
     */
    public fun digest(message: String): String = call { native.digestOfAscii(message) } ?: digest(messageBytes(message))

    /** The digests of many texts, in order, in one call of the native library. */
    public fun digestMany(messages: Iterable<String>): List<String> = digestManyBytes(messages.map(::messageBytes))

    /** The digests of many messages in bytes, in order, in one call of the native library. */
    public fun digestManyBytes(messages: List<ByteArray>): List<String> = call { native.digestMany(messages) }

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

    /** Wipes the secret now instead of when the signer is collected. Later calls throw IllegalStateException. */
    override fun close(): Unit = native.close()

    override fun toString(): String = "Signer"

    private fun messageBytes(message: String): ByteArray =
        utf8(message) ?: throw VisitorException("field_invalid", "message", ValueFault.TEXT_NOT_UNICODE.reason)
}

/**
 * The outcome for one of many visitors: a signed visitor or an error.
 *
 * @property signed the signed visitor, or null
 * @property error why the visitor cannot be signed, or null
 */
public class Outcome internal constructor(public val signed: Signed?, public val error: VisitorsealException?) {
    /** The signed visitor. Throws the error if there is one. */
    public fun orThrow(): Signed = signed ?: throw checkNotNull(error)

    override fun toString(): String = "Outcome(${error?.code ?: "signed"})"
}
