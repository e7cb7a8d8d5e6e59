<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;

/** Finding the C library, each time in a fresh PHP. */
final class LibraryTest extends TestCase
{
    /** What a fresh PHP says to signing: the digest, or the error's code and reason. */
    private static function said(array $environment = [], array $options = []): string
    {
        $code = 'require getenv("VISITORSEAL_AUTOLOAD");
            try {
                echo (new Visitorseal\Signer("bookbag", "key"))->digest("message");
            } catch (Visitorseal\ConfigurationError $error) {
                echo $error->errorCode, " ", $error->reason;
            }';
        $flags = [];
        foreach ($options as $name => $value) {
            array_push($flags, '-d', "$name=$value");
        }
        $process = proc_open(
            [PHP_BINARY, ...$flags, '-r', $code],
            [1 => ['pipe', 'w'], 2 => ['redirect', 1]],
            $pipes,
            null,
            $environment + getenv(),
        );
        $said = stream_get_contents($pipes[1]);
        proc_close($process);
        return $said;
    }

    public function testTheFileInThePackageIsUsed(): void
    {
        self::assertSame(digest('message', 'key'), self::said(['VISITORSEAL_LIBRARY' => '']));
    }

    public function testTheEnvironmentNamesTheFileAndNoOtherIsTried(): void
    {
        self::assertStringStartsWith('library_missing ', self::said(['VISITORSEAL_LIBRARY' => '/nowhere/lib.so']));
        self::assertStringContainsString('VISITORSEAL_LIBRARY', self::said(['VISITORSEAL_LIBRARY' => '/nowhere/lib.so']));
    }

    public function testWhatIsNoLibraryIsAnError(): void
    {
        self::assertStringStartsWith('library_missing ', self::said(['VISITORSEAL_LIBRARY' => __FILE__]));
    }

    public function testALibraryOfAnotherVersionIsAnError(): void
    {
        $library = self::otherVersion();
        if ($library === null) {
            self::markTestSkipped('there is no gcc to make another version with');
        }
        $said = self::said(['VISITORSEAL_LIBRARY' => $library]);
        unlink($library);
        self::assertStringStartsWith('library_version the library is version 9.9.9', $said);
    }

    public function testAClosedFfiIsAnErrorThatNamesTheLineForPhpIni(): void
    {
        $said = self::said([], ['ffi.enable' => '0']);
        self::assertStringStartsWith('ffi_disabled ', $said);
        self::assertStringContainsString('ffi.enable=preload', $said);
    }

    /** A library with all our names, each of which returns a version. */
    private static function otherVersion(): ?string
    {
        preg_match_all('/\*?(visitorseal_[a-z0-9_]+)\(/', file_get_contents(VECTORS . '/../../include/visitorseal.h'), $names);
        $source = sys_get_temp_dir() . '/visitorseal-' . getmypid() . '.c';
        $functions = array_map(
            static fn(string $name): string => "const char *$name(void) { return \"9.9.9\"; }\n",
            array_unique($names[1]),
        );
        file_put_contents($source, implode('', $functions));
        exec('gcc -shared -fPIC -o ' . escapeshellarg("$source.so") . ' ' . escapeshellarg($source) . ' 2>&1', $out, $status);
        unlink($source);
        return $status === 0 ? "$source.so" : null;
    }
}
