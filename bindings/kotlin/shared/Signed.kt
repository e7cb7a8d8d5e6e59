package visitorseal.${part}

import visitorseal.${part}.internal.Signed as Crossed
import visitorseal.${part}.internal.Warning as CrossedWarning

/** A signed visitor, ready for the page. */
public class Signed internal constructor(
    @Transient
    private val crossed: Crossed,
    signature: Lazy<String?> = lazy { call { crossed.signature() } },
    fieldsJson: Lazy<String> = lazy { call { crossed.fieldsJson() } },
) {
    /** The scheme's name. */
    @delegate:Transient
    public val scheme: String by lazy { call { crossed.scheme() } }

    /** What the vendor checks: 64 lower-case hex digits, or a JWT. Null for a pre-filled form. */
    @delegate:Transient
    public val signature: String? by signature

    /** [fields] as JSON. */
    @delegate:Transient
    public val fieldsJson: String by fieldsJson

    /** The payload under the vendor's names, in the order of the vendor's page; a new map each time. */
    public val fields: Map<String, Any?>
        get() = JsonReader.read(fieldsJson)

    /** What works and deserves a look, such as a field that the widget has no place for. */
    @delegate:Transient
    public val warnings: List<Warning> by lazy { Warning.list(call { crossed.warnings() }) }

    /** `{"scheme", "signature", "fields", "warnings"}`: what a server sends to its app. */
    public fun toJson(): String = call { crossed.toJson() }

    /**
     * The HTML that hands the fields to the widget, for the page of this visitor alone.
     *
     * Send `Cache-Control: private, no-store` with the page. Throws [ConfigurationError]: `nonce_invalid`,
     * `setting_missing` or `not_offered`.
     *
     * @param nonce the page's Content-Security-Policy nonce
     */
    @JvmOverloads
    public fun script(nonce: String? = null): String = call { crossed.script(checkedNonce(nonce)) }

    /**
     * The address of the vendor's page for mobile apps, with the token in it (Orlo). Whoever has the address
     * is the visitor.
     *
     * Throws [ConfigurationError]: `not_offered` or `setting_missing`.
     */
    public fun url(): String = call { crossed.url() }

    override fun toString(): String = "Signed($scheme)"
}

/**
 * What works and deserves a look, such as a short secret.
 *
 * @property code a stable name, such as `secret_short`
 * @property field what it is about, in the visitor's words, or `secret`
 * @property reason a sentence for a person
 */
public class Warning internal constructor(
    public val code: String,
    public val field: String,
    public val reason: String,
) {
    override fun toString(): String = "$code ($field): $reason"

    internal companion object {
        fun list(crossed: List<CrossedWarning>): List<Warning> = crossed.map { Warning(it.code, it.`field`, it.reason) }
    }
}
