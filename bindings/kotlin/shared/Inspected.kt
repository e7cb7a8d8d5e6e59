package visitorseal.${part}

import visitorseal.${part}.internal.Inspected as Crossed
import visitorseal.${part}.internal.inspect

/** A token's header and claims, unverified: anyone can have written them. */
public class Inspected private constructor(@field:Transient private val crossed: Crossed) {
    /** The header's members. */
    @delegate:Transient
    public val unverifiedHeader: Map<String, Any?> by lazy { JsonReader.read(call { crossed.unverifiedHeaderJson() }) }

    /** The claims. */
    @delegate:Transient
    public val unverifiedClaims: Map<String, Any?> by lazy { JsonReader.read(call { crossed.unverifiedClaimsJson() }) }

    /**
     * The Unix second from which on no verifier takes the token, by its own claim `exp`; null for a token
     * that never expires. Throws [Refused]: `claim_type` or `claim_value` for an `exp` that is no time.
     */
    public val unverifiedExpiry: Long?
        get() = call { crossed.unverifiedExpiry() }

    /** `{"unverified": true, "header", "claims"}`. */
    public fun toJson(): String = call { crossed.toJson() }

    override fun toString(): String = "Inspected(unverified)"

    public companion object {
        /**
         * Reads a token without verifying it, to look at while integrating; trust nothing in it.
         *
         * Throws [Refused]: `token_malformed` or `token_too_large`.
         */
        @JvmStatic
        public fun of(token: String): Inspected {
            if (!isUtf8(token)) throw Refused("token_malformed", null, SURROGATE)
            return Inspected(call { inspect(token) })
        }
    }
}
