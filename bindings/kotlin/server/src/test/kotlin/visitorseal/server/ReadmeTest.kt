package visitorseal.server

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Runs the README's examples for a server. */
class ReadmeTest {
    private fun outputOf(example: () -> Unit): String {
        val original = System.out
        val caught = ByteArrayOutputStream()
        System.setOut(PrintStream(caught, true))
        try {
            example()
        } finally {
            System.setOut(original)
        }
        return caught.toString()
    }

    @Test
    fun `the Kotlin examples run and print what the README says`() {
        val output = outputOf { readme.server() }
        val expected = listOf(
            "{user_id=user-123, user_hash=8038e2",
            "secret_space The site used the secret with white space",
            "result_upper_case The signature's hex digits are in upper case. -> Write the hex digits in lower case.",
            "field_missing id The id is missing",
        )
        for (text in expected) assertTrue(text in output, "$text\n$output")
        assertTrue("identity_unverified" !in output, output)
    }

    @Test
    fun `the Java example runs`() {
        val main = Class.forName("readme.Example").getDeclaredMethod("main", Array<String>::class.java)
        main.isAccessible = true
        val output = outputOf { main.invoke(null, emptyArray<String>()) }
        assertTrue("<script nonce=\"bm9uY2U=\" " in output && output.trim().endsWith("jane@example.com"), output)
    }
}
