package visitorseal.${part}

import visitorseal.${part}.internal.Scheme as Crossed
import visitorseal.${part}.internal.schemes as all

/** How one vendor's widget wants a visitor signed. */
public class Scheme private constructor(@field:Transient internal val crossed: Crossed) {
    /** The scheme's name, such as `bookbag`. */
    @delegate:Transient
    public val name: String by lazy { call { crossed.name() } }

    /** The vendor's name as the vendor writes it. */
    @delegate:Transient
    public val vendor: String by lazy { call { crossed.vendor() } }

    /** The address of the vendor's page that the scheme was read from. */
    @delegate:Transient
    public val document: String by lazy { call { crossed.document() } }

    /** `HMAC-SHA256` (RFC 2104) or `RS256` (RFC 7518). */
    @delegate:Transient
    public val algorithm: String by lazy { call { crossed.algorithm() } }

    /** What the signature covers, in the visitor's words; `attributes` stands for all of them. */
    @delegate:Transient
    public val covers: List<String> by lazy { call { crossed.covers() } }

    /** The settings that the scheme takes. */
    @delegate:Transient
    public val settings: List<Setting> by lazy {
        call { crossed.settings() }.map { Setting(it.name, it.about, it.required) }
    }

    /** All that a catalogue shows, as JSON. */
    public fun toJson(): String = call { crossed.toJson() }

    override fun toString(): String = "Scheme($name)"

    public companion object {
        /** The names of the schemes that come with the library. */
        @JvmStatic
        public fun names(): List<String> = call { all() }

        /** The scheme of that name. Throws [ConfigurationError] `scheme_unknown`. */
        @JvmStatic
        public fun named(name: String): Scheme {
            if (!isUtf8(name)) throw ConfigurationError("scheme_unknown", "scheme", SURROGATE)
            return Scheme(call { visitorseal.${part}.internal.scheme(name) })
        }

        /**
         * Reads a scheme of your own. A scheme file is code: load only your own.
         *
         * Throws [ConfigurationError] `scheme_malformed`, with the key as `field` and the line in the reason.
         */
        @JvmStatic
        public fun parse(toml: String): Scheme {
            if (!isUtf8(toml)) throw ConfigurationError("scheme_malformed", null, SURROGATE)
            return Scheme(call { Crossed.parse(toml) })
        }
    }
}

/**
 * What a scheme asks of the site beside the secret.
 *
 * @property name the setting's name
 * @property about what it is and where the vendor shows it, in a sentence
 * @property isRequired whether a signer needs it; others are asked for by the call that uses them
 */
public class Setting internal constructor(
    public val name: String,
    public val about: String,
    public val isRequired: Boolean,
) {
    override fun toString(): String = "Setting($name)"
}
