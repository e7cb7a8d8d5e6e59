@file:JvmName("Visitorseal")
@file:JvmMultifileClass

package visitorseal.server

import visitorseal.server.internal.call
import visitorseal.server.internal.nativeInspectToken
import visitorseal.server.internal.nativeScheme
import visitorseal.server.internal.nativeSchemes

/** The names of the vendors' schemes, such as `bookbag`. */
public fun schemes(): List<String> = call { nativeSchemes() }

/**
 * The scheme of a vendor by its name.
 *
 * @throws ConfigurationException `scheme_unknown`
 */
public fun scheme(name: String): Scheme {
    if (!isUtf8(name)) throw ConfigurationException("scheme_unknown", "scheme", ValueFault.TEXT_NOT_UNICODE.reason)
    return Scheme(call { nativeScheme(name) })
}

/**
 * A token's header and claims, without verifying them. For looking at a token during development: anyone can have
 * written it.
 *
 * @throws RefusedException `token_malformed` or `token_too_large`
 */
public fun inspectToken(token: String): InspectedToken {
    if (!isUtf8(token)) throw RefusedException("token_malformed", null, ValueFault.TEXT_NOT_UNICODE.reason)
    return InspectedToken(call { nativeInspectToken(token) })
}
