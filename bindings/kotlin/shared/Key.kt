package visitorseal.${part}

import visitorseal.${part}.internal.Key as Crossed

/**
 * A key to verify with, and its name: a token with a `kid` is checked only against the key of that name.
 *
 * @property kid the key's name (RFC 7515, 4.1.4)
 */
public class Key @JvmOverloads constructor(key: ByteArray, public val kid: String? = null) {
    @Transient
    private val bytes: ByteArray = key.copyOf()

    /** A key that is text: the vendor's shared secret, or a public key as PEM. */
    @JvmOverloads
    public constructor(key: String, kid: String? = null) : this(secretBytes(key, "key"), kid)

    init {
        if (kid != null && !isUtf8(kid)) throw ConfigurationError("kid_invalid", "kid", SURROGATE)
    }

    override fun toString(): String = "Key(kid=$kid)"

    internal companion object {
        /** Hands the keys over for one call. */
        inline fun <T> crossing(keys: List<Key>, action: (List<Crossed>) -> T): T = call {
            val crossed = keys.map { Crossed(it.bytes, it.kid) }
            try {
                action(crossed)
            } finally {
                crossed.forEach(Crossed::close)
            }
        }
    }
}
