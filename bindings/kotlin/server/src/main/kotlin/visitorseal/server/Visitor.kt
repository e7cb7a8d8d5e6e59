package visitorseal.server

/**
 * The signed-in person, in words that are the same for every vendor. What is null is not there.
 *
 * @param id the site's identifier of the visitor
 * @param email an address that the site has verified
 * @param name the name that people see
 * @param phone E.164, such as `+14155552671`
 * @param avatar an http or https address
 * @param attributes JSON values for the vendor's agents to see: null, text, numbers, Booleans, lists and maps
 * @throws VisitorError for what JSON cannot hold: NaN, a lone surrogate, what holds itself
 */
public class Visitor private constructor(written: Written) {
    @Transient
    internal val json: ByteArray = written.json

    @JvmOverloads
    public constructor(
        id: String? = null,
        email: String? = null,
        name: String? = null,
        phone: String? = null,
        avatar: String? = null,
        attributes: Map<String, Any?>? = null,
    ) : this(
        written(
            listOf(
                "id" to id,
                "email" to email,
                "name" to name,
                "phone" to phone,
                "avatar" to avatar,
                "attributes" to attributes,
            ).filter { it.second != null }.toMap(),
        ),
    )

    override fun toString(): String = "Visitor"

    public companion object {
        /**
         * A visitor as a map with these names; an `id` may be a whole number or a UUID too. A null `id` or
         * `email` is an error when it is signed, since a site that has none has a fault.
         */
        @JvmStatic
        public fun of(members: Map<String, Any?>): Visitor = Visitor(written(members))

        /** A visitor as a JSON object with these names. */
        @JvmStatic
        public fun ofJson(json: String): Visitor =
            Visitor(Written(utf8(json) ?: throw VisitorError("visitor_malformed", null, SURROGATE)))

        private fun written(members: Map<String, Any?>): Written =
            try {
                Written(Json.write(members, LARGEST).encodeToByteArray())
            } catch (unfit: Unfit) {
                throw VisitorError(unfit.code, unfit.path, unfit.reason)
            }

        private const val LARGEST = 1 shl 16
    }
}

/** Tells a visitor's JSON from an id. */
private class Written(val json: ByteArray)
