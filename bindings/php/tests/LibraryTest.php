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
        self::assertStringContainsString("the C library $folder/lib.so, which VISITORSEAL_LIBRARY names. The folder is mounted with noexec: ", $output);
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
        $start = 'library_version The C library ' . self::temporary('.so');
        self::assertStringStartsWith("$start is version 9.9.9", self::outputWith('9.9.9'));
        self::assertStringStartsWith(
            "$start is version 9.9.9, and",
            self::outputWith('9.9.9', lacking: 'visitorseal_signer_sign_text'),
            'it also lacks functions',
        );
        self::assertStringStartsWith("$start has no version", self::outputWith('9.9.9', lacking: 'visitorseal_version'));
    }

    /** An older library whose interface is the same. */
    public function testALibraryThatLacksAFunctionIsAnErrorThatNamesTheFunction(): void
    {
        $version = \Visitorseal\Internal\Version::INTERFACE . '.0';
        // Only some calls declare all functions.
        $other = 'implode(Visitorseal\Visitorseal::schemes())';
        foreach (['visitorseal_signer_sign_text' => [], 'visitorseal_signer_digest_text' => [], 'visitorseal_verified_free' => [$other]] as $function => $more) {
            $expected = 'library_version The C library ' . self::temporary('.so') . " is version $version and lacks the function $function, ";
            self::assertStringStartsWith($expected, self::outputWith($version, $function, ...$more));
        }
    }

    /** musl finds a loaded library by device and inode, and not by name. On glibc, this makes dlopen do so. */
    private const DLOPEN_OF_MUSL = <<<'C'
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <fcntl.h>
        #include <stdio.h>
        #include <string.h>
        void *dlopen(const char *file, int flags)
        {
            void *(*original)(const char *, int) = (void *(*)(const char *, int)) dlsym(RTLD_NEXT, "dlopen");
            char name[40];
            if (file == NULL || strchr(file, '/') == NULL)
                return original(file, flags);
            snprintf(name, sizeof name, "/proc/self/fd/%d", open(file, O_RDONLY));
            /* Without DEEPBIND, the extension ffi calls this function, too. */
            return original(name, flags & ~RTLD_DEEPBIND);
        }
        C;

    public function testALibraryThatIsReplacedWhilePhpRunsIsAnError(): void
    {
        $library = self::outputOf(['VISITORSEAL_LIBRARY' => ''], [], 'Visitorseal\Internal\Library::file()');
        $copy = self::temporary('.copy');
        $musl = self::compiled(self::DLOPEN_OF_MUSL);
        $replaced = "library_version The C library $copy was replaced or removed after PHP had loaded it. Restart PHP.";
        $original = var_export($library, true);
        $done = ['true' => 'bookbag', "copy($original, '$copy.new') && rename('$copy.new', '$copy')" => $replaced, "unlink('$copy')" => $replaced];
        foreach ($done as $meanwhile => $expected) {
            copy($library, $copy);
            // schemes() declares all functions. The signer has declared some of them.
            $schemes = "(new Visitorseal\Signer('bookbag', 'key'))->digest('a') && $meanwhile ? implode(' ', Visitorseal\Visitorseal::schemes()) : ''";
            $output = self::outputOf(['VISITORSEAL_LIBRARY' => $copy, 'LD_PRELOAD' => $musl], [], $schemes);
            self::assertStringContainsString($expected, $output, $meanwhile);
        }
        array_map(unlink(...), array_filter([$copy, $musl], is_file(...)));
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

    /** The command that runs `visitorseal-ini` for a folder. */
    private static function ini(string $folder): string
    {
        $tool = dirname(getenv('VISITORSEAL_AUTOLOAD')) . '/bin/visitorseal-ini';
        return 'env -u PHP_INI_SCAN_DIR ' . implode(' ', array_map(escapeshellarg(...), [PHP_BINARY, $tool, $folder, 'www-data'])) . ' 2>&1';
    }

    /** The status of `visitorseal-ini` for a folder, and what PHP reads of its output, or the error. A shell runs `$before`. */
    private static function printed(string $folder, string $before = ''): array
    {
        exec($before . self::ini($folder), $lines, $status);
        return [$status, $status === 0 ? parse_ini_string(implode("\n", $lines)) : implode("\n", $lines)];
    }

    /** The paths of the files below a folder, each with its bytes. */
    private static function files(string $folder): array
    {
        $files = [];
        foreach (new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator($folder, \FilesystemIterator::SKIP_DOTS)) as $file) {
            $files[substr((string) $file, strlen($folder))] = file_get_contents((string) $file);
        }
        ksort($files);
        return $files;
    }

    public function testVisitorsealIniPrintsLinesThatPhpReadsWhateverTheFoldersNameIs(): void
    {
        $root = self::temporary('.ini');
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
            $files = self::files("$root/$name");
            touch("$root/$name/src/Former.php");
            self::assertSame(0, self::printed("$root/$name")[0]);
            self::assertSame($files, self::files("$root/$name"));
        }
        foreach (['a:b', 'a"b', "a\nb", 'a b'] as $name) {
            self::assertSame(1, self::printed("$root/$name")[0]);
        }
        exec('rm -rf ' . escapeshellarg($root));
    }

    public function testVisitorsealIniTakesNoFolderWithOtherFiles(): void
    {
        $root = self::temporary('.ini');
        $sites = [
            'classes' => ['src/Kernel.php', 'src/Page.php', 'preload.php'],
            'one' => ['.htaccess'],
            'project' => ['composer.json', 'src/Kernel.php', 'src/Internal/Version.php'],
        ];
        $version = file_get_contents((new \ReflectionClass(\Visitorseal\Internal\Version::class))->getFileName());
        foreach ($sites as $name => $files) {
            foreach ($files as $file) {
                @mkdir(dirname("$root/$name/$file"), recursive: true);
                file_put_contents("$root/$name/$file", $version);
            }
            $before = self::files("$root/$name");
            self::assertSame([1, "visitorseal-ini: $root/$name has other files. Choose a new folder."], self::printed("$root/$name"));
            self::assertStringEndsWith('has other files. Choose a new folder.', self::printed('.', "cd '$root/$name' && ")[1]);
            foreach (['', '/', '//'] as $none) {
                self::assertStringContainsString('FOLDER is empty, or is /.', self::printed($none, "cd '$root/$name' && ")[1]);
            }
            self::assertSame($before, self::files("$root/$name"));
        }
        $gone = self::printed('relative', "mkdir '$root/gone' && cd '$root/gone' && rmdir '$root/gone' && ");
        self::assertSame([1, 'visitorseal-ini: The current folder was removed. Go to another one.'], $gone);
        mkdir("$root/empty");
        self::assertSame(0, self::printed("$root/empty")[0]);
        exec('rm -rf ' . escapeshellarg($root));
    }

    public function testVisitorsealIniTakesNoFolderThatAnotherUserMayChange(): void
    {
        $root = self::temporary('.ini');
        mkdir("$root/open/below", recursive: true);
        chmod("$root/open", 0777);
        mkdir("$root/sticky");
        chmod("$root/sticky", 01777);
        symlink('open/below', "$root/link");
        $refused = ["$root/open/new" => "$root/open", "$root/open/below/new" => "$root/open", "$root/link" => "$root/open"];
        // Only root can give a file away.
        if (fileowner($root) === 0) {
            mkdir("$root/theirs");
            chown("$root/theirs", 65534);
            symlink('sticky', "$root/their-link");
            lchown("$root/their-link", 65534);
            $refused += ["$root/theirs/a/b" => "$root/theirs", "$root/their-link/new" => "$root/their-link"];
        }
        foreach ($refused as $folder => $other) {
            [$status, $error] = self::printed($folder);
            self::assertSame(1, $status, $folder);
            self::assertStringStartsWith("visitorseal-ini: Another user may change $other. ", str_replace("$root/./", "$root/", $error));
        }
        self::assertSame(0, self::printed("$root/sticky/new")[0]);
        exec('rm -rf ' . escapeshellarg($root));
    }

    public function testVisitorsealIniWritesThroughNoLink(): void
    {
        $root = self::temporary('.ini');
        self::assertSame(0, self::printed("$root/made")[0]);
        file_put_contents("$root/victim", 'kept');
        symlink("$root/victim", "$root/made/preload.php.new");
        unlink("$root/made/preload.php");
        symlink("$root/victim", "$root/made/preload.php");
        self::assertSame(0, self::printed("$root/made")[0]);
        self::assertSame('kept', file_get_contents("$root/victim"));
        self::assertStringStartsWith('<?php', file_get_contents("$root/made/preload.php"));
        exec('rm -rf ' . escapeshellarg($root));
    }

    public function testEveryUserMayReadWhatVisitorsealIniWrites(): void
    {
        $root = self::temporary('.ini');
        self::assertSame(0, self::printed("$root/above/made", 'umask 077; ')[0]);
        exec('find ' . escapeshellarg($root) . ' \( -type d ! -perm 755 \) -o \( -type f ! -perm 644 \)', $hidden);
        self::assertSame([], $hidden);
        exec('rm -rf ' . escapeshellarg($root));
    }

    public function testVisitorsealIniMayRunTwiceAtOnce(): void
    {
        $root = self::temporary('.ini');
        $again = self::ini("$root/made");
        exec("for i in 1 2 3 4; do $again & all=\"\$all \$!\"; done; for one in \$all; do wait \$one || exit 1; done", $lines, $status);
        self::assertSame(0, $status);
        $files = self::files("$root/made");
        self::assertSame(0, self::printed("$root/made")[0]);
        self::assertSame(self::files("$root/made"), $files);
        exec('rm -rf ' . escapeshellarg($root));
    }

    public function testWhatPhpPreloadedBeforeAnUpdateIsAnErrorOfABrand(): void
    {
        if (!extension_loaded('Zend OPcache')) {
            self::markTestSkipped('there is no opcache to preload with');
        }
        $root = self::temporary('.ini');
        $printed = self::printed("$root/made")[1];
        $options = ['opcache.enable_cli' => '1', 'opcache.preload_user' => fileowner($root) === 0 ? 'root' : '',
            'ffi.enable' => 'preload'] + array_intersect_key($printed, ['opcache.preload' => 1, 'ffi.preload' => 1]);
        $signer = '(new Visitorseal\Page\Brand("shop", "bookbag", "key"))->signer()->digest("message")';
        self::assertSame(digest('message', 'key'), self::outputOf([], $options, $signer));
        $version = \Visitorseal\Internal\Version::PACKAGE;
        $file = "$root/made/src/Internal/Version.php";
        file_put_contents($file, str_replace("'$version'", "'0.0.9'", file_get_contents($file)));
        $expected = "library_version PHP has preloaded version 0.0.9 of visitorseal, and the package is $version. Run visitorseal-ini again and restart PHP.";
        self::assertSame($expected, self::outputOf([], $options, $signer));
        exec('rm -rf ' . escapeshellarg($root));
    }

    /** A path that no other test run uses. */
    private static function temporary(string $end): string
    {
        return sys_get_temp_dir() . '/visitorseal-' . getmypid() . $end;
    }

    /** The path of a library that gcc makes of a source. */
    private static function compiled(string $source): string
    {
        $file = self::temporary('.so');
        file_put_contents("$file.c", $source);
        exec('gcc -shared -fPIC -o ' . escapeshellarg($file) . ' ' . escapeshellarg("$file.c") . ' 2>&1', $out, $status);
        unlink("$file.c");
        if ($status !== 0) {
            self::markTestSkipped('there is no gcc to make a library with');
        }
        return $file;
    }

    /** What a fresh PHP prints with a library whose functions return a version, and that may lack one of them. */
    private static function outputWith(string $version, ?string $lacking = null, string ...$expression): string
    {
        preg_match_all('/\*?(visitorseal_[a-z0-9_]+)\(/', file_get_contents(\Visitorseal\Internal\Header::FILE), $names);
        $names = array_unique($names[1]);
        if ($lacking !== null) {
            self::assertContains($lacking, $names);
        }
        $functions = array_map(
            static fn(string $name): string => "const char *$name(void) { return \"$version\"; }\n",
            array_diff($names, [$lacking]),
        );
        $library = self::compiled(implode('', $functions));
        $output = self::outputOf(['VISITORSEAL_LIBRARY' => $library], [], ...$expression);
        unlink($library);
        return $output;
    }
}
