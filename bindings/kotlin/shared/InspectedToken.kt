package visitorseal.server

import visitorseal.server.internal.NativeInspectedToken
import visitorseal.server.internal.call

/** What a token says, without verification: anyone can have written it. */
public class InspectedToken internal constructor(@field:Transient private val native: NativeInspectedToken) {
    /** The token's header. Anyone can have written it. */
    @delegate:Transient
    public val unverifiedHeader: Map<String, Any?> by lazy { call { native.unverifiedHeader() } }

    /** The token's claims. Anyone can have written them. */
    @delegate:Transient
    public val unverifiedClaims: Map<String, Any?> by lazy { call { native.unverifiedClaims() } }

    /**
     * When the token expires, in Unix seconds, by its own claim `exp`. Null for a token that never expires.
     *
     * @throws RefusedException `claim_type` or `claim_value` if `exp` is not a time
     */
    public val unverifiedExpiry: Long?
        get() = call { native.unverifiedExpiry() }

    /** Header and claims as JSON: `{"unverified": true, "header", "claims"}`. */
    public fun toJson(): String = call { native.toJson() }

    override fun toString(): String = "InspectedToken(unverified)"
}
