package visitorseal.${part}

import visitorseal.${part}.internal.Contact as CrossedContact
import visitorseal.${part}.internal.Verified as Crossed

/** What a verifier made of the fields. */
public class Verified internal constructor(@field:Transient private val crossed: Crossed) {
    /** Whether the visitor is proven; otherwise they are anonymous. */
    public val isVerified: Boolean
        get() = crossed.isVerified

    /** What the signature covers, in the visitor's words: the site vouches for it. */
    @delegate:Transient
    public val signed: Map<String, Any?> by lazy { JsonReader.read(crossed.signedJson) }

    /** What the browser merely claims, in the visitor's words: anyone can have written it. */
    @delegate:Transient
    public val unsigned: Map<String, Any?> by lazy { JsonReader.read(crossed.unsignedJson) }

    /** The index of the key that matched: when a former key's is seen no more, it can go. */
    public val key: Int?
        get() = crossed.key?.toInt()

    /** Under [Policy.OBSERVE], why [Policy.OPTIONAL] would have refused the visitor. */
    @delegate:Transient
    public val refusal: VisitorsealException? by lazy { crossed.refusal?.let(::raised) }

    /** The contact to create or update; null for an anonymous visitor. */
    public fun contact(): Contact? = crossed.contact?.let(::Contact)

    /** `{"verified": true, "signed", "unsigned", "key"}` or `{"verified": false, "anonymous": true, "unsigned"}`. */
    public fun toJson(): String = crossed.json

    override fun toString(): String = if (isVerified) "Verified" else "Verified(anonymous)"
}

/** A verified visitor as the vendor's contact. */
public class Contact internal constructor(@field:Transient private val crossed: CrossedContact) {
    /** What identifies the contact: the signed field that the vendor uses for it. */
    @delegate:Transient
    public val externalId: String? by lazy { call { crossed.externalId() } }

    /** The name; see [unsigned]. */
    @delegate:Transient
    public val name: String? by lazy { call { crossed.name() } }

    /** The email address; see [unsigned]. */
    @delegate:Transient
    public val email: String? by lazy { call { crossed.email() } }

    /** The telephone number; see [unsigned]. */
    @delegate:Transient
    public val phone: String? by lazy { call { crossed.phone() } }

    /** The attributes, those that are signed first; see [unsigned]. */
    @delegate:Transient
    public val attributes: Map<String, Any?> by lazy { JsonReader.read(call { crossed.attributesJson() }) }

    /** The names of those that the signature does not cover: anyone can have written them. */
    @delegate:Transient
    public val unsigned: List<String> by lazy { call { crossed.unsigned() } }

    /**
     * Fills `{{contact.email}}`, `{{contact.name}}`, `{{contact.phone}}`, `{{contact.external_id}}` and
     * `{{contact.attr.KEY}}`. One pass, plain text; unknown ones become empty.
     */
    public fun fill(text: String): String = call { crossed.fill(text) }

    override fun toString(): String = "Contact"
}
