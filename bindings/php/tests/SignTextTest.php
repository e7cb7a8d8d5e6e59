<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use Visitorseal\ConfigurationException;
use Visitorseal\Internal\Library;
use Visitorseal\Scheme;
use Visitorseal\Signer;
use Visitorseal\VisitorException;

/** A value that runs code of the site while the package reads it. */
final class Calling implements \JsonSerializable
{
    public function __construct(private \Closure $call)
    {
    }

    public function jsonSerialize(): mixed
    {
        return ($this->call)();
    }
}

/** Signing into the buffer that the package keeps: in one call of the C library, and with nothing left for the next visitor. */
final class SignTextTest extends VectorCase
{
    /** Bookbag's fields as its page asks for them, written by PHP alone. */
    private static function byHand(string $id, array $attributes): string
    {
        $fields = ['user_id' => $id, 'user_hash' => digest($id), 'user_metadata' => $attributes];
        return json_encode($fields, JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
    }

    /** What the kept buffer holds; null if there is none, as in the extension. */
    private static function buffer(): ?string
    {
        if (hasExtension()) {
            return null;
        }
        $buffer = (new \ReflectionProperty(Library::class, 'text'))->getValue(Library::get());
        return $buffer === null ? null : \FFI::string($buffer, count($buffer));
    }

    public function testScriptElementAndFieldsOfASignedVisitorHaveOneSignature(): void
    {
        $compared = 0;
        foreach (['sign', 'sign_random'] as $name) {
            $this->each($name, function (array $case, \stdClass $object) use (&$compared): void {
                $signer = self::signer($case);
                // As the first visitor of a signer, and as a later one.
                foreach ([1, 2] as $time) {
                    $signed = $signer->sign((array) $object->visitor, now: $case['now']);
                    try {
                        $element = (string) $signed->element();
                    } catch (ConfigurationException $error) {
                        self::assertSame('not_offered', $error->errorCode);
                        continue;
                    }
                    preg_match('/ mark="([^"]*)" fields="([^"]*)"/', $element, $found);
                    self::assertSame([$signed->mark, $signed->fieldsJson], [$found[1], html_entity_decode($found[2], ENT_QUOTES)]);
                    $compared++;
                }
            });
        }
        self::assertGreaterThan(100, $compared);
    }

    public function testASchemeWithChanceSignsOnceForAllForms(): void
    {
        $toml = preg_replace('/^\[\[example\]\].*/ms', '', file_get_contents(__DIR__ . '/../../../core/schemes/bookbag.toml'));
        $toml = str_replace(['message = "{id}"', 'user_id = "{id}"'], ['message = "{id}|{random}"', "user_id = \"{id}\"\nnonce = \"{random}\""], $toml);
        $signer = new Signer(Scheme::parse($toml), SECRET);
        foreach ([...array_map(static fn(int $id) => $signer->sign(id: $id), [1, 2, 3]), ...$signer->signMany([['id' => 4], ['id' => 5]])] as $signed) {
            ['user_id' => $id, 'nonce' => $nonce] = $signed->fields;
            self::assertSame(digest("$id|$nonce"), $signed->signature);
            self::assertStringContainsString($signed->fieldsJson, (string) $signed->script());
            self::assertStringContainsString($signed->fieldsJson, html_entity_decode((string) $signed->element()));
            $nonces[] = $nonce;
        }
        self::assertCount(5, array_unique($nonces));
    }

    public function testASignerWritesFieldsScriptAndElementWithoutAnObject(): void
    {
        $compared = 0;
        $this->each('script', function (array $case, \stdClass $object) use (&$compared): void {
            if ($case['call'] === 'script') {
                $write = static fn(): string =>
                    (string) self::signer($case)->script((array) $object->visitor, $case['nonce'], $case['now']);
                if (isset($case['error'])) {
                    self::assertThrows($case, $write);
                    return;
                }
                $script = (string) self::sign($case, $object)->script($case['nonce']);
                // Some signatures hold chance: each is another one.
                if ($script === (string) self::sign($case, $object)->script($case['nonce'])) {
                    self::assertSame($script, $write());
                    $compared++;
                }
            }
        });
        self::assertGreaterThan(100, $compared);
        $this->each('element', function (array $case, \stdClass $object): void {
            if ($case['call'] === 'element') {
                $write = static fn(): string =>
                    (string) self::signer($case)->element((array) $object->visitor, $case['endpoint'], $case['now']);
                isset($case['error']) ? self::assertThrows($case, $write) : self::assertSame($case['equals'], $write());
            }
        });
        $signer = new Signer('bookbag', SECRET);
        self::assertSame(self::byHand('7', ['name' => 'Jérôme </script>']), $signer->fieldsJson(['id' => 7, 'name' => 'Jérôme </script>']));
    }

    public function testVisitorsWhoCannotBeSignedAreTheSameErrorsWithoutAnObject(): void
    {
        $signer = new Signer('bookbag', SECRET);
        foreach ([[], ['id' => ''], ['id' => NAN], ['other' => 1], 5, [1, 2], ['id' => 1, 'attributes' => ['a' => STDIN]]] as $visitor) {
            $expected = caught(static fn() => $signer->sign($visitor));
            self::assertInstanceOf(VisitorException::class, $expected);
            foreach ([$signer->fieldsJson(...), $signer->script(...), $signer->element(...)] as $write) {
                self::assertEquals(
                    [$expected->errorCode, $expected->field, $expected->reason],
                    (static fn(VisitorException $error): array => [$error->errorCode, $error->field, $error->reason])(caught(static fn() => $write($visitor))),
                );
            }
        }
        $now = caught(static fn() => $signer->fieldsJson(['id' => 1], now: 1_795_132_800_000));
        self::assertSame('now_invalid', $now->errorCode);
    }

    public function testTheBufferGrowsForTheLargestVisitorAndKeepsNothingOfIt(): void
    {
        $signer = new Signer('bookbag', SECRET);
        self::assertSame(self::byHand('1', ['a' => 'b']), $signer->fieldsJson(['id' => 1, 'attributes' => ['a' => 'b']]));
        $before = strlen((string) self::buffer());
        // Two bytes in UTF-8 and six in ASCII, so that the text is three times as large as the visitor, which may have 64 KiB.
        $attributes = ['text' => str_repeat('é', 32_000)];
        $visitor = ['id' => 'user-123', 'attributes' => $attributes];
        self::assertSame(self::byHand('user-123', $attributes), $signer->fieldsJson($visitor));
        self::assertSame(self::byHand('user-123', $attributes), $signer->sign($visitor)->fieldsJson);
        if (!hasExtension()) {
            self::assertGreaterThan(max(190_000, $before - 1), strlen(self::buffer()));
        }
        self::assertSame('', trim((string) self::buffer(), "\0"), 'the buffer holds something of a visitor');
        // A small visitor, a refused one, and the large one again: the buffer stays.
        self::assertSame(self::byHand('2', ['a' => 'b']), $signer->fieldsJson(['id' => 2, 'attributes' => ['a' => 'b']]));
        self::assertInstanceOf(VisitorException::class, caught(static fn() => $signer->fieldsJson(['id' => ''])));
        self::assertSame(self::byHand('user-123', $attributes), $signer->sign($visitor)->fieldsJson);
        self::assertStringContainsString('\u00e9', (string) $signer->script($visitor));
        self::assertSame('', trim((string) self::buffer(), "\0"), 'the buffer holds something of a visitor');
    }

    public function testATextWithANulIsAnErrorAndNotCut(): void
    {
        $signer = new Signer('orlo', pem('rsa-2048.private'), embedCode: "<script>start('JWT_TOKEN')\0</script>");
        foreach ([static fn() => $signer->script(['name' => 'Jane']), static fn() => $signer->sign(name: 'Jane')->script()] as $write) {
            self::assertSame('argument_encoding', caught($write)->errorCode);
        }
        self::assertSame('', trim((string) self::buffer(), "\0"), 'the buffer holds something of a visitor');
    }

    public function testAVisitorAtTheLimitIsSignedAndALargerOneIsNot(): void
    {
        $signer = new Signer('bookbag', SECRET);
        $visitor = static fn(int $more): array => ['id' => '1', 'attributes' => ['a' => str_repeat('x', 65_536 - strlen('{"id":"1","attributes":{"a":""}}') + $more)]];
        self::assertSame(self::byHand('1', $visitor(0)['attributes']), $signer->fieldsJson($visitor(0)));
        foreach ([1, 1_000_000] as $more) {
            self::assertSame('visitor_too_large', caught(static fn() => $signer->fieldsJson($visitor($more)))->errorCode);
        }
        // The names count, too: nothing huge is copied.
        $names = array_fill_keys(array_map(static fn(int $n): string => str_repeat('n', 500) . $n, range(1, 200)), 1);
        self::assertSame('visitor_too_large', caught(static fn() => $signer->fieldsJson(['id' => 1, 'attributes' => $names]))->errorCode);
    }

    public function testAValueThatSignsWhileItIsReadChangesNothing(): void
    {
        $signer = new Signer('bookbag', SECRET);
        $inner = [];
        $value = new Calling(static function () use ($signer, &$inner): string {
            $inner[] = $signer->fieldsJson(['id' => 'inner', 'attributes' => ['x' => str_repeat('y', 20_000)]]);
            $inner[] = (string) $signer->sign(id: 'inner')->script();
            $inner[] = caught(static fn() => $signer->fieldsJson(['id' => '']))?->errorCode;
            return 'outer value';
        });
        self::assertSame(self::byHand('outer', ['a' => 'outer value']), $signer->fieldsJson(['id' => 'outer', 'attributes' => ['a' => $value]]));
        self::assertSame(self::byHand('outer', ['a' => 'outer value']), $signer->sign(id: 'outer', attributes: ['a' => $value])->fieldsJson);
        self::assertSame(self::byHand('inner', ['x' => str_repeat('y', 20_000)]), $inner[0]);
        self::assertStringContainsString(digest('inner'), $inner[1]);
        self::assertSame('field_empty', $inner[2]);
        $many = $signer->signMany([['id' => 'first'], ['id' => 'outer', 'attributes' => ['a' => $value]], ['id' => 'last']]);
        self::assertSame(self::byHand('outer', ['a' => 'outer value']), $many[1]->fieldsJson);
    }

    public function testFibersThatStopWhileTheyAreReadDoNotMix(): void
    {
        $signer = new Signer('bookbag', SECRET);
        $fibers = [];
        for ($n = 0; $n < 10; $n++) {
            $value = new Calling(static fn(): mixed => \Fiber::suspend());
            $fibers[$n] = new \Fiber(static fn(): array => [
                $signer->fieldsJson(['id' => "user-$n", 'attributes' => ['a' => $value]]),
                $signer->sign(id: "user-$n", attributes: ['a' => $value])->fieldsJson,
            ]);
            $fibers[$n]->start();
        }
        foreach (['first', 'second'] as $round) {
            foreach ($fibers as $n => $fiber) {
                $fiber->resume("$round of $n");
            }
        }
        foreach ($fibers as $n => $fiber) {
            $expected = [self::byHand("user-$n", ['a' => "first of $n"]), self::byHand("user-$n", ['a' => "second of $n"])];
            self::assertSame($expected, $fiber->getReturn());
        }
    }

    public function testASignalHandlerThatSignsChangesNothing(): void
    {
        if (!function_exists('pcntl_async_signals')) {
            self::markTestSkipped('there is no pcntl');
        }
        $signer = new Signer('bookbag', SECRET);
        $handled = 0;
        $wrong = [];
        pcntl_async_signals(true);
        pcntl_signal(SIGUSR1, static function () use ($signer, &$handled, &$wrong): void {
            $id = 'handler-' . ++$handled;
            if ($signer->fieldsJson(['id' => $id, 'attributes' => ['a' => 'b']]) !== self::byHand($id, ['a' => 'b'])) {
                $wrong[] = $id;
            }
        });
        $sender = proc_open(['sh', '-c', 'while kill -USR1 ' . getmypid() . '; do :; done'], [1 => ['file', '/dev/null', 'w'], 2 => ['file', '/dev/null', 'w']], $pipes);
        try {
            $until = microtime(true) + 60;
            for ($n = 0; ($n < 20_000 || $handled < 100) && microtime(true) < $until; $n++) {
                if ($signer->fieldsJson(['id' => "user-$n", 'attributes' => ['a' => 'b']]) !== self::byHand("user-$n", ['a' => 'b'])) {
                    $wrong[] = "user-$n";
                }
            }
        } finally {
            proc_terminate($sender);
            proc_close($sender);
            pcntl_signal(SIGUSR1, SIG_IGN);
            pcntl_async_signals(false);
        }
        self::assertSame([], $wrong);
        self::assertGreaterThan(0, $handled);
    }

    public function testAChildProcessSignsWithTheSignerOfItsParent(): void
    {
        if (!function_exists('pcntl_fork')) {
            self::markTestSkipped('there is no pcntl');
        }
        // In a PHP of its own: PHPUnit must not run twice.
        $code = 'require ' . var_export(getenv('VISITORSEAL_AUTOLOAD'), true) . ';
            $signer = new Visitorseal\Signer("bookbag", "' . SECRET . '");
            $signed = $signer->sign(id: 1);
            if (($child = pcntl_fork()) === 0) {
                echo $signer->fieldsJson(["id" => "child"]), $signed->fieldsJson, "\n";
                exit;
            }
            pcntl_waitpid($child, $status);
            echo $signer->fieldsJson(["id" => "parent"]), strlen($signed->script()) > 100 ? "" : "no script", "\n";';
        exec(escapeshellarg(PHP_BINARY) . ' -r ' . escapeshellarg($code) . ' 2>&1', $lines, $status);
        $without = static fn(string $id): string => json_encode(['user_id' => $id, 'user_hash' => digest($id)]);
        self::assertSame([0, [$without('child') . $without('1'), $without('parent')]], [$status, $lines]);
    }

    public function testManyVisitorsAreWhatTheyAreAlone(): void
    {
        $signer = new Signer('bookbag', SECRET);
        $visitors = $expected = [];
        for ($n = 0; $n < 300; $n++) {
            // Text that looks like the JSON around it.
            $attributes = ['a' => "}],{\"scheme\":$n\\\"", 'b' => [['warnings' => []], ['scheme' => 'bookbag', 'é' => null]]];
            $visitors[] = ['id' => "user-$n", 'attributes' => $attributes];
            $expected[] = self::byHand("user-$n", $attributes);
        }
        $visitors[7] = ['id' => ''];
        $visitors[8] = ['id' => 1, 'attributes' => ['a' => NAN]];
        $visitors[299] = 'text';
        $many = $signer->signMany((static fn() => yield from $visitors)(), now: NOW);
        $errors = [7 => 'field_empty', 8 => 'field_type', 299 => 'visitor_malformed'];
        foreach ($many as $n => $signed) {
            if (isset($errors[$n])) {
                self::assertInstanceOf(VisitorException::class, $signed);
                self::assertSame($errors[$n], $signed->errorCode);
            } else {
                self::assertSame($expected[$n], $signed->fieldsJson);
                self::assertSame(digest("user-$n"), $signed->signature);
            }
        }
        self::assertSame(range(0, 299), array_keys($many));
        self::assertSame((string) $signer->script($visitors[298]), (string) $many[298]->script());
        self::assertSame([], $signer->signMany([]));
    }

    public function testManyDigestsCrossAtOnceAndAreWhatTheyAreAlone(): void
    {
        $messages = array_map(static fn(int $n): string => $n % 5 === 0 ? '' : str_repeat("\0é$n", $n % 7), range(0, 39_999));
        $expected = array_map(static fn(string $message): string => digest($message), $messages);
        $signer = new Signer('bookbag', SECRET);
        self::assertSame($expected, $signer->digestMany($messages));
        self::assertSame([], $signer->digestMany([]));
        $orlo = new Signer('orlo', pem('rsa-2048.private'));
        self::assertSame([], $orlo->digestMany([]));
        self::assertSame('not_offered', caught(static fn() => $orlo->digestMany(['a']))->errorCode);
        self::assertInstanceOf(\TypeError::class, caught(static fn() => $signer->digestMany(['a', 7])));
    }

    public function testPropertiesAreReadWhenSomebodyAsks(): void
    {
        $signed = (new Signer('bookbag', SECRET))->sign(id: 'user-123', name: 'Jane');
        self::assertTrue(isset($signed->scheme, $signed->mark, $signed->fields, $signed->warnings));
        self::assertFalse(isset($signed->expiresAt) || isset($signed->other) || isset($signed->json));
        self::assertSame('none', $signed->expiresAt ?? 'none');
        self::assertSame('bookbag', $signed->scheme ?? 'none');
        self::assertSame('Jane', (clone $signed)->fields['user_metadata']['name']);
        self::assertInstanceOf(\ErrorException::class, caught(static fn() => $signed->other));
        self::assertNotNull(caught(static fn() => $signed->json));
        self::assertInstanceOf(\Error::class, caught(static fn() => $signed->scheme = 'other'));
        $scheme = Scheme::parse(file_get_contents(__DIR__ . '/../../../core/schemes/bookbag.toml'));
        $signer = new Signer($scheme, SECRET);
        self::assertSame(['bookbag', 'bookbag'], [$signer->scheme, $scheme->name]);
        $own = Scheme::parse(preg_replace('/^product = .*$/m', '', file_get_contents(__DIR__ . '/../../../core/schemes/bookbag.toml')));
        self::assertSame([false, 'none', true], [isset($own->product), $own->product ?? 'none', isset($own->vendor)]);
        self::assertSame(['scheme', 'warnings'], array_keys(json_decode(json_encode($signer), true)));
        $names = ['scheme', 'signature', 'fields', 'fieldsJson', 'expiresAt', 'mark', 'warnings'];
        self::assertSame($names, array_keys(json_decode(json_encode($signed), true)));
    }
}
