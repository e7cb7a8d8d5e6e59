package visitorseal.server

import visitorseal.server.internal.NativeVerifier
import visitorseal.server.internal.call
import visitorseal.server.internal.newVerifier
import visitorseal.server.internal.withBytes

/** What happens to a visitor whose signature is missing or wrong. */
public enum class Policy {
    /** The visitor is refused. */
    REQUIRED,

    /** Without a signature (absent or null) the visitor is anonymous. With a wrong or empty one they are refused. */
    OPTIONAL,

    /** For a rollout: with a wrong signature the visitor is anonymous too, and [Verified.refusal] says why. */
    OBSERVE,
}

/**
 * A scheme with the keys that it accepts, newest first, and a policy. Make one and keep it: many threads may use it.
 *
 * @param keys 1 to 16 keys, newest first
 * @param leeway seconds to allow for clocks that differ, at most 300
 * @param maxToken the largest token in bytes
 * @param settings if given, the fields must agree with them (Thread's `app_id`). Orlo's `contact_claim` names the claim
 *   that identifies a contact
 * @throws ConfigurationException `key_…`, `secret_…`, `leeway_invalid` or `setting_…`
 */
public class Verifier @JvmOverloads constructor(
    scheme: Scheme,
    keys: List<Key>,
    policy: Policy = Policy.REQUIRED,
    leeway: Long = 0,
    maxToken: Long = Limits.MAX_TOKEN.toLong(),
    settings: Map<String, Any?> = emptyMap(),
) : AutoCloseable {
    @Transient
    private val native: NativeVerifier =
        checkedLeeway(leeway).let { seconds ->
            newVerifier(scheme.native, keys, policy.name.lowercase(), seconds, maxToken.coerceAtLeast(0), settingsJson(settings))
        }

    /** A verifier for the scheme of that name, with one key as text. Throws `scheme_unknown` too. */
    @JvmOverloads
    public constructor(scheme: String, key: String?, policy: Policy = Policy.REQUIRED) : this(scheme(scheme), listOf(Key(key)), policy)

    /** A verifier for the scheme of that name. Throws `scheme_unknown` too. */
    @JvmOverloads
    public constructor(
        scheme: String,
        keys: List<Key>,
        policy: Policy = Policy.REQUIRED,
        leeway: Long = 0,
        maxToken: Long = Limits.MAX_TOKEN.toLong(),
        settings: Map<String, Any?> = emptyMap(),
    ) : this(scheme(scheme), keys, policy, leeway, maxToken, settings)

    /** The scheme's name. */
    @delegate:Transient
    public val scheme: String by lazy { call { native.scheme() } }

    /** The largest body in bytes that [verifyJson] reads. A web server may refuse larger ones. */
    @delegate:Transient
    public val maxBody: Long by lazy { call { native.maxBody() } }

    /**
     * Verifies the fields of a request, under the vendor's names. Prefer [verifyJson] with the body as it came: a map
     * no longer shows whether a member was there twice.
     *
     * @param now Unix seconds, by default the system's clock
     * @throws RefusedException if the fields do not prove who the visitor is
     */
    @JvmOverloads
    public fun verify(fields: Map<String, Any?>, now: Long? = null): Verified {
        val body = try {
            fieldsJson(fields)
        } catch (unreadable: RefusedException) {
            throw withVendorsAnswer(unreadable, now)
        }
        return verifyJson(body, now)
    }

    /** The scheme says how the vendor answers. The native library attaches that to every refusal, also of no body. */
    private fun withVendorsAnswer(refusal: RefusedException, now: Long?): RefusedException {
        val answer = try {
            verifyJson(ByteArray(0), now)
            null
        } catch (refused: RefusedException) {
            refused
        }
        return RefusedException(
            refusal.code, refusal.field, refusal.reason,
            answer?.httpStatus ?: refusal.httpStatus, answer?.httpError ?: refusal.httpError,
        )
    }

    /**
     * Verifies the fields in a JSON body. Pass the body as it came: members that are there twice are refused.
     *
     * @param now Unix seconds, by default the system's clock
     * @throws RefusedException if the body does not prove who the visitor is. A body that is not a JSON object is
     *   refused under every policy
     */
    @JvmOverloads
    public fun verifyJson(body: ByteArray, now: Long? = null): Verified =
        Verified(withBytes(body) { native.verifyJson(it, unixTime(now)) })

    /**
     * The same for a body as text.
     *
     * @throws RefusedException `fields_malformed` too, if the text has a lone surrogate
     */
    @JvmOverloads
    public fun verifyJson(body: String, now: Long? = null): Verified =
        utf8(body)?.let { verifyJson(it, now) }
            ?: throw withVendorsAnswer(RefusedException("fields_malformed", null, ValueFault.TEXT_NOT_UNICODE.reason), now)

    /** Frees the keys now instead of when the verifier is collected. Later calls throw IllegalStateException. */
    override fun close(): Unit = native.close()

    override fun toString(): String = "Verifier"
}
