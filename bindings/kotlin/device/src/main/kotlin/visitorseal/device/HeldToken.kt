package visitorseal.device

import visitorseal.device.internal.call
import visitorseal.device.internal.HeldToken as NativeHeldToken

/**
 * A token from the app's own server, held until shortly before it expires. [TokenKeeper] does this for you in
 * coroutines.
 *
 * A phone's clock may be wrong by hours. So only the server's clock counts: the server sends its time with the token,
 * and the app passes the seconds that it measured since then. The token is not verified here.
 *
 * @param token the token that the server signed for the user of the app
 * @param serverTime the server's clock when it answered, in Unix seconds
 * @throws RefusedException `token_malformed` or `token_too_large`; `claim_type` or `claim_value` if the token's `exp` is
 *   not a time
 * @throws ConfigurationException `now_invalid`
 */
public class HeldToken(token: String, serverTime: Long) {
    @Transient
    private val native: NativeHeldToken =
        if (isUtf8(token)) call { NativeHeldToken(token, serverTime) }
        else throw RefusedException("token_malformed", null, ValueFault.TEXT_NOT_UNICODE.reason)

    /** The token, or null if it has expired [elapsed] seconds after it was fetched. */
    public fun token(elapsed: Long): String? = call { native.token(elapsed.coerceAtLeast(0).toULong()) }

    /**
     * In how many seconds the app needs another token, [elapsed] seconds after it fetched this one. 0 means now, null
     * never. A token is due a minute before its end, or a tenth of its life before it if that is less.
     */
    public fun dueIn(elapsed: Long): Long? = call { native.dueIn(elapsed.coerceAtLeast(0).toULong()) }?.toLong()

    override fun toString(): String = "HeldToken"
}
