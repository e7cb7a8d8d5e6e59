package visitorseal.server

import visitorseal.server.internal.NativeScheme
import visitorseal.server.internal.call
import visitorseal.server.internal.parseScheme
import visitorseal.server.internal.settingsOf

/** What verifies a signature. */
public enum class KeyKind {
    /** The shared secret itself. */
    SHARED,

    /** The public key of a key pair. */
    PAIR,
}

/** How one vendor's widget wants a visitor signed. [scheme] gives it by its name. */
public class Scheme internal constructor(@field:Transient internal val native: NativeScheme) {
    /** The scheme's name, such as `bookbag`. */
    @delegate:Transient
    public val name: String by lazy { call { native.name() } }

    /** The vendor's name as the vendor writes it. */
    @delegate:Transient
    public val vendor: String by lazy { call { native.vendor() } }

    /** The product as the vendor names it, such as `Messenger`. Null if the scheme's file does not say it. */
    @delegate:Transient
    public val product: String? by lazy { call { native.product() } }

    /** What the product is for, such as `support_chat`. Null if the scheme's file does not say it. */
    @delegate:Transient
    public val category: String? by lazy { call { native.category() } }

    /** The address of the vendor's documentation that the scheme was read from. */
    @delegate:Transient
    public val document: String by lazy { call { native.document() } }

    /** What verifies a signature: the shared secret, or the public key of a key pair. */
    @delegate:Transient
    public val keyKind: KeyKind by lazy { KeyKind.valueOf(call { native.keyKind() }.uppercase()) }

    /** `HMAC-SHA256`, `HMAC-SHA512` or `HMAC-SHA1` (RFC 2104), or a token's, such as `HS256` or `RS256` (RFC 7518). */
    @delegate:Transient
    public val algorithm: String by lazy { call { native.algorithm() } }

    /** The visitor's fields that the signature covers. `attributes` stands for all attributes, `attributes.plan` for one. */
    @delegate:Transient
    public val covers: List<String> by lazy { call { native.covers() } }

    /** The settings that the scheme takes. */
    @delegate:Transient
    public val settings: List<Setting> by lazy {
        call { settingsOf(native) }
    }

    /** The scheme as JSON. */
    public fun toJson(): String = call { native.toJson() }

    override fun toString(): String = "Scheme($name)"

    public companion object {
        /**
         * Reads a scheme of your own from TOML. A scheme file is code: load only your own.
         *
         * @throws ConfigurationException `scheme_malformed`. Its field is the key in the file, its reason names the line
         */
        @JvmStatic
        public fun parse(toml: String): Scheme {
            if (!isUtf8(toml)) throw ConfigurationException("scheme_malformed", null, ValueFault.TEXT_NOT_UNICODE.reason)
            return Scheme(call { parseScheme(toml) })
        }
    }
}

/**
 * A setting of a scheme.
 *
 * @property name the setting's name
 * @property about what the setting is and where the vendor shows it
 * @property isRequired whether a signer needs the setting. Other settings are needed by single calls, which say so
 */
public class Setting internal constructor(
    public val name: String,
    public val about: String,
    public val isRequired: Boolean,
) {
    override fun toString(): String = "Setting($name)"
}
