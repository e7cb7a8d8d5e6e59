<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;
use Visitorseal\Visitorseal;
use Visitorseal\Key;
use Visitorseal\Page;
use Visitorseal\Scheme;
use Visitorseal\Signer;
use Visitorseal\Verifier;
use Visitorseal\VisitorException;
use Visitorseal\VisitorsealException;

/** Every parameter of every call gets values that do not belong there. The result is an exception, never a warning or a crash. */
final class OddValuesTest extends TestCase
{
    /** @return array<string, mixed> */
    private static function odd(): array
    {
        $itself = [];
        $itself['itself'] = &$itself;
        $list = [];
        $list[] = &$list;
        $closed = fopen('php://memory', 'r');
        fclose($closed);
        return [
            'null' => null, 'true' => true, 'false' => false, 'five' => 5, 'negative' => -1, 'largest' => PHP_INT_MAX,
            'smallest' => PHP_INT_MIN, 'fraction' => 1.5, 'whole' => 2.0, 'nan' => NAN, 'infinity' => -INF, 'huge' => 1e300,
            'empty' => '', 'nul' => "\0", 'not-utf-8' => "\xff\xfe", 'surrogate' => "\xed\xa0\x80", 'long' => str_repeat('x', 10_000_000),
            'list' => [], 'list-of-odd' => [null, 5, "\xff", NAN, new \ArrayObject()], 'map' => ['a' => 1],
            'map-of-odd' => ["\xff" => 1, "\0*\0x" => 2, '' => 3, 7 => 4], 'itself' => $itself, 'list-in-itself' => $list,
            'deep' => array_reduce(range(1, 5000), static fn(mixed $inner): array => [$inner], 1),
            'object' => new \stdClass(), 'closure' => static fn() => 5, 'resource' => STDIN, 'closed' => $closed,
            'generator' => (static fn() => yield 1)(), 'array-object' => new \ArrayObject(['id' => 1]),
            'date' => new \DateTimeImmutable('@0'), 'enum' => \Visitorseal\Internal\Argument::NotGiven,
            'exception' => new \Exception('never thrown'), 'key' => new Key(SECRET), 'signer' => new Signer('bookbag', SECRET),
            'scheme' => Visitorseal::scheme('thread'), 'ffi' => hasExtension() ? new \WeakMap() : \FFI::cdef()->new('int'), 'class' => new class {
            },
        ];
    }

    /** @return array<string, callable(mixed): mixed> */
    private static function calls(): array
    {
        $bookbag = new Signer('bookbag', SECRET);
        $page = new Page('bookbag');
        $orlo = new Signer('orlo', pem('rsa-2048.private'));
        $verifier = new Verifier('bookbag', SECRET);
        $contact = $verifier->verify($bookbag->sign(JANE)->fields)->contact();
        $calls = [
            'scheme' => static fn(mixed $odd) => new Signer($odd, SECRET),
            'secret' => static fn(mixed $odd) => new Signer('bookbag', $odd),
            'private key' => static fn(mixed $odd) => new Signer('orlo', $odd),
            'setting' => static fn(mixed $odd) => new Signer('thread', SECRET, appId: $odd),
            'scheme of a page' => static fn(mixed $odd) => new Page($odd),
            'setting of a page' => static fn(mixed $odd) => new Page('thread', appId: $odd),
            'form' => static fn(mixed $odd) => (new Page('reamaze'))->prefill($odd),
            'positional setting' => static fn(mixed $odd) => new Signer('thread', SECRET, $odd),
            'lifetime' => static fn(mixed $odd) => new Signer('orlo', pem('rsa-2048.private'), lifetime: $odd),
            'visitor' => static fn(mixed $odd) => $bookbag->sign($odd),
            'member' => static fn(mixed $odd) => $orlo->sign(['name' => 'J', 'attributes' => ['a' => ['b' => $odd]]]),
            'now' => static fn(mixed $odd) => $orlo->sign(name: 'J', now: $odd),
            'visitors' => static fn(mixed $odd) => $bookbag->signMany($odd),
            'one of many' => static fn(mixed $odd) => $bookbag->signMany([$odd]),
            'message' => static fn(mixed $odd) => $bookbag->digest($odd),
            'messages' => static fn(mixed $odd) => $bookbag->digestMany($odd),
            'nonce' => static fn(mixed $odd) => $bookbag->sign(JANE)->script($odd),
            'forget nonce' => static fn(mixed $odd) => $bookbag->forgetScript($odd),
            'anonymous nonce' => static fn(mixed $odd) => $bookbag->anonymousScript($odd),
            'forget nonce of a page' => static fn(mixed $odd) => $page->forgetScript($odd),
            'anonymous nonce of a page' => static fn(mixed $odd) => $page->anonymousScript($odd),
            'endpoint' => static fn(mixed $odd) => $bookbag->sign(id: 7)->element($odd),
            'key' => static fn(mixed $odd) => new Key($odd),
            'kid' => static fn(mixed $odd) => new Verifier('orlo', new Key(pem('rsa-2048.public'), kid: $odd)),
            'verifier scheme' => static fn(mixed $odd) => new Verifier($odd, SECRET),
            'keys' => static fn(mixed $odd) => new Verifier('bookbag', $odd),
            'one of the keys' => static fn(mixed $odd) => new Verifier('bookbag', [$odd]),
            'policy' => static fn(mixed $odd) => new Verifier('bookbag', SECRET, policy: $odd),
            'leeway' => static fn(mixed $odd) => new Verifier('bookbag', SECRET, leeway: $odd),
            'max token' => static fn(mixed $odd) => new Verifier('bookbag', SECRET, maxToken: $odd),
            'verifier setting' => static fn(mixed $odd) => new Verifier('thread', SECRET, appId: $odd),
            'fields' => static fn(mixed $odd) => $verifier->verify($odd),
            'field' => static fn(mixed $odd) => $verifier->verify(['user_id' => $odd, 'user_hash' => $odd]),
            'body' => static fn(mixed $odd) => $verifier->verifyJson($odd),
            'verified at' => static fn(mixed $odd) => $verifier->verify(['user_id' => '1'], now: $odd),
            'template' => static fn(mixed $odd) => $contact->fill($odd),
            'token' => static fn(mixed $odd) => Visitorseal::inspectToken($odd),
            'toml' => static fn(mixed $odd) => Scheme::parse($odd),
            'name' => static fn(mixed $odd) => Visitorseal::scheme($odd),
            'explained scheme' => static fn(mixed $odd) => Visitorseal::explain($odd, SECRET, []),
            'explained keys' => static fn(mixed $odd) => Visitorseal::explain('bookbag', $odd, []),
            'explained fields' => static fn(mixed $odd) => Visitorseal::explain('bookbag', SECRET, $odd),
            'explained at' => static fn(mixed $odd) => Visitorseal::explain('bookbag', SECRET, [], $odd),
            'explained with leeway' => static fn(mixed $odd) => Visitorseal::explain('bookbag', SECRET, [], leeway: $odd),
            'explained with max token' => static fn(mixed $odd) => Visitorseal::explain('bookbag', SECRET, [], maxToken: $odd),
            'explained with visitor' => static fn(mixed $odd) => Visitorseal::explain('bookbag', SECRET, [], visitor: $odd),
            'explained with attribute' =>
                static fn(mixed $odd) => Visitorseal::explain('bookbag', SECRET, [], visitor: ['attributes' => ['a' => $odd]]),
        ];
        foreach (array_keys(JANE) as $field) {
            $calls["sign: $field"] = static fn(mixed $odd) => $bookbag->sign(...[...JANE, $field => $odd]);
            $calls["prefill: $field"] = static fn(mixed $odd) => $bookbag->prefill(...[...JANE, $field => $odd]);
        }
        return $calls;
    }

    public function testOddValuesGiveAnExceptionOrAResultAndNeverAWarning(): void
    {
        $unexpected = [];
        foreach (self::calls() as $parameter => $call) {
            foreach (self::odd() as $name => $odd) {
                $thrown = caught(static fn() => $call($odd));
                $isExpected = $thrown === null || $thrown instanceof VisitorsealException
                    || $thrown instanceof \TypeError && str_contains($thrown->getMessage(), 'Argument #')
                    || $thrown instanceof \ValueError && str_contains($thrown->getMessage(), 'Argument #');
                if (!$isExpected) {
                    $unexpected[] = "$parameter, $name: " . $thrown::class . ' ' . substr($thrown->getMessage(), 0, 200);
                }
            }
        }
        self::assertSame([], $unexpected);
    }

    public function testAnArgumentOfAWrongTypeIsPhpsTypeError(): void
    {
        $signer = new Signer('bookbag', SECRET);
        $contact = (new Verifier('bookbag', SECRET))->verify($signer->sign(JANE)->fields)->contact();
        $calls = [
            'Signer::__construct(): Argument #1 ($scheme)' => static fn() => new Signer(5, SECRET),
            'Signer::__construct(): Argument #2 ($secret) must be of type string, int given' => static fn() => new Signer('bookbag', 5),
            'Signer::digest(): Argument #1 ($message) must be of type string, bool given' => static fn() => $signer->digest(true),
            'Signer::digestMany(): Argument #1 ($messages)' => static fn() => $signer->digestMany('x'),
            'Signer::signMany(): Argument #1 ($visitors)' => static fn() => $signer->signMany('x'),
            'Signer::sign(): Argument #8 ($now)' => static fn() => $signer->sign(id: 7, now: 'today'),
            'Signer::forgetScript(): Argument #1 ($nonce)' => static fn() => $signer->forgetScript(5),
            'Key::__construct(): Argument #1 ($key) must be of type string, array given' => static fn() => new Key([]),
            'Verifier::__construct(): Argument #2 ($keys[0]) must be of type Visitorseal\Key|string, int given' =>
                static fn() => new Verifier('bookbag', [5]),
            'Verifier::__construct(): Argument #4 ($leeway)' => static fn() => new Verifier('bookbag', SECRET, leeway: 'much'),
            'Contact::fill(): Argument #1 ($text)' => static fn() => $contact->fill(5),
            'Visitorseal::explain(): Argument #5 ($leeway)' => static fn() => Visitorseal::explain('bookbag', SECRET, [], leeway: 'much'),
            'Visitorseal::explain(): Argument #6 ($maxToken)' => static fn() => Visitorseal::explain('bookbag', SECRET, [], maxToken: '1'),
            'Visitorseal::scheme(): Argument #1 ($name)' => static fn() => Visitorseal::scheme(null),
            'Visitorseal::inspectToken(): Argument #1 ($token)' => static fn() => Visitorseal::inspectToken([]),
        ];
        foreach ($calls as $message => $call) {
            $error = caught($call);
            self::assertInstanceOf(\TypeError::class, $error, $message);
            self::assertStringContainsString("Visitorseal\\$message", $error->getMessage());
        }
    }

    public function testTextThatIsNotUtf8IsPhpsValueErrorWhereItIsFilled(): void
    {
        $contact = (new Verifier('bookbag', SECRET))->verify((new Signer('bookbag', SECRET))->sign(JANE)->fields)->contact();
        foreach (["\xff{{contact.name}}", "\0{{contact.name}}"] as $text) {
            $error = caught(static fn() => $contact->fill($text));
            self::assertInstanceOf(\ValueError::class, $error);
            self::assertStringContainsString('Argument #1 ($text) must be valid UTF-8', $error->getMessage());
        }
        self::assertSame("a\nJane Doe\n", $contact->fill("a\n{{contact.name}}\n"));
    }

    public function testACallerWithoutStrictTypesCannotSignABooleanAsADigest(): void
    {
        $code = 'return (new Visitorseal\Signer("bookbag", "a-shared-secret-of-some-length"))->digest(%s);';
        foreach (['true', '1.5', '7', 'null'] as $message) {
            self::assertInstanceOf(\TypeError::class, caught(static fn() => eval(sprintf($code, $message))));
        }
    }

    public function testFieldsThatPhpCannotWriteAreExplainedAsTheLibraryExplainsThem(): void
    {
        $findings = [];
        $odd = ['field' => ['user_id' => NAN], 'list' => [1, 2], 'large' => ['user_id' => str_repeat('x', 2_000_000)]];
        foreach ($odd as $name => $fields) {
            $explanation = Visitorseal::explain('bookbag', SECRET, $fields);
            self::assertFalse($explanation->isVerified);
            $findings[$name] = $explanation->findings[0];
        }
        self::assertSame(['fields_malformed', 'user_id'], [$findings['field']->code, $findings['field']->field]);
        self::assertSame(['fields_malformed', null], [$findings['list']->code, $findings['list']->field]);
        self::assertSame(['fields_too_large', null], [$findings['large']->code, $findings['large']->field]);
        $ofText = Visitorseal::explain('bookbag', SECRET, 'text')->findings[0];
        self::assertSame($ofText->fix, $findings['field']->fix);
        self::assertNotSame($ofText->fix, $findings['large']->fix);
    }

    public function testARefusalOfFieldsThatPhpCannotWriteHasTheSchemesAnswer(): void
    {
        $toml = file_get_contents(__DIR__ . '/../../../core/schemes/bookbag.toml');
        $refused = preg_replace('/^\[refused\]\n(?:.+\n)*/m', "[refused]\nstatus = 403\nerror = \"no_entry\"\n", $toml, count: $count);
        $verifier = new Verifier(Scheme::parse($count ? $refused : "$toml\n[refused]\nstatus = 403\nerror = \"no_entry\"\n"), SECRET);
        $refusals = [
            caught(static fn() => $verifier->verify(['user_id' => NAN])), caught(static fn() => $verifier->verify('text')),
            caught(static fn() => $verifier->verifyJson('text')),
        ];
        foreach ($refusals as $refused) {
            self::assertSame([403, 'no_entry'], [$refused->httpStatus, $refused->httpError]);
        }
    }

    public function testTheLargestBodyIsReadAndALargerOneIsNot(): void
    {
        foreach ([8192, 20_000] as $maxToken) {
            $verifier = new Verifier('bookbag', SECRET, maxToken: $maxToken);
            foreach (['signature_missing' => 0, 'fields_too_large' => 1] as $code => $more) {
                $body = str_pad('{"user_id":"7"}', $verifier->maxBody + $more);
                self::assertSame($code, caught(static fn() => $verifier->verifyJson($body))->errorCode);
            }
        }
    }

    public function testEveryCodeThatThePackageRaisesIsInTheListOfCodes(): void
    {
        $src = dirname((new \ReflectionClass(Visitorseal::class))->getFileName());
        $codes = [];
        foreach (new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator($src)) as $file) {
            if ($file->getExtension() === 'php') {
                $code = file_get_contents($file->getPathname());
                preg_match_all('/new (?:Configuration|Visitor|Refused|Internal)Exception\(\s*\'(\w+)\'/', $code, $found);
                array_push($codes, ...$found[1]);
            }
        }
        $known = json_decode(file_get_contents(VECTORS . '/errors.json'), true)['errors'];
        self::assertSame([], array_values(array_diff($codes, array_column($known, 'code'))));
        self::assertContains('library_missing', $codes);
    }

    public function testAnIdIsTextOrAWholeNumberAndNothingElse(): void
    {
        $signer = new Signer('bookbag', SECRET);
        $uuid = new class {
            public function __toString(): string
            {
                return '0b7e7dee-87b7-4b3e-8b0a-5b0d2f6e7a11';
            }
        };
        self::assertSame('7', $signer->sign(id: 7)->fields['user_id']);
        self::assertSame((string) $uuid, $signer->sign(id: $uuid)->fields['user_id']);
        foreach ([1.0, NAN, true, false, [], ['1'], new \stdClass(), STDIN, static fn() => 1] as $id) {
            $error = caught(static fn() => $signer->sign(id: $id));
            self::assertInstanceOf(VisitorException::class, $error);
            self::assertSame(['field_type', 'id'], [$error->errorCode, $error->field]);
        }
        $error = caught(static fn() => $signer->sign(id: null));
        self::assertSame(['field_missing', 'id'], [$error->errorCode, $error->field]);
    }

    public function testACallerWithoutStrictTypesGetsTheSameErrors(): void
    {
        $code = 'return (new Visitorseal\Signer("bookbag", "a-shared-secret-of-some-length"))->sign(id: %s);';
        foreach (['true', '1.0', '1.5', 'null', '[]'] as $id) {
            self::assertInstanceOf(VisitorException::class, caught(static fn() => eval(sprintf($code, $id))));
        }
    }

    public function testAHugeValueIsRefusedBeforeItIsCopied(): void
    {
        $doubled = '';
        for ($times = 0; $times < 30; $times++) {
            $doubled = [$doubled, $doubled];
        }
        $signer = new Signer('bookbag', SECRET);
        foreach ([$doubled, str_repeat('x', 50_000_000), array_fill(0, 1_000_000, 'x')] as $huge) {
            $began = microtime(true);
            $error = caught(static fn() => $signer->sign(id: 1, attributes: ['a' => $huge]));
            self::assertSame('visitor_too_large', $error->errorCode);
            self::assertLessThan(2.0, microtime(true) - $began);
        }
    }

    public function testAnErrorNamesTheAttributeThatJsonCannotHold(): void
    {
        $signer = new Signer('bookbag', SECRET);
        $unfit = [
            'attributes.a' => ['a' => ['b' => NAN]],
            'attributes.plan' => ['plan' => ['since' => new \ArrayObject()]],
            'attributes.c' => ['c' => [1, STDIN]],
            'attributes' => ["\xff" => 1],
        ];
        foreach ($unfit as $field => $attributes) {
            $error = caught(static fn() => $signer->sign(id: 1, attributes: $attributes));
            self::assertInstanceOf(VisitorException::class, $error);
            self::assertSame($field, $error->field);
        }
    }

    public function testEmptyAttributesAreNoneAndEmptyObjectsStayObjects(): void
    {
        $signer = new Signer('bookbag', SECRET);
        self::assertSame($signer->sign(id: 1)->toJson(), $signer->sign(id: 1, attributes: [])->toJson());
        $attributes = ['o' => new \stdClass(), 'l' => [], 'm' => ['b' => 1, 'a' => 2], 'n' => (object) ['x', 'y'], 'f' => 2.0];
        $fields = $signer->sign(id: 1, attributes: $attributes)->fields;
        $written = json_encode($fields['user_metadata'], JSON_PRESERVE_ZERO_FRACTION);
        self::assertSame('{"o":{},"l":[],"m":{"b":1,"a":2},"n":{"0":"x","1":"y"},"f":2.0}', $written);
        self::assertTrue((new Verifier('bookbag', SECRET))->verify($fields)->isVerified);
    }

    public function testHostileNamesAreEscaped(): void
    {
        $name = "</script><script>alert(1)</script><!-- ]]> \u{2028}\u{2029} ' \" \\ ";
        $html = (string) (new Signer('bookbag', SECRET))->sign(id: 1, name: $name, attributes: [$name => $name])->script();
        self::assertSame(1, substr_count($html, '</script'));
        self::assertStringNotContainsString('<!--', $html);
        self::assertStringNotContainsString("\u{2028}", $html);
    }

    /** In every charset that contains ASCII, the bytes are the same. */
    public function testEverythingForAPageIsAscii(): void
    {
        $names = ["\u{a5}\"}});document.title='XSS'//", "\u{c1}\"}});x//", "\u{4e01}\"", "\u{4e25}\"", "\u{203e}\"", "\u{1f375}", '+ADw-script+AD4-'];
        $thread = new Signer('thread', SECRET, appId: 'a-1');
        foreach ($names as $name) {
            $visitor = ['id' => 1, 'email' => 'a@example.com', 'name' => $name, 'attributes' => [$name => $name]];
            $bookbag = (new Signer('bookbag', SECRET))->sign($visitor);
            $verified = (new Verifier('bookbag', SECRET))->verify($bookbag->fields);
            $body = json_encode(['user_id' => $name, 'user_hash' => $name]);
            $written = [
                $bookbag->script(), $thread->sign($visitor)->script(), $bookbag->toJson(), $verified->toJson(),
                Visitorseal::explain('bookbag', SECRET, $body)->toJson(), json_encode($bookbag->script()),
            ];
            foreach ($written as $text) {
                self::assertDoesNotMatchRegularExpression('/[^\n\x20-\x7e]/', (string) $text);
            }
            $html = (string) $bookbag->script();
            foreach (['SHIFT_JIS', 'EUC-JP', 'GBK', 'GB18030', 'BIG5', 'EUC-KR', 'ISO-2022-JP', 'WINDOWS-1252'] as $charset) {
                self::assertSame($html, iconv('UTF-8', $charset, $html), $charset);
            }
            self::assertSame($name, $verified->unsigned['name']);
        }
    }

    public function testWholeNumbersArriveExactly(): void
    {
        $signer = new Signer('bookbag', SECRET);
        $verifier = new Verifier('bookbag', SECRET);
        foreach ([2 ** 53 - 1, 2 ** 53, 2 ** 53 + 1, 1181823456789012481, PHP_INT_MAX, PHP_INT_MIN] as $number) {
            $signed = $signer->sign(id: $number, attributes: ['n' => $number, 'deep' => [['n' => $number]]]);
            self::assertSame((string) $number, $signed->fields['user_id']);
            self::assertSame(digest((string) $number), $signed->signature);
            self::assertSame([$number, $number], [$signed->fields['user_metadata']['n'], $signed->fields['user_metadata']['deep'][0]['n']]);
            self::assertStringContainsString("\"n\":$number", $signed->fieldsJson);
            $verified = $verifier->verify($signed->fields);
            self::assertSame($number, $verified->unsigned['attributes']['n']);
            self::assertSame($number, $verified->contact()->attributes['n']);
            self::assertSame((string) $number, $verified->contact()->fill('{{contact.attr.n}}'));
        }
    }

    public function testFieldsAsJsonAreTheFieldsWhateverAttributesAreCalled(): void
    {
        $attributes = ['warnings' => ['x'], 'fields' => ['warnings' => []], ',"warnings":[' => ',"fields":', 'f' => 0.1, 'n' => -0.0,
            'expires_at' => 5, ',"expires_at":' => ',"expires_at":5'];
        $signed = (new Signer('bookbag', SECRET))->sign(id: '",fields', name: ',"warnings":[{"', attributes: $attributes);
        self::assertSame(json_decode($signed->toJson(), true)['fields'], json_decode($signed->fieldsJson, true));
        self::assertNull($signed->expiresAt);
        self::assertTrue((new Verifier('bookbag', SECRET))->verifyJson($signed->fieldsJson)->isVerified);
    }

    public function testSigningLeavesTheCallersReferencesAlone(): void
    {
        $attributes = [];
        $visitor = ['id' => 1, 'attributes' => &$attributes];
        (new Signer('bookbag', SECRET))->sign($visitor);
        self::assertSame([], $attributes);
    }

    public function testATokenWithANameThatPhpCannotHoldIsRefused(): void
    {
        $part = static fn(string $json): string => rtrim(strtr(base64_encode($json), '+/', '-_'), '=');
        $token = $part('{"alg":"RS256"}') . '.' . $part('{"\u0000a":1}') . '.AA';
        self::assertInstanceOf(\Visitorseal\RefusedException::class, caught(static fn() => \Visitorseal\Visitorseal::inspectToken($token)));
    }
}
