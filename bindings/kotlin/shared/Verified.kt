package visitorseal.server

import visitorseal.server.internal.NativeContact
import visitorseal.server.internal.NativeVerified
import visitorseal.server.internal.call

/** Whether a signature proved who the visitor is. */
public enum class Status {
    /** The signature proves who the visitor is. */
    VERIFIED,

    /** The visitor may be anyone. Only the policies OPTIONAL and OBSERVE let such visitors through. */
    ANONYMOUS,
}

/** The outcome of a verification that was not refused. */
public class Verified internal constructor(@field:Transient private val native: NativeVerified) {
    /** [Status.VERIFIED] or [Status.ANONYMOUS]. */
    public val status: Status
        get() = if (isVerified) Status.VERIFIED else Status.ANONYMOUS

    /** Whether the signature proves who the visitor is. */
    public val isVerified: Boolean
        get() = native.isVerified()

    /** What the signature covers, in the visitor's words. */
    @delegate:Transient
    public val signed: Map<String, Any?> by lazy { native.signed() }

    /** What the browser merely claims, in the visitor's words. Anyone can have written it. */
    @delegate:Transient
    public val unsigned: Map<String, Any?> by lazy { native.unsigned() }

    /** The index of the key that matches, counted from 0. Once it is always 0, remove the old secret. */
    public val key: Int?
        get() = native.key()

    /**
     * The token's own id, its claim `jti`. Null without one. To refuse a token that is used a second time, keep the ids
     * of verified tokens until the tokens expire.
     */
    public val tokenId: String?
        get() = native.tokenId()

    /** Why a wrong signature was let through under the policy [Policy.OBSERVE]. */
    public val refusal: VisitorsealException?
        get() = native.refusal()

    /** The visitor as a vendor's backend stores a contact. Null for an anonymous visitor. */
    public fun contact(): Contact? = native.contact()?.let(::Contact)

    /**
     * The outcome as JSON: `{"verified": true, "signed", "unsigned", "key"}`, with a `token_id` if the token has one, or
     * `{"verified": false, "anonymous": true, "unsigned"}`.
     */
    public fun toJson(): String = native.toJson()

    override fun toString(): String = if (isVerified) "Verified" else "Verified(anonymous)"
}

/** A verified visitor in the words of a vendor's database. */
public class Contact internal constructor(@field:Transient private val native: NativeContact) {
    /** The site's id of the visitor, or the signed field that the vendor uses in its place. */
    @delegate:Transient
    public val externalId: String? by lazy { call { native.externalId() } }

    /** The name. It may be in [unsigned]. */
    @delegate:Transient
    public val name: String? by lazy { call { native.name() } }

    /** The email address. It may be in [unsigned]. */
    @delegate:Transient
    public val email: String? by lazy { call { native.email() } }

    /** The telephone number. It may be in [unsigned]. */
    @delegate:Transient
    public val phone: String? by lazy { call { native.phone() } }

    /** The attributes, the signed ones first. They may be in [unsigned]. */
    @delegate:Transient
    public val attributes: Map<String, Any?> by lazy { call { native.attributes() } }

    /** The names of what the signature does not cover. Anyone can have written it. */
    @delegate:Transient
    public val unsigned: List<String> by lazy { call { native.unsigned() } }

    /**
     * Replaces placeholders in a text with the contact's values: `{{contact.email}}`, `{{contact.name}}`,
     * `{{contact.phone}}`, `{{contact.external_id}}` and `{{contact.attr.KEY}}`. Unknown ones become empty. The result
     * is plain text, so escape it before you write it into HTML.
     */
    public fun fill(text: String): String {
        if (!isUtf8(text)) throw InternalException("argument_encoding", null, ValueFault.TEXT_NOT_UNICODE.reason)
        return call { native.fill(text) }
    }

    override fun toString(): String = "Contact"
}
