@file:JvmName("Visitorseal")
@file:JvmMultifileClass

package visitorseal.server

import visitorseal.server.internal.Explanation as NativeExplanation
import visitorseal.server.internal.explain as nativeExplain
import visitorseal.server.internal.explainError as nativeExplainError

/**
 * Tries the mistakes that integrators make and reports the one that explains this signature. A finding may show the
 * message that should have been signed, and keys by their fingerprint only.
 *
 * @param body the body of the request as it came: the fields as JSON
 * @param now Unix seconds, by default the system's clock
 * @throws ConfigurationException `key_count`, `now_invalid` or `setting_…`
 */
@JvmOverloads
public fun explain(
    scheme: Scheme,
    keys: List<Key>,
    body: ByteArray,
    now: Long? = null,
    settings: Map<String, Any?> = emptyMap(),
): Explanation {
    val json = settingsJson(settings)
    val explained = Key.withNativeKeys(keys) { natives ->
        withBuffer(body) { nativeExplain(scheme.native, natives, it, json, unixTime(now)) }
    }
    return Explanation(explained)
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
    settings: Map<String, Any?> = emptyMap(),
): Explanation {
    val found = scheme(scheme)
    val body = try {
        fieldsJson(fields)
    } catch (unreadable: RefusedException) {
        return Explanation(call { nativeExplainError(unreadable.code, unreadable.field, unreadable.reason) })
    }
    return explain(found, listOf(Key(key)), body, now, settings)
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
    internal constructor(native: NativeExplanation) : this(
        native.isVerified,
        native.findings.map { Finding(it.code, it.`field`, it.reason, it.fix) },
        native.json,
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
