<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;
use Visitorseal\Internal\LibraryPath;
use Visitorseal\Internal\LoadFailure;
use Visitorseal\Internal\Platform;
use Visitorseal\Internal\Version;

/** Which library of the package PHP takes on another machine, and what it says if none fits. */
final class LibraryChoiceTest extends TestCase
{
    private static string $lib;

    public static function setUpBeforeClass(): void
    {
        self::$lib = sys_get_temp_dir() . '/visitorseal-lib-' . getmypid();
        $files = ['x86_64-linux/libvisitorseal.so', 'aarch64-linux/libvisitorseal.so', 'x86_64-linux-musl/libvisitorseal.so',
            'aarch64-linux-musl/libvisitorseal.so', 'x86_64-windows/visitorseal.dll', 'arm64-darwin/libvisitorseal.dylib',
            'i686-linux/visitorseal-c.cdx.json'];
        foreach ($files as $file) {
            @mkdir(dirname(self::$lib . "/$file"), recursive: true);
            file_put_contents(self::$lib . "/$file", '');
        }
    }

    public static function tearDownAfterClass(): void
    {
        exec('rm -rf ' . escapeshellarg(self::$lib));
    }

    /** The files that are tried for uname's processor and PHP_OS, without the folder. */
    private static function tried(?string $machine, string $system, bool $isMusl = false, int $bytes = 8): array
    {
        $path = new LibraryPath(new Platform($machine, $system, $isMusl, $bytes), self::$lib);
        return str_replace(self::$lib . '/', '', $path->candidates());
    }

    private static function reason(Platform $platform, ?string $named, array $failures): string
    {
        return LoadFailure::reason(new LibraryPath($platform, self::$lib), $named, $failures);
    }

    /** The start of a library for Linux: EM_X86_64 is 62, EM_AARCH64 is 183. */
    private static function elf(int $processor, string $needed): string
    {
        return "\x7fELF\x02\x01\x01" . str_repeat("\0", 9) . pack('vv', 3, $processor) . str_repeat("\0", 44) . "\0$needed\0";
    }

    public function testEachSystemTakesItsFileAndNoOther(): void
    {
        self::assertSame(['x86_64-linux/libvisitorseal.so'], self::tried('x86_64', 'Linux'));
        self::assertSame(['aarch64-linux/libvisitorseal.so'], self::tried('aarch64', 'Linux'));
        self::assertSame(['x86_64-linux-musl/libvisitorseal.so'], self::tried('x86_64', 'Linux', true));
        self::assertSame(['aarch64-linux-musl/libvisitorseal.so'], self::tried('aarch64', 'Linux', true));
        self::assertSame(['x86_64-windows/visitorseal.dll'], self::tried('AMD64', 'WINNT'));
        self::assertSame(['arm64-darwin/libvisitorseal.dylib'], self::tried('arm64', 'Darwin'));
    }

    public function testALibraryOfAnotherSystemIsNotTried(): void
    {
        $soname = 'libvisitorseal.so.' . Version::INTERFACE;
        foreach (['riscv64', 'armv7l', 'i586', ''] as $machine) {
            self::assertSame([$soname], self::tried($machine, 'Linux'), $machine);
        }
        self::assertSame([$soname], self::tried('amd64', 'FreeBSD'));
        self::assertSame(['aarch64-windows/visitorseal.dll'], self::tried('ARM64', 'WINNT'));
        // The loader of macOS looks for a name alone in the current folder, too.
        $full = ['/usr/local/lib/libvisitorseal.dylib', '/opt/homebrew/lib/libvisitorseal.dylib'];
        self::assertSame($full, self::tried('x86_64', 'Darwin'));
    }

    public function testA32BitPhpOnA64BitMachineTakesNoLibraryOf64Bits(): void
    {
        foreach (['x86_64' => 'i686-linux', 'aarch64' => 'armv7l-linux'] as $machine => $name) {
            self::assertSame($name, (new Platform($machine, 'Linux', bytes: 4))->name());
            self::assertSame(['libvisitorseal.so.' . Version::INTERFACE], self::tried($machine, 'Linux', bytes: 4));
        }
    }

    public function testA64BitPhpUnderALinux32PersonalityTakesTheLibraryOf64Bits(): void
    {
        self::assertSame('x86_64-linux', (new Platform('i686', 'Linux', bytes: 8))->name());
        self::assertSame('aarch64-linux-musl', (new Platform('armv8l', 'Linux', true, 8))->name());
    }

    public function testWithoutPhpUnameTheLibrariesOfEachProcessorAreTried(): void
    {
        self::assertSame(['aarch64-linux/libvisitorseal.so', 'x86_64-linux/libvisitorseal.so'], self::tried(null, 'Linux'));
        self::assertSame(['aarch64-linux-musl/libvisitorseal.so', 'x86_64-linux-musl/libvisitorseal.so'], self::tried(null, 'Linux', true));
        self::assertSame(['x86_64-windows/visitorseal.dll'], self::tried(null, 'WINNT'));
    }

    public function testAMissingPlatformIsNamedWithThoseThatThePackageHas(): void
    {
        $soname = 'libvisitorseal.so.' . Version::INTERFACE;
        $reason = self::reason(new Platform('riscv64', 'Linux'), null, [$soname => "$soname: cannot open shared object file"]);
        foreach (['no C library for riscv64-linux ', 'aarch64-linux, aarch64-linux-musl, ', "$soname: cannot open", 'lib/riscv64-linux/libvisitorseal.so', 'VISITORSEAL_LIBRARY'] as $text) {
            self::assertStringContainsString($text, $reason);
        }
        $reason = LoadFailure::reason(new LibraryPath(new Platform('x86_64', 'Linux', true), '/nowhere'), null, [$soname => '']);
        self::assertStringContainsString('no C library for x86_64-linux-musl (it has: none)', $reason);
    }

    public function testAFolderThatHasLostItsLibraryDoesNotCount(): void
    {
        $soname = 'libvisitorseal.so.' . Version::INTERFACE;
        $reason = self::reason(new Platform('i686', 'Linux', bytes: 4), null, [$soname => '']);
        $others = 'aarch64-linux, aarch64-linux-musl, arm64-darwin, x86_64-linux, x86_64-linux-musl, x86_64-windows';
        self::assertStringContainsString("no C library for i686-linux (it has: $others)", $reason);
    }

    public function testALibraryForAnotherProcessorOrCLibraryIsNamed(): void
    {
        $file = self::$lib . '/named.so';
        $platforms = ['x86_64-linux' => [62, 'libc.so.6'], 'aarch64-linux' => [183, 'libc.so.6'], 'x86_64-linux-musl' => [62, 'libc.so'],
            'aarch64-linux-musl' => [183, 'libc.so']];
        foreach ($platforms as $name => [$processor, $needed]) {
            file_put_contents($file, self::elf($processor, $needed));
            self::assertSame($name, LoadFailure::platformOf(file_get_contents($file)));
            foreach (['x86_64', 'aarch64'] as $machine) {
                foreach ([false, true] as $isMusl) {
                    $platform = new Platform($machine, 'Linux', $isMusl);
                    $reason = self::reason($platform, $file, [$file => 'the loader’s words']);
                    $expected = $platform->name() === $name ? 'the loader’s words' : "It is for $name, and PHP runs on {$platform->name()}. ";
                    self::assertStringContainsString($expected, $reason);
                    self::assertStringContainsString("$file, which VISITORSEAL_LIBRARY names", $reason);
                    self::assertStringContainsString("a library for {$platform->name()}", $reason);
                }
            }
        }
        unlink($file);
    }

    public function testAFileThatIsNoLibraryHasNoPlatform(): void
    {
        foreach (['', "\x7fELF", 'a text that is longer than the header', "MZ\x90" . str_repeat("\0", 60)] as $bytes) {
            self::assertNull(LoadFailure::platformOf($bytes));
        }
        self::assertSame('another processor', LoadFailure::platformOf(self::elf(243, 'libc.so.6')));
    }

    /** Each text says what is wrong, and then one thing to do. */
    public function testWhatTheLoaderSaysIsExplained(): void
    {
        $noexec = 'The folder is mounted with noexec: no program and no library may be loaded from it';
        $copy = 'Copy the file to another folder, and set VISITORSEAL_LIBRARY to its path.';
        $unreadable = 'This user may not read the file';
        $explained = [
            'x.so: failed to map segment from shared object' => [$noexec, $copy],
            'x.so: failed to map segment from shared object: Operation not permitted' => [$noexec, $copy],
            'Error loading shared library x.so: Operation not permitted' => [$noexec, $copy],
            'x.so: cannot open shared object file: Permission denied' => [$unreadable, 'Change its permissions.'],
            'Error loading shared library x.so: Permission denied' => [$unreadable, 'Change its permissions.'],
            "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by x.so)"
                => ['It was built on a newer system than this one', 'Build it on this one, and set VISITORSEAL_LIBRARY to its path.'],
            'Dynamic loading not supported' => ['This PHP is linked statically, so that it can load no library', 'Use another PHP.'],
        ];
        $file = self::$lib . '/x86_64-linux/libvisitorseal.so';
        $platform = new Platform('x86_64', 'Linux');
        foreach ($explained as $said => [$meaning, $order]) {
            self::assertSame("PHP cannot load the C library $file. $meaning ($said). $order", self::reason($platform, null, [$file => $said]));
            $named = "PHP cannot load the C library $file, which VISITORSEAL_LIBRARY names. $meaning ($said). $order";
            self::assertSame($named, self::reason($platform, $file, [$file => $said]));
        }
        foreach (['x.so: file too short' => "says: x.so: file too short", '' => 'gives no reason'] as $said => $words) {
            $problem = "The system's loader $words";
            $expected = "PHP cannot load the C library $file. $problem. Install the package again.";
            self::assertSame($expected, self::reason($platform, null, [$file => $said]));
            $named = "PHP cannot load the C library $file, which VISITORSEAL_LIBRARY names. $problem. "
                . 'Set VISITORSEAL_LIBRARY to a library for x86_64-linux, or unset it.';
            self::assertSame($named, self::reason($platform, $file, [$file => $said]));
        }
    }
}
