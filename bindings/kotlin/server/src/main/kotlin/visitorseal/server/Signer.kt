package visitorseal.server

import visitorseal.server.internal.Outcome as CrossedOutcome
import visitorseal.server.internal.Signer as Crossed

/**
 * A scheme with its secret and settings. Make one and keep it: it signs from many threads.
 *
 * @param secret the vendor's shared secret as its panel shows it (Re:amaze, Fernand, Bookbag, Thread), or the
 *   site's RSA private key as PEM (Orlo)
 * @param settings such as `app_id` for Thread: text or whole numbers
 * @throws ConfigurationError `secret_…`, `key_…` or `setting_…`
 */
public class Signer @JvmOverloads constructor(
    scheme: Scheme,
    secret: ByteArray,
    settings: Map<String, Any?> = emptyMap(),
) : AutoCloseable {
    @Transient
    private val crossed: Crossed =
        settingsJson(settings).let { given -> call { Crossed(scheme.crossed, secret, given) } }

    /** A signer with a secret that is text. */
    @JvmOverloads
    public constructor(scheme: Scheme, secret: String, settings: Map<String, Any?> = emptyMap()) :
        this(scheme, secretBytes(secret, "secret"), settings)

    /** A signer for the scheme of that name. Throws `scheme_unknown` too. */
    @JvmOverloads
    public constructor(scheme: String, secret: String, settings: Map<String, Any?> = emptyMap()) :
        this(Scheme.named(scheme), secret, settings)

    /** A signer for the scheme of that name, with a secret as bytes. Throws `scheme_unknown` too. */
    @JvmOverloads
    public constructor(scheme: String, secret: ByteArray, settings: Map<String, Any?> = emptyMap()) :
        this(Scheme.named(scheme), secret, settings)

    /** The scheme's name. */
    @delegate:Transient
    public val scheme: String by lazy { call { crossed.scheme() } }

    /** What deserves a look about the secret: it is short, or in quotes, or the vendor's sample. */
    @delegate:Transient
    public val warnings: List<Warning> by lazy { Warning.list(call { crossed.warnings() }) }

    /**
     * Signs a visitor.
     *
     * @param now Unix seconds, the system's clock unless given; it matters only to tokens with a lifetime
     * @throws VisitorError where a field that the signature covers is missing, null, empty or ambiguous, or any
     *   field is not of its form
     */
    @JvmOverloads
    public fun sign(visitor: Visitor, now: Long? = null): Signed =
        Signed(direct(visitor.json) { crossed.sign(it, unixTime(now)) })

    /** Signs visitors in one call of the library, in their order. What is wrong with one stands in its place. */
    @JvmOverloads
    public fun signMany(visitors: Iterable<Visitor>, now: Long? = null): List<Outcome> =
        call { crossed.signMany(visitors.map(Visitor::json), unixTime(now)) }.map {
            when (it) {
                is CrossedOutcome.Signed ->
                    Outcome(Signed(it.signed, lazyOf(it.signature), lazyOf(it.fieldsJson)), null)
                is CrossedOutcome.Failed -> Outcome(null, raised(it.error))
            }
        }

    /**
     * Name and email without a signature, where the vendor documents that: a form is filled in, nothing is proven.
     *
     * @throws ConfigurationError `not_offered` for other vendors
     */
    public fun prefill(visitor: Visitor): Signed = Signed(direct(visitor.json) { crossed.prefill(it) })

    /**
     * The digest of exactly these bytes: 64 lower-case hex digits, the one-liner of the vendors' pages.
     *
     * @throws ConfigurationError `not_offered` where the scheme's signature is a token
     */
    public fun digest(message: ByteArray): String = direct(message) { crossed.digest(it) }

    /** The digest of a text's UTF-8. Throws [VisitorError] `field_invalid` where it has none. */
    public fun digest(message: String): String = digest(messageBytes(message))

    /** The digests of many texts, in their order, in one call of the library. */
    public fun digestMany(messages: Iterable<String>): List<String> = digestManyBytes(messages.map(::messageBytes))

    /** The digests of many messages, in their order, in one call of the library. */
    public fun digestManyBytes(messages: List<ByteArray>): List<String> = call { crossed.digestMany(messages) }

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

    /** Frees the secret now, rather than when the signer is collected. Later calls throw IllegalStateException. */
    override fun close(): Unit = crossed.close()

    override fun toString(): String = "Signer"

    private fun messageBytes(message: String): ByteArray =
        utf8(message) ?: throw VisitorError("field_invalid", "message", SURROGATE)
}

/**
 * What became of one of many visitors: one of the two is there.
 *
 * @property signed the visitor, signed
 * @property error why the visitor cannot be signed as given
 */
public class Outcome internal constructor(public val signed: Signed?, public val error: VisitorsealException?) {
    /** The signed visitor, or else the error is thrown. */
    public fun orThrow(): Signed = signed ?: throw checkNotNull(error)

    override fun toString(): String = "Outcome(${error?.code ?: "signed"})"
}
