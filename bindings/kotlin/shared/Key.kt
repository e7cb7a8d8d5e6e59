package visitorseal.server

/**
 * A key that verifies, with an optional name (`kid`). A token that names a key is checked only against the key of that
 * name. A JSON Web Key (JWK) has its own name, unless you pass one. A JWK set takes none.
 *
 * @property kid the name that you passed (RFC 7515, 4.1.4)
 */
public class Key @JvmOverloads constructor(key: ByteArray, public val kid: String? = null) {
    @Transient
    internal val bytes: ByteArray = key.copyOf()

    /**
     * A key as text: the vendor's shared secret, or the site's public key: PEM, a JWK or a JWK set as JSON. Null counts as empty,
     * so a missing variable of the environment is `key_empty` of the verifier.
     */
    @JvmOverloads
    public constructor(key: String?, kid: String? = null) : this(secretBytes(key, "key"), kid)

    init {
        if (kid != null && !isUtf8(kid)) throw ConfigurationException("kid_invalid", "kid", ValueFault.TEXT_NOT_UNICODE.reason)
    }

    override fun toString(): String = "Key(kid=$kid)"
}
