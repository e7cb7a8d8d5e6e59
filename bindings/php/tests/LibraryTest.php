<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;

/** How PHP finds the C library for ffi. Each test starts a fresh PHP, without the extension. */
final class LibraryTest extends TestCase
{
    /** The output of a fresh PHP: the value of the expression, or the code and reason of its error. */
    private static function outputOf(
        array $environment = [],
        array $options = [],
        string $expression = '(new Visitorseal\Signer("bookbag", "key"))->digest("message")',
    ): string {
        $code = 'require ' . var_export(getenv('VISITORSEAL_AUTOLOAD'), true) . ';
            try {
                echo ' . $expression . ';
            } catch (Visitorseal\ConfigurationException $error) {
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
            $environment + withoutExtension(),
        );
        $output = stream_get_contents($pipes[1]);
        proc_close($process);
        return $output;
    }

    public function testTheFileInThePackageIsUsed(): void
    {
        self::assertSame(digest('message', 'key'), self::outputOf(['VISITORSEAL_LIBRARY' => '']));
    }

    public function testIfTheEnvironmentNamesAFileNoOtherIsTried(): void
    {
        self::assertStringStartsWith('library_missing ', self::outputOf(['VISITORSEAL_LIBRARY' => '/nowhere/lib.so']));
        self::assertStringContainsString('VISITORSEAL_LIBRARY', self::outputOf(['VISITORSEAL_LIBRARY' => '/nowhere/lib.so']));
    }

    public function testAFileThatIsNotALibraryIsAnErrorWithTheLoadersReason(): void
    {
        $output = self::outputOf(['VISITORSEAL_LIBRARY' => __FILE__]);
        self::assertStringStartsWith('library_missing PHP cannot load the C library ' . __FILE__, $output);
        self::assertMatchesRegularExpression('/loader says: .*(invalid ELF header|Exec format error)/', $output);
    }

    public function testAFolderThatForbidsProgramsIsNamed(): void
    {
        $folder = sys_get_temp_dir() . '/visitorseal-noexec-' . getmypid();
        mkdir($folder);
        // The mount ends with the shell.
        $shell = 'mount -t tmpfs -o noexec none "$1" && cp "$2" "$1/lib.so" && VISITORSEAL_LIBRARY=$1/lib.so "$3" -r "$4"';
        $library = self::outputOf(['VISITORSEAL_LIBRARY' => ''], [], 'Visitorseal\Internal\Library::file()');
        $code = 'require ' . var_export(getenv('VISITORSEAL_AUTOLOAD'), true) . ';
            try { new Visitorseal\Signer("bookbag", "key"); } catch (Visitorseal\ConfigurationException $error) { echo $error->reason; }';
        $command = ['unshare', '--map-root-user', '--mount', 'sh', '-c', $shell, 'sh', $folder, $library, PHP_BINARY, $code];
        $process = proc_open($command, [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes, null, withoutExtension());
        $output = stream_get_contents($pipes[1]);
        proc_close($process);
        rmdir($folder);
        if (preg_match('/^(unshare|mount|sh):/m', $output) === 1) {
            self::markTestSkipped('a folder with noexec, this user may not mount one');
        }
        self::assertStringContainsString("the C library $folder/lib.so, which VISITORSEAL_LIBRARY names. Programs may not run from this folder (noexec)", $output);
    }

    public function testOpenBasedirHidesNoFileOfThePackageAndCausesNoWarning(): void
    {
        $allowed = var_export(dirname(getenv('VISITORSEAL_AUTOLOAD'), 2), true);
        $digest = "ini_set('open_basedir', $allowed) === false ? 'not set' : (new Visitorseal\Signer('bookbag', 'key'))->digest('message')";
        self::assertSame(digest('message', 'key'), self::outputOf([], [], $digest));
        $missing = self::outputOf(['VISITORSEAL_LIBRARY' => '/nowhere/lib.so'], [], $digest);
        self::assertStringStartsWith('library_missing PHP cannot load the C library /nowhere/lib.so, ', $missing);
        self::assertStringNotContainsString('Warning', $missing);
    }

    public function testALibraryOfAnotherVersionIsAnError(): void
    {
        self::assertStringStartsWith('library_version The C library is version 9.9.9', self::outputWith('9.9.9'));
        self::assertStringStartsWith(
            'library_version The C library is version 9.9.9, and',
            self::outputWith('9.9.9', lacking: 'visitorseal_signer_sign_text'),
            'it also lacks functions',
        );
        self::assertStringStartsWith('library_version The C library has no version', self::outputWith('9.9.9', lacking: 'visitorseal_version'));
    }

    /** An older library whose interface is the same. */
    public function testALibraryThatLacksAFunctionIsAnErrorThatNamesTheFunction(): void
    {
        $version = \Visitorseal\Internal\Version::INTERFACE . '.0';
        // Only some calls declare all functions.
        $other = 'implode(Visitorseal\Visitorseal::schemes())';
        foreach (['visitorseal_signer_sign_text' => [], 'visitorseal_signer_digest_text' => [], 'visitorseal_verified_free' => [$other]] as $function => $more) {
            $expected = "library_version The C library is version $version and lacks the function $function, ";
            self::assertStringStartsWith($expected, self::outputWith($version, $function, ...$more));
        }
    }

    public function testWhatOneFfiMakesTheOtherTakes(): void
    {
        $scheme = "Visitorseal\\Visitorseal::scheme('bookbag')";
        $signer = "(new Visitorseal\\Signer($scheme, 'key'))";
        foreach (["{$signer}->digest('a')", "{$signer}->digestMany(['a'])[0]", "{$signer}->sign(id: 'a')->signature",
            "(new Visitorseal\\Signer('bookbag', 'key'))->digestMany(['a'])[0]"] as $expression) {
            self::assertSame(digest('a', 'key'), self::outputOf([], [], $expression));
        }
        self::assertSame('a', self::outputOf([], [], "(new Visitorseal\\Verifier($scheme, 'key'))->verify({$signer}->sign(id: 'a')->fields)->contact()->externalId"));
        self::assertStringContainsString('forget', self::outputOf([], [], "{$signer}->forgetScript() . (new Visitorseal\\Signer('bookbag', 'key'))->forgetScript()"));
    }

    public function testWithoutFfiTheErrorNamesTheLineForPhpIni(): void
    {
        $output = self::outputOf([], ['ffi.enable' => '0']);
        self::assertStringStartsWith('library_missing ', $output);
        self::assertStringContainsString('php_admin_value[ffi.enable]=1', $output);
        self::assertStringContainsString('visitorseal-ini', $output);
    }

    public function testWithoutTheLibraryPagesHaveNoSignedVisitor(): void
    {
        $page = '(string) (new Visitorseal\Page\Brands([new Visitorseal\Page\Brand("shop", "thread", "secret", ["app_id" => "a"], fn() => ["email" => "a@b.c"])],
            new Visitorseal\Page\ErrorLog(fn($level, $message) => print("[$level $message]"))))';
        $expected = ['ffi.enable' => [[], ['ffi.enable' => '0']], 'VISITORSEAL_LIBRARY' => [['VISITORSEAL_LIBRARY' => '/nowhere/lib.so'], []]];
        foreach ($expected as $key => [$environment, $options]) {
            foreach (['->script("shop", null)', '->forgetScript("shop")', '->signed("shop")?->script()'] as $call) {
                self::assertStringStartsWith("[error visitorseal, brand 'shop', $key: ", self::outputOf($environment, $options, $page . $call));
                self::assertStringEndsWith(']', self::outputOf($environment, $options, $page . $call));
            }
        }
    }

    public function testTheFunctionsThatSharedHostsDisableAreNotNeeded(): void
    {
        $disabled = 'php_uname,getenv,putenv,ini_get,ini_set,error_log,exec,system,proc_open,realpath,phpversion';
        self::assertSame(digest('message', 'key'), self::outputOf([], ['disable_functions' => $disabled]));
        $pages = 'strlen((new Visitorseal\Page\Brands([]))->script("shop", null))';
        self::assertSame('0', self::outputOf([], ['disable_functions' => $disabled], $pages));
    }

    public function testThePrecisionInPhpIniChangesNoNumber(): void
    {
        $attributes = '["a" => 0.1, "b" => 12345.678901234, "c" => 2.0]';
        $signed = "(new Visitorseal\\Signer('bookbag', 'key'))->sign(id: 1, attributes: $attributes)->toJson()";
        foreach ([['serialize_precision' => '5'], ['serialize_precision' => '17', 'precision' => '3']] as $options) {
            self::assertSame(self::outputOf([], [], $signed), self::outputOf([], $options, $signed));
            self::assertStringContainsString('12345.678901234,', self::outputOf([], $options, $signed));
        }
    }

    /** The status of `visitorseal-ini` for a folder, and what PHP reads of its output. */
    private static function printed(string $folder): array
    {
        $tool = dirname(getenv('VISITORSEAL_AUTOLOAD')) . '/bin/visitorseal-ini';
        exec('env -u PHP_INI_SCAN_DIR ' . implode(' ', array_map(escapeshellarg(...), [PHP_BINARY, $tool, $folder, 'www-data'])) . ' 2>&1', $lines, $status);
        return [$status, $status === 0 ? parse_ini_string(implode("\n", $lines)) : $lines];
    }

    public function testVisitorsealIniPrintsLinesThatPhpReadsWhateverTheFoldersNameIs(): void
    {
        $root = sys_get_temp_dir() . '/visitorseal-ini-' . getmypid();
        foreach (['plain', 'site(v2)', "it's", 'a;b', '$HOME${x}', 'a=b&!c|~^', 'ü', '[ab]*'] as $name) {
            [$status, $output] = self::printed("$root/$name");
            self::assertSame(0, $status);
            self::assertSame("$root/$name/preload.php", $output['opcache.preload']);
            self::assertSame("$root/$name/include/visitorseal.h", $output['ffi.preload']);
            self::assertSame('www-data', $output['opcache.preload_user']);
            preg_match('/^#define FFI_LIB "(.*)"$/m', file_get_contents($output['ffi.preload']), $library);
            self::assertStringStartsWith("$root/$name/", $library[1]);
            self::assertFileExists($library[1]);
            self::assertFileExists("$root/$name/src/Internal/Library.php");
            // Again, after the package has lost a class.
            touch("$root/$name/src/Former.php");
            self::assertSame(0, self::printed("$root/$name")[0]);
            self::assertFileDoesNotExist("$root/$name/src/Former.php");
            self::assertSame([], preg_grep('/\.new$/', [...scandir("$root/$name"), ...scandir("$root/$name/src")]));
        }
        foreach (['a:b', 'a"b', "a\nb", 'a b'] as $name) {
            self::assertSame(1, self::printed("$root/$name")[0]);
        }
        exec('rm -rf ' . escapeshellarg($root));
    }

    /** What a fresh PHP prints with a library whose functions return a version, and that may lack one of them. */
    private static function outputWith(string $version, ?string $lacking = null, string ...$expression): string
    {
        preg_match_all('/\*?(visitorseal_[a-z0-9_]+)\(/', file_get_contents(\Visitorseal\Internal\Header::FILE), $names);
        $names = array_unique($names[1]);
        if ($lacking !== null) {
            self::assertContains($lacking, $names);
        }
        $source = sys_get_temp_dir() . '/visitorseal-' . getmypid() . '.c';
        $functions = array_map(
            static fn(string $name): string => "const char *$name(void) { return \"$version\"; }\n",
            array_diff($names, [$lacking]),
        );
        file_put_contents($source, implode('', $functions));
        exec('gcc -shared -fPIC -o ' . escapeshellarg("$source.so") . ' ' . escapeshellarg($source) . ' 2>&1', $out, $status);
        unlink($source);
        if ($status !== 0) {
            self::markTestSkipped('there is no gcc to make another version with');
        }
        $output = self::outputOf(['VISITORSEAL_LIBRARY' => "$source.so"], [], ...$expression);
        unlink("$source.so");
        return $output;
    }
}
