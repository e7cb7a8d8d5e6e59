package visitorseal.server

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The README's examples for a server, as they stand. */
class ReadmeTest {
    private fun said(example: () -> Unit): String {
        val usual = System.out
        val caught = ByteArrayOutputStream()
        System.setOut(PrintStream(caught, true))
        try {
            example()
        } finally {
            System.setOut(usual)
        }
        return caught.toString()
    }

    @Test
    fun `the Kotlin examples run and say what they say`() {
        val said = said { readme.server() }
        val expected = listOf(
            "{user_id=user-123, user_hash=8038e2",
            "secret_space the site's secret",
            "result_upper_case its hex digits are in upper case -> write the hex digits in lower case",
            "field_missing id the signature needs it",
        )
        for (text in expected) assertTrue(text in said, "$text\n$said")
        assertTrue("identity_unverified" !in said, said)
    }

    @Test
    fun `the Java example runs`() {
        val main = Class.forName("readme.Example").getDeclaredMethod("main", Array<String>::class.java)
        main.isAccessible = true
        val said = said { main.invoke(null, emptyArray<String>()) }
        assertTrue("<script nonce=\"bm9uY2U=\">" in said && said.trim().endsWith("jane@example.com"), said)
    }
}
