package visitorseal.server

import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import visitorseal.server.internal.Library
import visitorseal.server.internal.Mounts
import visitorseal.server.internal.Platform

/** What other systems say of themselves. The lines are those of real ones. */
class PlatformTest {
    private val glibc = Platform("linux", "x86_64", isMusl = false)
    private val musl = Platform("linux", "x86_64", isMusl = true)

    @Test
    fun `each platform has its file in the jar`() {
        assertEquals("visitorseal/server/native/linux-x86_64/libvisitorseal_jni.so", glibc.resource)
        assertEquals("visitorseal/server/native/linux-x86_64-musl/libvisitorseal_jni.so", musl.resource)
        assertEquals("visitorseal/server/native/windows-x86_64/visitorseal_jni.dll", Platform("windows", "x86_64", false).resource)
        assertEquals("visitorseal/server/native/macos-aarch64/libvisitorseal_jni.dylib", Platform("macos", "aarch64", false).resource)
        assertEquals("linux-x86_64-musl" to "linux-x86_64", glibc.twin to musl.twin)
    }

    @Test
    fun `the library of C that a process has loaded decides`() {
        val alpine = "7f1c2a5f6000-7f1c2a60a000 r--p 00000000 fe:00 1311  /lib/ld-musl-x86_64.so.1"
        val debianMusl = "7f0f2d1a4000-7f0f2d1b8000 r--p 00000000 08:01 26224  /usr/lib/x86_64-linux-musl/libc.so"
        val debian = "7fc2a6e3f000-7fc2a6e65000 r--p 00000000 08:01 1842  /usr/lib/x86_64-linux-gnu/libc.so.6"
        val oldDebian = "7f6a5b40a000-7f6a5b42f000 r--p 00000000 08:01 1842  /lib/x86_64-linux-gnu/libc-2.31.so"
        assertEquals(listOf(true, true, false, false), listOf(alpine, debianMusl, debian, oldDebian).map(Musl::isIn))
    }

    @Test
    fun `the error of a library for the other library of C says so`() {
        val inMusl = "/tmp/x.so: Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by /tmp/x.so)"
        val inGlibc = "/tmp/x.so: libc.so: cannot open shared object file: No such file or directory"
        val besideCompiler = "/tmp/x.so: /usr/lib/x86_64-linux-gnu/libc.so: invalid ELF header"
        assertTrue("is for glibc" in Library.otherLibc(inMusl, musl)!!)
        assertTrue("is for musl" in Library.otherLibc(inGlibc, glibc)!!)
        assertTrue("is for musl" in Library.otherLibc(besideCompiler, glibc)!!)
        assertNull(Library.otherLibc("/tmp/x.so: libc.so.6: version `GLIBC_2.38' not found", glibc))
        assertNull(Library.otherLibc("/tmp/x.so: file too short", musl))
    }

    @Test
    fun `the deepest mount of a path decides, and of two the later one`() {
        val mounts = listOf(
            "overlay / overlay rw,relatime,lowerdir=/a:/b 0 0",
            "tmpfs /tmp tmpfs rw,nosuid,nodev,noexec 0 0",
            "/dev/sda2 /tmp/my\\040work ext4 rw,relatime 0 0",
            "tmpfs /twice tmpfs rw,noexec 0 0",
            "tmpfs /twice tmpfs rw 0 0",
            "/dev/sda3 /noexec ext4 rw,x-note=noexecutor 0 0",
            // No path of this locale, as with LC_ALL=C one with other characters than those of ASCII.
            "tmpfs /tmp/\\000 tmpfs rw 0 0",
        )
        assertEquals(Path.of("/tmp"), Mounts.noexec(Path.of("/tmp/visitorseal-1/x.so"), mounts))
        assertNull(Mounts.noexec(Path.of("/tmp/my work/x.so"), mounts))
        assertEquals(Path.of("/tmp"), Mounts.noexec(Path.of("/tmp/my/x.so"), mounts))
        for (name in listOf("/tmpx/x.so", "/home/me/x.so", "/twice/x.so", "/noexec/x.so")) assertNull(Mounts.noexec(Path.of(name), mounts), name)
        assertNull(Mounts.noexec(Path.of("/x.so"), emptyList()))
    }

    @Test
    fun `what Linux says of this machine is understood`() {
        // Where nothing may be executed, Java itself could not have been started.
        assertNull(Mounts.noexec(Path.of(System.getProperty("java.home"))))
    }
}
