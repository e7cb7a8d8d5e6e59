<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;
use Visitorseal\ConfigurationException;
use Visitorseal\Internal\Extension;
use Visitorseal\Internal\Library;
use Visitorseal\Scheme;
use Visitorseal\Signed;
use Visitorseal\Signer;
use Visitorseal\VisitorException;
use Visitorseal\Visitorseal;

/** What only the extension has: signers that it keeps, and code in C that must not trust its arguments. */
final class ExtensionTest extends TestCase
{
    protected function setUp(): void
    {
        if (!hasExtension()) {
            self::markTestSkipped('the extension visitorseal is not loaded');
        }
    }

    private static function kept(): int
    {
        ob_start();
        phpinfo(INFO_MODULES);
        preg_match('/^Signers kept between requests => (\d+)$/m', ob_get_clean(), $found);
        return (int) $found[1];
    }

    /** The output of a fresh PHP with the package and the extension. */
    private static function outputOf(string $code, string ...$options): string
    {
        $flags = implode(' ', array_map(static fn(string $option): string => '-d ' . escapeshellarg($option), $options));
        $code = 'require ' . var_export(getenv('VISITORSEAL_AUTOLOAD'), true) . ";$code";
        exec(escapeshellarg(PHP_BINARY) . " $flags -r " . escapeshellarg($code) . ' 2>&1', $lines, $status);
        self::assertSame(0, $status, implode("\n", $lines));
        return implode("\n", $lines);
    }

    public function testItNeedsNoFfi(): void
    {
        $code = '$signed = (new Visitorseal\Signer("bookbag", "key"))->sign(id: 7);
            $verified = (new Visitorseal\Verifier("bookbag", "key"))->verify($signed->fields);
            echo (int) class_exists("FFI", false), $verified->contact()->externalId, count(Visitorseal\Visitorseal::schemes()) > 50 ? " many" : "";
            echo Visitorseal\Visitorseal::explain("bookbag", "key", $signed->fields)->isVerified ? " explained" : "";';
        self::assertStringEndsWith('7 many explained', self::outputOf($code, 'ffi.enable=0'));
    }

    public function testSixtyFourSignersAreKeptAndTheOneThatWasUsedLongestAgoGoes(): void
    {
        // The extension calls this class of the package for each signer that it makes.
        $code = 'namespace Visitorseal\Internal { class Extension { public static int $made = 0; public static function checkVersion() { self::$made++; } } }
        namespace {
            function kept() { ob_start(); phpinfo(INFO_MODULES); preg_match("/kept between requests => (\d+)/", ob_get_clean(), $found); return $found[1]; }
            $make = fn(int $n) => new Visitorseal\Signer("bookbag", "secret number $n");
            $right = fn(Visitorseal\Signer $signer, int $n) => $signer->digest("a") === hash_hmac("sha256", "a", "secret number $n");
            $made = fn() => Visitorseal\Internal\Extension::$made . "/" . kept();
            $second = $make(2);
            foreach (range(1, 64) as $n) { $right($make($n), $n) || exit("wrong $n"); }
            echo $made();
            $make(2); $make(1); $make(65);
            echo ", ", $made();
            // Number 3 has gone, and none of these has.
            foreach ([1, 2, 4, 64, 65] as $n) { $make($n); }
            echo ", ", $made();
            $make(3);
            echo ", ", $made();
            foreach (range(66, 200) as $n) { $right($make($n), $n) || exit("wrong $n"); }
            echo ", ", $made(), $right($second, 2) ? " right" : " wrong";
        }';
        exec(escapeshellarg(PHP_BINARY) . ' -r ' . escapeshellarg($code) . ' 2>&1', $lines);
        self::assertSame(['64/64, 65/64, 65/64, 66/64, 201/64 right'], $lines);
    }

    public function testASignerIsFoundByItsSchemeItsSecretAndItsSettings(): void
    {
        $parts = [
            ['bookbag', 'secret one of this test'], ['bookbag', 'secret two of this test'], ['thread', 'secret one of this test', 'a'],
            ['thread', 'secret one of this test', 'b'], ['thread', 'secret one of this test', 'ab'],
        ];
        $make = static fn(array $part): Signer => new Signer($part[0], $part[1], ...isset($part[2]) ? ['appId' => $part[2]] : []);
        $before = self::kept();
        foreach ([1, 2, 3] as $round) {
            foreach ($parts as $part) {
                $signer = $make($part);
                self::assertSame([$part[0], digest('a@b.c', $part[1])], [$signer->scheme, $signer->digest('a@b.c')]);
                if (isset($part[2])) {
                    self::assertStringContainsString("\"{$part[2]}\"", (string) $signer->script(['email' => 'a@b.c', 'name' => 'A']));
                }
            }
            self::assertSame(min(64, $before + count($parts)), self::kept());
        }
    }

    public function testARequestFindsTheSignerOfTheOneBefore(): void
    {
        $folder = sys_get_temp_dir() . '/visitorseal-extension-' . getmypid();
        mkdir($folder);
        file_put_contents("$folder/index.php", '<?php require ' . var_export(getenv('VISITORSEAL_AUTOLOAD'), true) . ';
            ob_start(); phpinfo(INFO_MODULES); preg_match("/kept between requests.*?(\d+)/", ob_get_clean(), $found);
            echo getmypid(), " $found[1] ", (new Visitorseal\Signer("bookbag", "key"))->digest("a");');
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        $address = stream_socket_get_name($socket, false);
        fclose($socket);
        $server = proc_open([PHP_BINARY, '-S', $address, '-t', $folder], [2 => ['file', '/dev/null', 'w']], $pipes);
        for ($try = 0; $try < 100 && ($first = @file_get_contents("http://$address/")) === false; $try++) {
            usleep(100_000);
        }
        $second = file_get_contents("http://$address/");
        proc_terminate($server);
        proc_close($server);
        exec('rm -rf ' . escapeshellarg($folder));
        $process = strtok($first, ' ');
        self::assertSame(["$process 0 " . digest('a', 'key'), "$process 1 " . digest('a', 'key')], [$first, $second]);
    }

    public function testAnExtensionOfAnotherVersionIsAnError(): void
    {
        Extension::checkVersion(\Visitorseal\Internal\Version::PACKAGE);
        $error = caught(static fn() => Extension::checkVersion('9.9.9'));
        self::assertInstanceOf(ConfigurationException::class, $error);
        self::assertSame('library_version', $error->errorCode);
        self::assertStringContainsString('9.9.9', $error->reason);
    }

    public function testTheLibraryTakesNoHandleOfAnotherTypeAndNoObjectThatIsNone(): void
    {
        $library = Library::get();
        $scheme = Visitorseal::scheme('bookbag')->handle();
        $page = $library->page($scheme, null);
        $methods = array_diff(get_class_methods($library), ['get', 'schemes', 'scheme', 'parsedScheme', 'inspectToken', 'explainError']);
        $refused = 0;
        foreach ($methods as $method) {
            $takesScheme = in_array($method, ['schemeJson', 'page', 'verifier', 'explain'], true);
            foreach ([$takesScheme ? $page : $scheme, new \stdClass(), null, 5, 'text'] as $wrong) {
                foreach ([[], ['text'], ['text', 5], [[['key', null]], 0, 0, 8192, null], [[['key', null]], '{}', 5, 0, 8192, null, null]] as $more) {
                    $error = caught(static fn() => $library->$method($wrong, ...$more));
                    self::assertTrue($error instanceof \LogicException || $error instanceof \ArgumentCountError || $error instanceof \TypeError, $method);
                    $refused += (int) ($error instanceof \LogicException);
                }
            }
        }
        self::assertGreaterThanOrEqual(5 * count($methods), $refused);
        self::assertInstanceOf(\TypeError::class, caught(static fn() => $library->verifier($scheme, [['key']], 0, 0, 8192, null)));
        self::assertInstanceOf(\TypeError::class, caught(static fn() => $library->verifier($scheme, ['key'], 0, 0, 8192, null)));
        self::assertInstanceOf(\LogicException::class, caught(static fn() => Signed::ofHandle($library, $scheme)));
    }

    /** A visitor of random plain values, which code in C writes as JSON. */
    public function testPlainAttributesAreWrittenAsPhpWritesThem(): void
    {
        $signer = new Signer('bookbag', SECRET);
        mt_srand(25);
        $texts = ['', 'plain', "Jérôme \u{1F600}", "\u{2028}\u{7f}\u{1}\t\n\r\"\\/<>&'", "\u{7ff}\u{800}\u{ffff}\u{10000}", str_repeat('x', 300), '0', '-5'];
        $value = static function (int $depth) use (&$value, $texts): mixed {
            $kind = mt_rand(0, $depth > 0 ? 11 : 7);
            return match ($kind) {
                0 => null, 1 => true, 2 => false, 3 => mt_rand(-1000, 1000), 4 => [PHP_INT_MAX, PHP_INT_MIN][mt_rand(0, 1)],
                5 => [1.5, 0.1, 1e-300, -0.0, 2.0, 1e15, 1 / 3][mt_rand(0, 6)], 6, 7 => $texts[array_rand($texts)],
                8 => array_map(static fn() => $value($depth - 1), array_fill(0, mt_rand(0, 4), 0)),
                9 => new \stdClass(),
                default => array_combine(
                    array_map(static fn(int $n): string => "$n " . $texts[array_rand($texts)], $names = range(0, mt_rand(1, 4))),
                    array_map(static fn() => $value($depth - 1), $names),
                ) + ($kind === 11 ? [7 => 'a number as a key'] : []),
            };
        };
        for ($n = 0; $n < 3000; $n++) {
            $attributes = ['a' => $value(4), "b\u{e9}" => $value(2), 7 => $value(1)];
            $expected = json_encode(
                ['user_id' => "user-$n", 'user_hash' => digest("user-$n"), 'user_metadata' => ['name' => 'Jane'] + $attributes],
                JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR,
            );
            self::assertEquals(json_decode($expected), json_decode($signer->fieldsJson(['id' => "user-$n", 'attributes' => $attributes, 'name' => 'Jane'])));
            self::assertEquals(json_decode($expected), json_decode($signer->sign(attributes: $attributes, id: "user-$n", name: 'Jane')->fieldsJson));
        }
    }

    public function testTextThatIsNoUtf8IsRefusedWhereverItStands(): void
    {
        $signer = new Signer('bookbag', SECRET);
        foreach (["\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "a\x80", "\x80not given"] as $text) {
            foreach ([['id' => $text], ['id' => '1', 'name' => $text], ['id' => '1', 'attributes' => ['a' => $text]],
                ['id' => '1', 'attributes' => ['a' => [[$text]]]], ['id' => '1', 'attributes' => [$text => 1]], ['id' => '1', $text => 1]] as $visitor) {
                self::assertInstanceOf(VisitorException::class, caught(static fn() => $signer->fieldsJson($visitor)));
            }
        }
    }

    public function testAVisitorThatAnAutoloaderLetsGoIsStillRead(): void
    {
        $code = 'spl_autoload_register(static function (string $class): void {
                if ($class === "Visitorseal\Internal\Input") { $GLOBALS["visitor"] = null; gc_collect_cycles(); str_repeat("x", 500); }
            }, prepend: true);
            $visitor = ["id" => "a\xff", "attributes" => ["plan" => str_repeat("growth", 50)]];
            [$error] = (new Visitorseal\Signer("bookbag", "a secret of some length"))->signMany([&$visitor]);
            echo $visitor === null ? $error->errorCode : "still there";';
        self::assertStringEndsWith('field_invalid', self::outputOf($code));
    }

    public function testPositionsAndNamesOfArgumentsAreThoseOfThePhpClass(): void
    {
        $signer = new Signer('bookbag', SECRET);
        $json = $signer->sign(JANE, now: NOW)->toJson();
        self::assertSame($json, $signer->sign([], ...array_values(JANE), ...[NOW])->toJson());
        self::assertSame($json, $signer->sign(...array_reverse(JANE), now: NOW)->toJson());
        self::assertSame($json, $signer->sign(['id' => 'other'] + JANE, 'user-123', now: NOW)->toJson());
        self::assertSame($json, $signer->sign([], 'user-123', ...array_slice(JANE, 1), now: NOW)->toJson());
        foreach ([static fn() => $signer->sign(other: 1), static fn() => $signer->sign([], 'a', id: 'b')] as $call) {
            self::assertSame(\Error::class, caught($call)::class);
        }
        self::assertInstanceOf(\TypeError::class, caught(static fn() => $signer->sign(JANE, now: '7')));
        foreach ([static fn() => $signer->sign(), static fn() => $signer->sign([]), static fn() => $signer->sign(name: 'Jane')] as $call) {
            self::assertSame(['field_missing', 'id'], [caught($call)->errorCode, caught($call)->field]);
        }
    }

    public function testTwoObjectsAreNeverEqualAlthoughTheyLookTheSame(): void
    {
        [$one, $two] = [new Signer('bookbag', 'secret one'), new Signer('bookbag', 'secret two')];
        self::assertFalse($one == $two);
        self::assertTrue($one == $one);
    }

    public function testASchemeOfTheSitesOwnAndItsHandleMayGoBeforeTheSigner(): void
    {
        $toml = file_get_contents(__DIR__ . '/../../../core/schemes/bookbag.toml');
        $scheme = Scheme::parse($toml);
        $signer = new Signer($scheme, SECRET);
        unset($scheme);
        self::assertSame(['bookbag', digest('a')], [$signer->scheme, $signer->digest('a')]);
        $signed = $signer->sign(id: 7);
        unset($signer);
        self::assertSame([digest('7'), 'bookbag'], [$signed->signature, $signed->scheme]);
    }

    public function testThePrecisionInPhpIniChangesNoNumber(): void
    {
        $code = 'echo (new Visitorseal\Signer("bookbag", "key"))->fieldsJson(["id" => 1, "attributes" => ["a" => 0.1, "b" => 12345.678901234, "c" => 2.0]]);';
        foreach (['serialize_precision=5', 'serialize_precision=17', 'precision=3'] as $option) {
            self::assertStringEndsWith('"user_metadata":{"a":0.1,"b":12345.678901234,"c":2.0}}', self::outputOf($code, $option));
        }
    }
}
