package visitorseal.server

import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.writeText
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import visitorseal.server.internal.LibraryFile
import visitorseal.server.internal.LibraryMissing
import visitorseal.server.internal.Platform

/** Other processes: where each finds the native library, and what it says if it cannot load one. */
class LibraryTest {
    object Caller {
        @JvmStatic
        fun main(arguments: Array<String>) {
            // From the second call on, a class that could not be loaded fails in another way.
            repeat(2) {
                try {
                    println("signed " + Signer("bookbag", "key").digest("The quick brown fox jumps over the lazy dog"))
                } catch (error: ConfigurationException) {
                    println("${error.code} ${error.reason}")
                }
            }
        }
    }

    @TempDir
    lateinit var folder: Path

    private val classPath = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
    private val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()

    // From printf 'The quick brown fox jumps over the lazy dog' | openssl dgst -sha256 -hmac key
    private val signed = "signed f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"

    private fun run(vararg command: String): List<String> {
        val process = ProcessBuilder(*command).redirectErrorStream(true).start()
        // The virtual machine says more of a file that is no library, and Java 25 of a temporary folder that it does not find.
        val lines = process.inputStream.bufferedReader().readLines().filterNot { "stack guard" in it || "execstack" in it || "tmpdir directory" in it }
        return lines.also { process.waitFor() }
    }

    /** Without the flag, Java 24 and later print warnings. The tests compare all that is printed. */
    private val allowed = if (Runtime.version().feature() >= 22) listOf("--enable-native-access=ALL-UNNAMED") else emptyList()

    private fun caller(options: List<String>, classes: String = classPath, flags: List<String> = allowed): Array<String> =
        (listOf(java, "-Djava.io.tmpdir=$folder") + flags + options + listOf("-cp", classes, Caller::class.java.name)).toTypedArray()

    /** What two calls of another process print. They must say the same. A program [before] may start it. */
    private fun said(vararg options: String, classes: String = classPath, before: List<String> = emptyList()): String {
        val lines = run(*before.toTypedArray(), *caller(options.toList(), classes))
        assertEquals(listOf(lines.first(), lines.first()), lines)
        return lines.first()
    }

    private val inC = listOf("env", "LC_ALL=C")

    /** An option in a file. Java reads its bytes, whatever the locale of the tests is. */
    private fun inFile(option: String): String = "@" + folder.resolve("options").apply { writeText(option) }

    /** A folder of the user nobody. */
    private fun ofNobody(): Path {
        val other = Files.createDirectory(folder.resolve("nobody"))
        assumeTrue(run("chown", "65534", "$other").isEmpty(), "needs the right to give a folder away")
        return other
    }

    private val platform = Platform.current

    private val version = javaClass.getResourceAsStream("/visitorseal/server/internal/version")!!.use { it.readBytes().decodeToString().trim() }

    /** The class path without the folder of the native library. */
    private val onlyClasses =
        classPath.split(File.pathSeparator).filterNot { Files.exists(Path.of(it).resolve(platform.resource)) }.joinToString(File.pathSeparator)

    private fun library(): Path =
        folder.resolve(platform.file).also { file ->
            checkNotNull(javaClass.classLoader.getResourceAsStream(platform.resource)).use { Files.copy(it, file) }
        }

    /** A folder like the jar of another platform. */
    private fun jarOf(other: String): Path =
        folder.resolve("jar").also { jar ->
            val file = jar.resolve(Platform.resource(other))
            Files.createDirectories(file.parent)
            file.writeText("a library")
        }

    private fun assertSays(expected: List<String>, said: String) {
        for (text in expected) assertTrue(text in said, "$text\n$said")
    }

    @Test
    fun `nothing that was unpacked is left`() {
        assertEquals(signed, said())
        assertEquals(emptyList<Path>(), folder.listDirectoryEntries("visitorseal-*"))
    }

    @Test
    fun `a property names another folder to unpack into`() {
        val other = folder.resolve("other/folder")
        assertEquals(signed, said("-Djava.io.tmpdir=/proc", "-Dvisitorseal.library.folder=$other"))
        assertEquals(emptyList<Path>(), other.listDirectoryEntries())
    }

    @Test
    fun `a library that a property names is loaded where it is`() {
        val library = library()
        assertEquals(signed, said("-Dvisitorseal.library=$library", "-Djava.io.tmpdir=/proc"))
        assertTrue(Files.exists(library))
    }

    @Test
    fun `a named file that is not there is library_missing`() {
        val said = said("-Dvisitorseal.library=$folder/none.so")
        assertSays(listOf("library_missing ", "$folder/none.so", "visitorseal.library"), said)
    }

    @Test
    fun `a file that is no library is library_missing`() {
        val text = folder.resolve("text.so").apply { writeText("text") }
        assertSays(listOf("library_missing ", "$text cannot be loaded"), said("-Dvisitorseal.library=$text"))
    }

    @Test
    fun `without the jar of this platform, the error names the dependency to add`() {
        val said = said(classes = onlyClasses)
        assertSays(
            listOf(
                "library_missing There is no native library for ${platform.name}. Add the jar visitorseal-server-$version-${platform.name}.jar.",
                "runtimeOnly(\"visitorseal:visitorseal-server:$version:${platform.name}\")",
                "<classifier>${platform.name}</classifier>",
            ),
            said,
        )
    }

    @Test
    fun `the error says which platforms the jars are for that are there`() {
        val said = said(classes = "${jarOf("windows-x86_64")}${File.pathSeparator}$onlyClasses")
        assertSays(listOf("There is no native library for ${platform.name}. Those that are here are for windows-x86_64. Add the jar"), said)
    }

    @Test
    fun `a jar for the other library of C is not the jar of this platform`() {
        assumeTrue(platform.name.startsWith("linux-"), "needs Linux")
        val said = said(classes = "${jarOf(platform.twin)}${File.pathSeparator}$onlyClasses")
        val (other, this_) = if (platform.isMusl) "glibc" to "musl" else "musl" to "glibc"
        assertSays(listOf("The library for ${platform.twin} is for $other, and this Java runs with $this_. Add the jar", "<classifier>${platform.name}<"), said)
    }

    @Test
    fun `a platform that has no jar is library_missing`() {
        val name = platform.name.replace(Regex("-.*"), "-riscv64") + if (platform.isMusl) "-musl" else ""
        val said = said("-Dos.arch=riscv64", classes = onlyClasses)
        assertSays(listOf("library_missing There is no native library for $name. No jar has one.", "visitorseal.library"), said)
    }

    @Test
    fun `a folder that cannot be written is library_missing`() {
        val said = said("-Dvisitorseal.library.folder=/proc/1/none")
        assertSays(listOf("library_missing ", "cannot be unpacked into /proc/1/none", "visitorseal.library.folder"), said)
    }

    @Test
    fun `a folder that others may write is library_missing`() {
        val open = Files.createDirectory(folder.resolve("open"))
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"))
        for (inIt in listOf(open, open.resolve("mine"))) {
            val advice = "Set its sticky bit (chmod +t), or put the library into the image and name it with the property visitorseal.library."
            assertSays(listOf("library_missing ", "other users may write to $open. $advice"), said("-Dvisitorseal.library.folder=$inIt"))
        }
        // The sticky bit keeps a file from all but its owner, as in /tmp.
        Files.setAttribute(open, "unix:mode", 0b001_111_111_111)
        assertEquals(signed, said("-Dvisitorseal.library.folder=$open"))
    }

    @Test
    fun `a folder that is missing is made for this user alone`() {
        val made = folder.resolve("made/native")
        assertEquals(signed, said("-Dvisitorseal.library.folder=$made", before = listOf("sh", "-c", "umask 002; exec \"$@\"", "sh")))
        for (each in listOf(made, made.parent)) assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
    }

    @Test
    fun `a folder of another user is library_missing`() {
        val other = ofNobody()
        val said = said("-Dvisitorseal.library.folder=$other")
        assertSays(listOf("library_missing ", "$other belongs to another user (nobody). Name the library's file with the property visitorseal.library"), said)
    }

    @Test
    fun `another user cannot put a folder of theirs in place of the new one`() {
        val theirs = ofNobody()
        assertThrows(LibraryMissing::class.java) { LibraryFile.checkNobodyElseWrites(theirs) }
    }

    @Test
    fun `the path of the library has no links, which their owner may turn`() {
        val target = Files.createDirectory(folder.resolve("target")).toRealPath()
        val link = Files.createSymbolicLink(folder.resolve("link"), target)
        System.setProperty(LibraryFile.FOLDER, "$link")
        try {
            LibraryFile.find().use { assertEquals(target, it.path.parent.parent) }
        } finally {
            System.clearProperty(LibraryFile.FOLDER)
        }
    }

    @Test
    fun `a path that the locale cannot write is library_missing, and the property is named`() {
        assumeTrue(platform.name.startsWith("linux-"), "needs Linux")
        val advice = "(sun.jnu.encoding is ANSI_X3.4-1968), start Java in another locale, such as LC_ALL=C.UTF-8."
        for (property in listOf("java.io.tmpdir", "visitorseal.library", "visitorseal.library.folder")) {
            val said = said(inFile("-D$property=$folder/\u00fc"), before = inC)
            assertSays(listOf("library_missing The property $property names no path (", advice), said)
        }
        // A link may lead to such a path.
        run("sh", "-c", "mkdir '$folder/'$(printf '\\303\\274') && ln -s $(printf '\\303\\274') '$folder/link'")
        assertSays(listOf("library_missing The property visitorseal.library.folder names no path (", advice), said("-Dvisitorseal.library.folder=$folder/link", before = inC))
    }

    @Test
    fun `a relative folder is one below the current folder`() {
        val relative = Path.of("").toAbsolutePath().relativize(folder.resolve("below"))
        assertEquals(signed, said("-Dvisitorseal.library.folder=$relative"))
    }

    @Test
    fun `a folder that is mounted with noexec is library_missing`() {
        val mount = "mount -t tmpfs -o noexec none '$folder' && exec \"\$@\""
        assumeTrue(run("unshare", "--mount", "sh", "-c", "mount -t tmpfs none '$folder' && echo yes") == listOf("yes"), "needs the right to mount")
        val lines = run("unshare", "--mount", "sh", "-c", mount, "sh", *caller(emptyList()))
        assertEquals(2, lines.size, "$lines")
        for (line in lines) assertSays(listOf("library_missing ", "cannot be loaded", "The folder $folder is mounted with noexec.", "visitorseal.library.folder"), line)
    }

    @Test
    fun `a mounted folder whose name the locale cannot write does not hide the reason`() {
        val mount = "mount -t tmpfs none '$folder' && cd '$folder' && mkdir text.so $(printf '\\303\\274') && mount -t tmpfs none $(printf '\\303\\274')"
        assumeTrue(run("unshare", "--mount", "sh", "-c", "$mount && echo yes") == listOf("yes"), "needs the right to mount")
        val said = said("-Dvisitorseal.library=$folder/text.so", before = listOf("unshare", "--mount", *inC.toTypedArray(), "sh", "-c", "$mount && exec \"$@\"", "sh"))
        assertSays(listOf("library_missing ", "$folder/text.so cannot be loaded"), said)
    }

    @Test
    fun `a Java that denies native access is library_missing`() {
        assumeTrue(Runtime.version().feature() >= 24, "needs Java 24")
        val lines = run(*caller(listOf("--illegal-native-access=deny"), flags = emptyList()))
        assertEquals(listOf(lines.first(), lines.first()), lines)
        assertSays(listOf("library_missing ", "--enable-native-access=ALL-UNNAMED", "--enable-native-access=visitorseal.server"), lines.first())
    }

    @Test
    fun `a library of another version is refused, and both versions are named`() {
        // The version of the classes is in a file of the jar. This one comes before it.
        val other = folder.resolve("classes/visitorseal/server/internal").also(Files::createDirectories)
        other.resolve("version").writeText("9.9.9\n")
        val said = said(classes = "$folder/classes:$classPath")
        assertSays(listOf("library_version ", "the version $version, and the classes have the version 9.9.9"), said)
    }

    @Test
    fun `a library of something else is library_version`() {
        val other = listOf("/lib/x86_64-linux-gnu/libm.so.6", "/lib/aarch64-linux-gnu/libm.so.6").map(Path::of).firstOrNull(Files::exists)
        assumeTrue(other != null, "needs a library to load")
        assertSays(listOf("library_version ", "is not that of this package"), said("-Dvisitorseal.library=$other"))
    }
}
