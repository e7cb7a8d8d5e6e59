@file:JvmName("Visitorseal")
@file:JvmMultifileClass

package visitorseal.server

import visitorseal.server.internal.Native
import visitorseal.server.internal.Reply
import visitorseal.server.internal.call
import visitorseal.server.internal.withKeys

/**
 * Tries the mistakes that integrators make and reports the one that explains this signature. A finding may show the
 * message that should have been signed, and keys by their fingerprint only.
 *
 * @param body the body of the request as it came: the fields as JSON
 * @param now Unix seconds, by default the system's clock
 * @param leeway the verifier's leeway in seconds, at most 300
 * @param maxToken the verifier's largest token in bytes
 * @param settings if given, the fields must agree with them
 * @param visitor the site's own record of the visitor, with further columns in its attributes: the site may have signed
 *   one of them
 * @throws ConfigurationException `key_count`, `leeway_invalid`, `now_invalid` or `setting_…`
 * @throws VisitorException if the visitor has not the form that [Signer.sign] takes
 */
@JvmOverloads
public fun explain(
    scheme: Scheme,
    keys: List<Key>,
    body: ByteArray,
    now: Long? = null,
    leeway: Long = 0,
    maxToken: Long = Limits.MAX_TOKEN.toLong(),
    settings: Map<String, Any?> = emptyMap(),
    visitor: Visitor? = null,
): Explanation {
    val seconds = checkedLeeway(leeway)
    val json = settingsJson(settings)
    val answer = call {
        withKeys(keys) { bytes ->
            scheme.native.handle.use {
                Native.explain(it, bytes, body, unixTime(now), seconds, maxToken.coerceAtLeast(0), json, visitor?.bytes)
            }
        }
    }
    return Explanation(Reply.of(answer))
}

/**
 * The same for the scheme of that name, with one key as text, and fields. Fields that cannot be written as JSON are a
 * finding. Throws `scheme_unknown` too.
 */
@JvmOverloads
public fun explain(
    scheme: String,
    key: String,
    fields: Map<String, Any?>,
    now: Long? = null,
    leeway: Long = 0,
    maxToken: Long = Limits.MAX_TOKEN.toLong(),
    settings: Map<String, Any?> = emptyMap(),
    visitor: Visitor? = null,
): Explanation {
    val (found, keys) = scheme(scheme) to listOf(Key(key))
    val body = try {
        fieldsJson(fields)
    } catch (unreadable: RefusedException) {
        // An error in another argument is the caller's and comes first.
        explain(found, keys, ByteArray(0), now, leeway, maxToken, settings, visitor)
        val (code, field, reason) = Triple(unreadable.code, unreadable.field, unreadable.reason).toList().map { it?.encodeToByteArray() }
        return Explanation(Reply.of(Native.explainError(code!!, field, reason!!)))
    }
    return explain(found, keys, body, now, leeway, maxToken, settings, visitor)
}

/**
 * Why a signature was refused.
 *
 * @property isVerified whether the signature is right after all
 * @property findings what was found, the most likely cause first
 */
public class Explanation private constructor(
    public val isVerified: Boolean,
    public val findings: List<Finding>,
    private val json: String,
) {
    internal constructor(reply: Reply) : this(
        reply.flag(),
        json = reply.text(),
        findings = List(reply.int()) { Finding(reply.text(), reply.optional(), reply.text(), reply.text()) },
    )

    /** The explanation as JSON. */
    public fun toJson(): String = json

    override fun toString(): String = findings.joinToString("\n")
}

/**
 * A cause that explains a refused signature.
 *
 * @property code the stable code of the cause, such as `other_field`
 * @property field the field or claim that it is about, if there is one
 * @property reason what is wrong
 * @property fix what to change
 */
public class Finding internal constructor(
    public val code: String,
    public val field: String?,
    public val reason: String,
    public val fix: String,
) {
    override fun toString(): String = "$code${field?.let { " ($it)" } ?: ""}: $reason -> $fix"
}
