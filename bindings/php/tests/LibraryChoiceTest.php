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
            'aarch64-linux-musl/libvisitorseal.so', 'x86_64-windows/visitorseal.dll', 'arm64-darwin/libvisitorseal.dylib'];
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

    public function testEachSystemTakesItsFileAndThenTheSystems(): void
    {
        $soname = 'libvisitorseal.so.' . Version::INTERFACE;
        self::assertSame(['x86_64-linux/libvisitorseal.so', $soname], self::tried('x86_64', 'Linux'));
        self::assertSame(['aarch64-linux/libvisitorseal.so', $soname], self::tried('aarch64', 'Linux'));
        self::assertSame(['x86_64-linux-musl/libvisitorseal.so', $soname], self::tried('x86_64', 'Linux', true));
        self::assertSame(['aarch64-linux-musl/libvisitorseal.so', $soname], self::tried('aarch64', 'Linux', true));
        self::assertSame(['x86_64-windows/visitorseal.dll'], self::tried('AMD64', 'WINNT'));
        self::assertSame(
            ['arm64-darwin/libvisitorseal.dylib', 'libvisitorseal.' . Version::INTERFACE . '.dylib'],
            self::tried('arm64', 'Darwin'),
        );
    }

    public function testALibraryOfAnotherSystemIsNotTried(): void
    {
        $soname = 'libvisitorseal.so.' . Version::INTERFACE;
        foreach (['riscv64', 'armv7l', 'i586', ''] as $machine) {
            self::assertSame([$soname], self::tried($machine, 'Linux'), $machine);
        }
        self::assertSame([$soname], self::tried('amd64', 'FreeBSD'));
        self::assertSame(['aarch64-windows/visitorseal.dll'], self::tried('ARM64', 'WINNT'));
        self::assertSame(['libvisitorseal.' . Version::INTERFACE . '.dylib'], self::tried('x86_64', 'Darwin'));
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
        $soname = 'libvisitorseal.so.' . Version::INTERFACE;
        self::assertSame(['aarch64-linux/libvisitorseal.so', 'x86_64-linux/libvisitorseal.so', $soname], self::tried(null, 'Linux'));
        self::assertSame(['aarch64-linux-musl/libvisitorseal.so', 'x86_64-linux-musl/libvisitorseal.so', $soname], self::tried(null, 'Linux', true));
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
        self::assertStringStartsWith('another processor-', LoadFailure::platformOf(self::elf(243, 'libc.so.6')));
    }

    public function testWhatTheLoaderSaysIsExplained(): void
    {
        $explained = [
            'noexec' => ['x.so: failed to map segment from shared object', 'x.so: failed to map segment from shared object: Operation not permitted',
                'Error loading shared library x.so: Operation not permitted'],
            'newer system' => ["/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by x.so)"],
            'linked statically' => ['Dynamic loading not supported'],
            "The system's loader says: x.so: a fault" => ['x.so: a fault'],
            'gives no reason' => [''],
        ];
        $file = self::$lib . '/x86_64-linux/libvisitorseal.so';
        foreach ($explained as $meaning => $sayings) {
            foreach ($sayings as $said) {
                $reason = self::reason(new Platform('x86_64', 'Linux'), null, [$file => $said, 'libvisitorseal.so.0' => 'another']);
                self::assertStringContainsString($meaning, $reason);
                self::assertStringContainsString($said, $reason);
                self::assertStringContainsString("the C library $file. ", $reason);
                self::assertStringContainsString('VISITORSEAL_LIBRARY', $reason);
            }
        }
    }
}
