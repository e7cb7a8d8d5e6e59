package visitorseal.server

import visitorseal.server.internal.visitorOfJson

/**
 * The signed-in person, in words that are the same for every vendor. A null value counts as absent.
 *
 * @param id the site's id of the visitor, which never changes and nobody else gets
 * @param email an address that the site has verified
 * @param name the name that people see
 * @param phone E.164, such as `+14155552671`
 * @param avatar an http or https address
 * @param attributes values for the vendor's agents to see: null, text, numbers, Booleans, lists, maps, and from your
 *   model UUID, BigDecimal, URI, URL, LocalDate, times with a zone (Instant, OffsetDateTime, ZonedDateTime, Date,
 *   Calendar), and an Optional of any of these
 * @throws VisitorException `field_type`, `field_invalid`, `attribute_too_deep` or `visitor_too_large`
 */
public class Visitor private constructor(members: VisitorBytes) {
    @Transient
    internal val bytes: ByteArray = members.bytes

    @JvmOverloads
    public constructor(
        id: String? = null,
        email: String? = null,
        name: String? = null,
        phone: String? = null,
        avatar: String? = null,
        attributes: Map<String, Any?>? = null,
    ) : this(
        VisitorBytes(
            visitorBytes {
                given("id", id)
                given("email", email)
                given("name", name)
                given("phone", phone)
                given("avatar", avatar)
                given("attributes", attributes)
            },
        ),
    )

    override fun toString(): String = "Visitor"

    public companion object {
        /**
         * A visitor from a map with these names. The `id` may be a whole number or a UUID too. A null `id` or `email`
         * that the signature covers is an error, because the site then has a fault.
         */
        @JvmStatic
        public fun fromMap(members: Map<String, Any?>): Visitor = Visitor(VisitorBytes(visitorBytes(members)))

        /** A visitor from a JSON object with these names. */
        @JvmStatic
        public fun fromJson(json: String): Visitor =
            Visitor(VisitorBytes(visitorOfJson(utf8(json) ?: throw VisitorException("visitor_malformed", null, ValueFault.TEXT_NOT_UNICODE.reason))))
    }
}

/** A wrapper type, so that the private constructor is not `Visitor(id: String)`. */
private class VisitorBytes(val bytes: ByteArray)
