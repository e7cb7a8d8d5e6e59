package visitorseal.${part}

/**
 * The base of all errors here. Match on [code], which never changes; show [reason] to a person.
 *
 * No secret and no value of a visitor's stands in any of them.
 *
 * @property kind `configuration`, `visitor`, `refused` or `internal`: whose turn it is to act
 * @property code what exactly went wrong, such as `signature_mismatch`
 * @property field the field, setting, key or claim that it is about, where there is one
 * @property reason a sentence that says what to change
 */
public sealed class VisitorsealException(
    public val kind: String,
    public val code: String,
    public val field: String?,
    public val reason: String,
) : RuntimeException(if (field == null) "$code: $reason" else "$code ($field): $reason")

/** The developer's turn: a scheme, a setting, a secret or a key is not usable as given. */
public class ConfigurationError(code: String, field: String?, reason: String) :
    VisitorsealException("configuration", code, field, reason)

/** The site's turn: this visitor cannot be signed as given. */
public class VisitorError(code: String, field: String?, reason: String) :
    VisitorsealException("visitor", code, field, reason)

/**
 * Nobody's turn: what the browser sent does not prove who the visitor is.
 *
 * @property httpStatus the status that a vendor's backend answers with, as the scheme says, such as 401
 * @property httpError the error code of that answer, such as `identity_unverified`
 */
public class Refused @JvmOverloads constructor(
    code: String,
    field: String?,
    reason: String,
    public val httpStatus: Int = 401,
    public val httpError: String = "identity_unverified",
) : VisitorsealException("refused", code, field, reason)

/** Our turn: a fault of the library. */
public class InternalError(code: String, field: String?, reason: String) :
    VisitorsealException("internal", code, field, reason)
