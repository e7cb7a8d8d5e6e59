package visitorseal.server

import visitorseal.server.internal.explain

/**
 * Why the fields of a page do not verify.
 *
 * @property isVerified whether the fields verify as they are
 * @property findings best first: why it is refused, or what else stops a widget that verifies
 */
public class Explanation private constructor(public val isVerified: Boolean, public val findings: List<Finding>) {
    override fun toString(): String = findings.joinToString("\n")

    public companion object {
        /**
         * Names the mistake that a site made and the change that mends it. A finding may show the message that
         * should have been signed, and keys by their fingerprint only.
         *
         * @param body the body of the request as it came: the JSON of the fields
         * @param now Unix seconds, the system's clock unless given
         * @throws ConfigurationError `key_count`, `now_invalid` or `setting_…`
         */
        @JvmStatic
        @JvmOverloads
        public fun of(
            scheme: Scheme,
            keys: List<Key>,
            body: ByteArray,
            settings: Map<String, Any?> = emptyMap(),
            now: Long? = null,
        ): Explanation {
            val given = settingsJson(settings)
            val found = Key.crossing(keys) { crossed ->
                direct(body) { explain(scheme.crossed, crossed, it, given, unixTime(now)) }
            }
            return Explanation(found.isVerified, found.findings.map { Finding(it.code, it.`field`, it.reason, it.fix) })
        }

        /** The same with the scheme of that name, one key that is text, and fields. Throws `scheme_unknown` too. */
        @JvmStatic
        @JvmOverloads
        public fun of(scheme: String, key: String, fields: Map<String, Any?>, now: Long? = null): Explanation =
            of(Scheme.named(scheme), listOf(Key(key)), fieldsJson(fields), now = now)
    }
}

/**
 * One thing that was found.
 *
 * @property code a stable name, such as `other_field`
 * @property field what it is about, in the vendor's words, where there is such a thing
 * @property reason what was found
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
