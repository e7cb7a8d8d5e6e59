package visitorseal.device

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import visitorseal.device.internal.Library

/** What the error says if the native library cannot be loaded. */
class LibraryTest {
    private val version = javaClass.getResourceAsStream("/visitorseal/device/internal/version")!!.use { it.readBytes().decodeToString().trim() }

    private fun assertSays(advice: String, vararg texts: String) {
        for (text in texts) assertTrue(text in advice, "$text\n$advice")
    }

    @Test
    fun `without the jar of a platform, the error names the dependency to add`() {
        val name = "windows-x86_64"
        assertSays(
            Library.advice("win32-x86-64"),
            "Add the jar visitorseal-device-$version-$name.jar.",
            "runtimeOnly(\"visitorseal:visitorseal-device:$version:$name\")",
            "<classifier>$name</classifier>",
        )
    }

    @Test
    fun `a platform without a jar is named`() {
        assertSays(Library.advice("android-aarch64"), "There is no jar for android-aarch64.", "the AAR")
    }

    @Test
    fun `musl has no library, whatever is on the class path`() {
        val advice = "JNA, which visitorseal-device uses, needs glibc. Use Java with glibc, or visitorseal-server."
        for (prefix in listOf("linux-x86-64", "linux-aarch64")) assertEquals(advice, Library.advice(prefix, isMusl = true))
    }

    @Test
    fun `if the library is there, the folder may be mounted with noexec`() {
        assertSays(Library.advice(com.sun.jna.Platform.RESOURCE_PREFIX), "noexec", "jna.tmpdir")
        assertSays(Library.advice(null), "noexec", "jna.tmpdir")
    }
}
