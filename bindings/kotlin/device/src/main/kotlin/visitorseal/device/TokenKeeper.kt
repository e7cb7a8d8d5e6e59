package visitorseal.device

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import visitorseal.device.internal.HeldToken

/**
 * What the app's server answers.
 *
 * @property token the token that the server signed for the user of the app
 * @property serverTime the server's clock as it answered, in Unix seconds: a phone's may be wrong by hours
 */
public class FreshToken(public val token: String, public val serverTime: Long) {
    override fun toString(): String = "FreshToken"
}

/**
 * Keeps the signed-in user's token and asks the app's server for another shortly before it expires: a minute, or
 * a tenth of its life where that is less. Safe to use from many coroutines; of those that wait, one asks.
 *
 * @param elapsedMillis a clock that is never set and runs while the phone sleeps: `SystemClock::elapsedRealtime`
 *   on Android
 * @param fetch asks the app's server. While the former token is good, a failure of it does no harm
 */
public class TokenKeeper(private val elapsedMillis: () -> Long, private val fetch: suspend () -> FreshToken) {
    /** One user's, from sign-in to sign-out. */
    private class Session {
        val asking = Mutex()

        @Volatile
        var held: Held? = null
    }

    private class Held(val token: HeldToken, val since: Long)

    @Volatile
    @Transient
    private var session = Session()

    /**
     * The token. Throws what the server's answer could not be read for ([Refused], [ConfigurationError]), what
     * `fetch` threw, or CancellationException where the user signed out meanwhile.
     */
    public suspend fun token(): String {
        val mine = session
        return mine.fresh() ?: mine.asking.withLock { mine.fresh() ?: mine.renewed() }
    }

    /** In how many milliseconds another token is due: 0 for now, null for never. For an app that renews ahead. */
    public fun dueInMillis(): Long? {
        val held = session.held ?: return 0
        return call { held.token.dueIn(held.age()) }?.let { it.toLong() * MILLIS }
    }

    /** Forgets the token, at sign-out. One that is on its way is not kept either. */
    public fun forget() {
        session.also { session = Session() }.held = null
    }

    override fun toString(): String = "TokenKeeper"

    private fun Held.age(): ULong = ((elapsedMillis() - since).coerceAtLeast(0) / MILLIS).toULong()

    private fun Session.fresh(): String? {
        val held = held ?: return null
        val age = held.age()
        return if (call { held.token.dueIn(age) } == 0uL) null else call { held.token.token(age) }
    }

    private suspend fun Session.renewed(): String =
        try {
            val (fresh, token) = fetched()
            stillSignedIn()
            held = fresh
            token
        } catch (error: CancellationException) {
            throw error
        } catch (error: Exception) {
            stillSignedIn()
            held?.good() ?: throw error
        }

    private suspend fun fetched(): Pair<Held, String> {
        // Before the request: the server's clock was read later, so no token is taken for younger than it is.
        val since = elapsedMillis()
        val answer = fetch()
        if (!isUtf8(answer.token)) throw Refused("token_malformed", null, SURROGATE)
        val fresh = Held(call { HeldToken(answer.token, answer.serverTime) }, since)
        return fresh to (fresh.good() ?: throw Refused("token_expired", "exp", "the server sent a token that has expired"))
    }

    private fun Held.good(): String? = call { token.token(age()) }

    private fun Session.stillSignedIn() {
        if (this !== session) throw CancellationException("the user signed out while a token was on its way")
    }

    private companion object {
        const val MILLIS = 1000L
    }
}
