package visitorseal.server

import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** What another process says, whose library is missing or another one. */
class LibraryTest {
    object Caller {
        @JvmStatic
        fun main(arguments: Array<String>) {
            // A class that could not be loaded fails otherwise from the second call on.
            repeat(2) {
                try {
                    Scheme.names()
                } catch (error: ConfigurationError) {
                    println(error.code)
                }
            }
        }
    }

    private fun said(library: String): List<String> {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val override = "-Duniffi.component.visitorseal_server.libraryOverride=$library"
        val process = ProcessBuilder(java, override, "-cp", classes, Caller::class.java.name).redirectErrorStream(true).start()
        return process.inputStream.bufferedReader().readLines().also { process.waitFor() }
    }

    @Test
    fun `a library that is missing has a code of its own`() {
        assertEquals(listOf("library_missing", "library_missing"), said("no_such_library"))
    }

    @Test
    fun `a library that these classes were not made for has one too`() {
        assertEquals(listOf("library_version", "library_version"), said("c"))
    }
}
