package visitorseal.server

import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** Another process, whose native library is missing or of another version. */
class LibraryTest {
    object Caller {
        @JvmStatic
        fun main(arguments: Array<String>) {
            // From the second call on, a class that could not be loaded fails in another way.
            repeat(2) {
                try {
                    schemes()
                } catch (error: ConfigurationException) {
                    println(error.code)
                }
            }
        }
    }

    private fun codesWith(library: String): List<String> {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val override = "-Duniffi.component.visitorseal_server.libraryOverride=$library"
        val process = ProcessBuilder(java, override, "-cp", classes, Caller::class.java.name).redirectErrorStream(true).start()
        return process.inputStream.bufferedReader().readLines().also { process.waitFor() }
    }

    @Test
    fun `a missing library is library_missing`() {
        assertEquals(listOf("library_missing", "library_missing"), codesWith("no_such_library"))
    }

    @Test
    fun `a library of another version is library_version`() {
        assertEquals(listOf("library_version", "library_version"), codesWith("c"))
    }
}
