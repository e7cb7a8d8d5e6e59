package visitorseal.server

/**
 * The base of every exception of this library. Compare its [code] and show its [reason] to a person.
 *
 * Errors never contain a secret or a visitor's data.
 *
 * @property kind who has to act: `configuration`, `visitor`, `refused` or `internal`, as the exception's class says
 * @property code the stable code, such as `signature_mismatch`
 * @property field the setting, field or claim that the error is about, if there is one
 * @property reason what is wrong and what to do. The words may change in any version
 */
public sealed class VisitorsealException(
    public val kind: String,
    public val code: String,
    public val field: String?,
    public val reason: String,
) : RuntimeException(if (field == null) "$code: $reason" else "$code ($field): $reason")

/** A scheme, setting, secret or key is wrong. The developer must fix it. */
public class ConfigurationException(code: String, field: String?, reason: String) :
    VisitorsealException("configuration", code, field, reason)

/** This visitor cannot be signed as given. The site must pass other values. */
public class VisitorException(code: String, field: String?, reason: String) :
    VisitorsealException("visitor", code, field, reason)

/**
 * What the browser sent does not prove who the visitor is. There is nothing to fix in the code.
 *
 * @property httpStatus the HTTP status that the vendor answers with, such as 401
 * @property httpError the name of the error in that answer, such as `identity_unverified`
 */
public class RefusedException @JvmOverloads constructor(
    code: String,
    field: String?,
    reason: String,
    public val httpStatus: Int = 401,
    public val httpError: String = "identity_unverified",
) : VisitorsealException("refused", code, field, reason)

/** A fault in this library. Please report it. */
public class InternalException(code: String, field: String?, reason: String) :
    VisitorsealException("internal", code, field, reason)
