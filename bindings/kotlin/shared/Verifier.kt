package visitorseal.${part}

import visitorseal.${part}.internal.Verifier as Crossed

/** What becomes of a visitor who does not prove who they are. */
public enum class Policy {
    /** They are refused. */
    REQUIRED,

    /** Without a signature (absent or null) anonymous, with a wrong or empty one refused. */
    OPTIONAL,

    /** For a rollout: with a wrong one anonymous too, and [Verified.refusal] says why. */
    OBSERVE,
}

/**
 * A scheme with the keys that it accepts, newest first. Make one and keep it; many threads may use it.
 *
 * @param keys 1 to 16, newest first
 * @param leeway seconds to allow for clocks that differ, at most 300
 * @param maxToken the largest token in bytes
 * @param settings those that are given, the fields must agree with (Thread's `app_id`); Orlo's `contact_claim`
 *   names the claim that identifies a contact
 * @throws ConfigurationError `key_…`, `secret_…`, `leeway_invalid` or `setting_…`
 */
public class Verifier @JvmOverloads constructor(
    scheme: Scheme,
    keys: List<Key>,
    policy: Policy = Policy.REQUIRED,
    leeway: Long = 0,
    maxToken: Long = 8192,
    settings: Map<String, Any?> = emptyMap(),
) : AutoCloseable {
    @Transient
    private val crossed: Crossed

    init {
        if (leeway < 0) throw ConfigurationError("leeway_invalid", "leeway", "a leeway is no less than 0 s")
        val largest = maxToken.coerceAtLeast(0).toULong()
        val given = settingsJson(settings)
        crossed = Key.crossing(keys) {
            Crossed(scheme.crossed, it, policy.name.lowercase(), leeway.toULong(), largest, given)
        }
    }

    /** A verifier for the scheme of that name, with one key that is text. Throws `scheme_unknown` too. */
    public constructor(scheme: String, key: String) : this(Scheme.named(scheme), listOf(Key(key)))

    /** A verifier for the scheme of that name. Throws `scheme_unknown` too. */
    @JvmOverloads
    public constructor(
        scheme: String,
        keys: List<Key>,
        policy: Policy = Policy.REQUIRED,
        leeway: Long = 0,
        maxToken: Long = 8192,
        settings: Map<String, Any?> = emptyMap(),
    ) : this(Scheme.named(scheme), keys, policy, leeway, maxToken, settings)

    /** The scheme's name. */
    @delegate:Transient
    public val scheme: String by lazy { call { crossed.scheme() } }

    /** The largest body that [verifyJson] reads, in bytes: a web server need take no larger one. */
    @delegate:Transient
    public val maxBody: Long by lazy { call { crossed.maxBody() }.coerceAtMost(Long.MAX_VALUE.toULong()).toLong() }

    /**
     * Verifies the fields that a page sent, as the vendor's page names them.
     *
     * @param now Unix seconds, the system's clock unless given
     * @throws Refused where they do not prove who the visitor is
     */
    @JvmOverloads
    public fun verify(fields: Map<String, Any?>, now: Long? = null): Verified = verifyJson(fieldsJson(fields), now)

    /**
     * Verifies the body of a request as it came. Unlike [verify] it sees members that stand twice.
     *
     * @param now Unix seconds, the system's clock unless given
     * @throws Refused where it does not prove who the visitor is; no JSON object is refused under every policy
     */
    @JvmOverloads
    public fun verifyJson(body: ByteArray, now: Long? = null): Verified =
        Verified(direct(body) { crossed.verifyJson(it, unixTime(now)) })

    /** Frees the keys now, rather than when the verifier is collected. Later calls throw IllegalStateException. */
    override fun close(): Unit = crossed.close()

    override fun toString(): String = "Verifier"
}
