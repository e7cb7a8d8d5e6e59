package readme

import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** An app's HTTP client. */
internal class Api {
    class Answer(val token: String, val serverTime: Long)

    fun widgetToken(): Answer = Answer("eyJhbGciOiJSUzI1NiJ9.eyJpYXQiOjEwMDAsImV4cCI6MTYwMH0.c2ln", 1000)

    fun signedVisitor(): String = """{"scheme":"bookbag","signature":"8038e2","fields":{"user_id":"user-123"},"expires_at":null,"warnings":[]}"""
}

internal class WebView {
    val shown = mutableListOf<String>()

    fun loadUrl(url: String) {
        shown += url
    }

    fun loadHtml(html: String) {
        shown += html
    }
}

/** Runs the README's examples for an app. */
class ReadmeAppTest {
    @Test
    fun `the app's examples show the widget`() = runTest {
        val view = WebView()
        app({ 0 }, Api(), view)
        assertEquals("https://chat.example/m?jwt=eyJhbGciOiJSUzI1NiJ9.eyJpYXQiOjEwMDAsImV4cCI6MTYwMH0.c2ln", view.shown[0])
        assertTrue("""{"user_id":"user-123"}""" in view.shown[1])
    }
}
