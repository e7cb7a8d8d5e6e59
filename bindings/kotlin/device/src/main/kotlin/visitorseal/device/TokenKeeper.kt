package visitorseal.device

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/**
 * Keeps the signed-in user's token and fetches another shortly before it expires. Safe to use from many coroutines:
 * while several wait, one fetches.
 *
 * @param elapsedMillis a clock that nobody sets and that runs while the phone sleeps: `SystemClock::elapsedRealtime` on
 *   Android
 * @param fetch asks the app's server for a token. While the previous token is still valid, a failure does no harm
 */
public class TokenKeeper(private val elapsedMillis: () -> Long, private val fetch: suspend () -> HeldToken) {
    /** The time from one user's sign-in to the sign-out. */
    private class Session {
        val fetching = Mutex()

        @Volatile
        var token: FetchedToken? = null
    }

    private class FetchedToken(val held: HeldToken, val fetchedAt: Long)

    @Volatile
    @Transient
    private var session = Session()

    /**
     * A valid token.
     *
     * @throws RefusedException if the server's token has expired
     * @throws CancellationException if the user signed out meanwhile
     * @throws Exception what `fetch` threw
     */
    public suspend fun token(): String {
        val current = session
        return current.freshToken() ?: current.fetching.withLock { current.freshToken() ?: current.renew() }
    }

    /** In how many milliseconds another token is due. 0 means now, null never. For an app that renews ahead of time. */
    public fun dueInMillis(): Long? {
        val token = session.token ?: return 0
        return token.held.dueIn(token.age())?.let { it * MILLIS }
    }

    /** Forgets the token, at sign-out. A token that is being fetched is not kept either. */
    public fun forget() {
        session.also { session = Session() }.token = null
    }

    override fun toString(): String = "TokenKeeper"

    private fun FetchedToken.age(): Long = (elapsedMillis() - fetchedAt).coerceAtLeast(0) / MILLIS

    private fun FetchedToken.validToken(): String? = held.token(age())

    private fun Session.freshToken(): String? = token?.takeIf { it.held.dueIn(it.age()) != 0L }?.validToken()

    private suspend fun Session.renew(): String =
        try {
            val (fetched, text) = fetchToken()
            checkSignedIn()
            token = fetched
            text
        } catch (error: CancellationException) {
            throw error
        } catch (error: Exception) {
            checkSignedIn()
            token?.validToken() ?: throw error
        }

    private suspend fun fetchToken(): Pair<FetchedToken, String> {
        // Read before the request: the server reads its clock later, so the token is never older than we think.
        val fetchedAt = elapsedMillis()
        val fetched = FetchedToken(fetch(), fetchedAt)
        val text = fetched.validToken()
            ?: throw RefusedException("token_expired", "exp", "The server sent a token that has expired. Sign a new one for each request.")
        return fetched to text
    }

    private fun Session.checkSignedIn() {
        if (this !== session) throw CancellationException("The user signed out while a token was being fetched.")
    }

    private companion object {
        const val MILLIS = 1000L
    }
}
