package visitorseal.device

import java.io.IOException
import java.util.Base64
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A token from the server until sign-out, by a clock that the test sets. */
@OptIn(ExperimentalCoroutinesApi::class)
class TokenKeeperTest {
    private var elapsed = 5_000L
    private var asked = 0
    private val serverTime = 1_795_132_800L

    private fun token(claims: String): String =
        "eyJhbGciOiJSUzI1NiJ9." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.toByteArray()) + ".c2ln"

    /** The server's clock runs with the test's; the phone's own does not matter. */
    private fun answer(life: Long = 600): HeldToken {
        asked++
        val now = serverTime + elapsed / 1000
        return HeldToken(token("""{"jti":"$asked","exp":${now + life}}"""), now)
    }

    private val keeper = TokenKeeper({ elapsed }) { answer() }

    private fun number(token: String): Any? = inspectToken(token).unverifiedClaims["jti"]

    private suspend fun failure(call: suspend () -> Unit): Throwable? = runCatching { call() }.exceptionOrNull()

    @Test
    fun `a token is kept until a minute before its end`() = runTest {
        assertEquals(0L, keeper.dueInMillis())
        assertEquals("1", number(keeper.token()))
        assertEquals(540_000L, keeper.dueInMillis())
        elapsed += 539_999
        assertEquals("1", number(keeper.token()))
        elapsed += 1
        assertEquals("2", number(keeper.token()))
    }

    @Test
    fun `while many wait, one fetches`() = runTest {
        val gate = CompletableDeferred<Unit>()
        val keeper = TokenKeeper({ elapsed }) { gate.await(); answer() }
        val waiting = List(20) { async { keeper.token() } }
        runCurrent()
        gate.complete(Unit)
        assertEquals(1, waiting.awaitAll().toSet().size)
        assertEquals(1, asked)
    }

    @Test
    fun `if the coroutine that fetches is cancelled, another fetches`() = runTest {
        val gate = CompletableDeferred<Unit>()
        val keeper = TokenKeeper({ elapsed }) { gate.await(); answer() }
        val (first, second) = List(2) { async { keeper.token() } }
        runCurrent()
        first.cancel()
        runCurrent()
        gate.complete(Unit)
        assertEquals("1", number(second.await()))
    }

    @Test
    fun `sign-out forgets the token and one that is being fetched`() = runTest {
        val gate = CompletableDeferred<Unit>()
        val keeper = TokenKeeper({ elapsed }) { if (asked == 1) gate.await(); answer() }
        assertEquals("1", number(keeper.token()))
        elapsed += 600_000
        val late = async { failure { keeper.token() } }
        runCurrent()
        keeper.forget()
        gate.complete(Unit)
        assertTrue(late.await() is CancellationException)
        assertEquals(0L, keeper.dueInMillis())
        assertEquals("3", number(keeper.token()))
    }

    @Test
    fun `a failing server does no harm while the previous token is valid`() = runTest {
        var fails = false
        val keeper = TokenKeeper({ elapsed }) { if (fails) throw IOException("no network") else answer() }
        assertEquals("1", number(keeper.token()))
        fails = true
        elapsed += 599_000
        assertEquals("1", number(keeper.token()))
        elapsed += 1_000
        assertTrue(failure { keeper.token() } is IOException)
        fails = false
        assertEquals("2", number(keeper.token()))
    }

    @Test
    fun `an expired token from the server does no harm while the previous token is valid`() = runTest {
        var life = 600L
        val keeper = TokenKeeper({ elapsed }) { answer(life) }
        assertEquals("1", number(keeper.token()))
        life = 0
        elapsed += 599_000
        assertEquals("1", number(keeper.token()))
        elapsed += 1_000
        assertEquals("token_expired", (failure { keeper.token() } as RefusedException).code)
    }

    @Test
    fun `a slow answer does not make a token younger`() = runTest {
        val keeper = TokenKeeper({ elapsed }) { answer().also { elapsed += 100_000 } }
        keeper.token()
        assertEquals(440_000L, keeper.dueInMillis())
    }

    @Test
    fun `a token without expiry is never due`() = runTest {
        val keeper = TokenKeeper({ elapsed }) { HeldToken(token("{}"), serverTime) }
        keeper.token()
        elapsed += Long.MAX_VALUE / 2
        assertNull(keeper.dueInMillis())
        keeper.token()
    }

    @Test
    fun `a malformed answer of the server is an error`() = runTest {
        suspend fun code(answer: () -> HeldToken) =
            (failure { TokenKeeper({ elapsed }) { answer() }.token() } as VisitorsealException).code
        assertEquals("token_malformed", code { HeldToken("", serverTime) })
        assertEquals("token_malformed", code { HeldToken("\uD800", serverTime) })
        assertEquals("now_invalid", code { HeldToken(token("{}"), serverTime * 1000) })
        assertEquals("token_expired", code { HeldToken(token("""{"exp":$serverTime}"""), serverTime) })
        assertEquals("claim_type", code { HeldToken(token("""{"exp":"soon"}"""), serverTime) })
    }

    @Test
    fun `the token is not shown`() = runTest {
        val fresh = answer()
        keeper.token()
        assertTrue("c2ln" !in "$fresh $keeper")
    }
}
