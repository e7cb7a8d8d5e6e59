<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;
use Visitorseal\Key;
use Visitorseal\Page;
use Visitorseal\Scheme;
use Visitorseal\Signer;
use Visitorseal\Verifier;
use Visitorseal\Visitorseal;

/** The places that could show a secret or a visitor. */
final class SecretsTest extends TestCase
{
    /** @return list<object> */
    private static function holders(): array
    {
        return [
            new Signer('bookbag', SECRET), new Signer('orlo', pem('rsa-2048.private')),
            new Verifier('bookbag', [SECRET, new Key(SECRET)]), new Key(SECRET), new Key(pem('rsa-2048.public'), kid: 'new'),
        ];
    }

    /** @return list<string> */
    private static function representations(object $thing): array
    {
        return [
            print_r($thing, true), var_export($thing, true), json_encode($thing), print_r((array) $thing, true),
            var_export((array) $thing, true), self::dumped($thing), self::dumped((array) $thing), self::dumped([[$thing]]),
        ];
    }

    private static function dumped(mixed $value): string
    {
        ob_start();
        var_dump($value);
        return ob_get_clean();
    }

    private static function assertHidden(string $output, string ...$more): void
    {
        $pem = array_slice(explode("\n", trim(pem('rsa-2048.private'))), 1, -1);
        foreach ([SECRET, ...$pem, ...$more] as $text) {
            self::assertFalse(str_contains($output, $text), 'it shows ' . substr($text, 0, 8) . '…');
        }
    }

    public function testNoDumpShowsASecret(): void
    {
        foreach (self::holders() as $thing) {
            foreach (self::representations($thing) as $output) {
                self::assertHidden($output);
            }
        }
    }

    public function testNoDumpShowsAVisitor(): void
    {
        $signed = (new Signer('bookbag', SECRET))->sign(JANE);
        $verified = (new Verifier('bookbag', SECRET))->verify($signed->fields);
        $token = (new Signer('orlo', pem('rsa-2048.private')))->sign(JANE)->signature;
        foreach ([$signed, $signed->script(), $verified, $verified->contact(), Visitorseal::inspectToken($token)] as $thing) {
            self::assertHidden(self::dumped($thing) . print_r($thing, true), 'user-123', 'Jane', 'jane@', 'growth');
        }
    }

    public function testObjectsWithASecretCannotBeCloned(): void
    {
        foreach (self::holders() as $thing) {
            $error = caught(static fn() => clone $thing);
            self::assertInstanceOf(\LogicException::class, $error);
            self::assertStringContainsString('It holds a secret.', $error->getMessage());
        }
    }

    public function testObjectsWithoutASecretCanBeCloned(): void
    {
        $signed = (new Signer('bookbag', SECRET))->sign(JANE);
        $verified = (new Verifier('bookbag', SECRET))->verify($signed->fields);
        self::assertEquals($signed->script(), (clone $signed)->script());
        self::assertSame('user-123', (clone $verified)->contact()->externalId);
        self::assertSame('Jane Doe', (clone $verified->contact())->fill('{{contact.name}}'));
        self::assertSame('thread', (new Signer(clone Visitorseal::scheme('thread'), SECRET, appId: 'a'))->scheme);
    }

    public function testAnObjectThatCannotBeSerializedSaysWhatToKeepInstead(): void
    {
        $signed = (new Signer('bookbag', SECRET))->sign(JANE);
        $verified = (new Verifier('bookbag', SECRET))->verify($signed->fields);
        $keep = ['toJson()' => $signed, 'signed and unsigned' => $verified, 'externalId' => $verified->contact(),
            'its name' => Visitorseal::scheme('thread'), 'Make another one' => new Page('bookbag')];
        foreach ($keep as $what => $thing) {
            $error = caught(static fn() => serialize([$thing]));
            self::assertStringContainsString($what, $error->getMessage());
            self::assertStringNotContainsString('secret', $error->getMessage());
        }
        foreach ([...self::holders(), ...$keep] as $thing) {
            self::assertInstanceOf(\LogicException::class, caught(static fn() => serialize($thing)));
            $forged = sprintf('O:%d:"%s":0:{}', strlen($thing::class), $thing::class);
            self::assertInstanceOf(\LogicException::class, caught(static fn() => unserialize($forged)));
        }
    }

    public function testNoErrorAndNoTraceHoldsASecretOrAVisitor(): void
    {
        $arguments = ini_set('zend.exception_ignore_args', '0');
        $length = ini_set('zend.exception_string_param_max_len', '1000');
        $private = pem('rsa-2048.private');
        $site = new class {
            public function __toString(): string
            {
                throw new \DomainException('of the site');
            }
        };
        $calls = [
            static fn() => new Signer(SECRET, 'bookbag'),
            static fn() => new Signer('bookbag', SECRET, SECRET),
            static fn() => new Signer('bookbag', SECRET . "\0"),
            static fn() => new Signer('bookbag', SECRET . "\xff"),
            static fn() => new Signer('bookbag', [SECRET]),
            static fn() => new Signer('bookbag', $private),
            static fn() => new Signer('thread', SECRET, appId: []),
            static fn() => new Signer('orlo', SECRET),
            static fn() => new Signer('orlo', str_replace('M', 'N', $private)),
            static fn() => new Verifier('orlo', $private),
            static fn() => new Verifier('bookbag', [[SECRET]]),
            static fn() => new Verifier('bookbag', [SECRET], policy: 'other'),
            static fn() => new Verifier('bookbag', [SECRET], leeway: 1000),
            static fn() => new Verifier('bookbag', array_fill(0, 20, SECRET)),
            static fn() => new Verifier('bookbag', 'the new secret', SECRET),
            static fn() => new Verifier('bookbag', 'the new secret', leeway: SECRET),
            static fn() => new Verifier('bookbag', 'the new secret', maxToken: SECRET),
            static fn() => (new Verifier('bookbag', SECRET))->verify([], SECRET),
            static fn() => (new Verifier('bookbag', SECRET))->verifyJson('{}', SECRET),
            static fn() => (new Signer('bookbag', SECRET))->sign(JANE, now: SECRET),
            static fn() => (new Signer('bookbag', SECRET))->signMany([], SECRET),
            static fn() => (new Signer('bookbag', SECRET))->sign(JANE)->script(SECRET . '"'),
            static fn() => (new Signer('bookbag', SECRET))->forgetScript(SECRET . '"'),
            static fn() => (new Signer('bookbag', SECRET))->anonymousScript(SECRET . '"'),
            static fn() => (new Page('bookbag'))->forgetScript(SECRET . '"'),
            static fn() => (new Page('bookbag'))->anonymousScript(SECRET . '"'),
            static fn() => (new Page('bookbag'))->prefill(JANE),
            static fn() => (new Page('reamaze'))->prefill(['phone' => SECRET] + JANE),
            static fn() => (new Page('reamaze'))->prefill(...['phone' => SECRET] + JANE),
            static fn() => (new Signer('reamaze', 'the new secret'))->prefill(...['phone' => SECRET] + JANE),
            static fn() => (new Signer('bookbag', SECRET))->sign(id: 7)->element(SECRET),
            static fn() => Scheme::parse(SECRET),
            static fn() => new Key([SECRET]),
            static fn() => new Key(SECRET, kid: []),
            static fn() => Visitorseal::explain('bookbag', [[SECRET]], []),
            static fn() => Visitorseal::explain('bookbag', SECRET, [], 'now'),
            static fn() => Visitorseal::explain('bookbag', SECRET, [], leeway: 301),
            static fn() => Visitorseal::explain('bookbag', SECRET, [], leeway: SECRET),
            static fn() => Visitorseal::explain('bookbag', SECRET, [], maxToken: SECRET),
            static fn() => Visitorseal::explain('bookbag', SECRET, [], visitor: ['phone' => SECRET] + JANE),
            static fn() => Visitorseal::explain('bookbag', SECRET, [], visitor: ['attributes' => ['a' => $site]] + JANE),
            static fn() => (new Signer('bookbag', SECRET))->sign(['id' => null] + JANE),
            static fn() => (new Signer('bookbag', SECRET))->sign(...['phone' => 'none'] + JANE),
            static fn() => (new Signer('bookbag', SECRET))->sign(...['id' => $site] + JANE),
            static fn() => (new Signer('bookbag', SECRET))->sign(['attributes' => ['a' => ['b' => $site]]] + JANE),
            static fn() => (new Signer('orlo', $private))->digest('jane@example.com'),
            static fn() => (new Verifier('bookbag', SECRET))->verify(['user_id' => 'user-123', 'user_hash' => '0', 'user_metadata' => ['Jane']]),
            static fn() => (new Verifier('bookbag', SECRET))->verifyJson('{"user_id":"user-123","user_hash":"Jane"}'),
            static fn() => Visitorseal::inspectToken('Jane.Jane'),
        ];
        try {
            foreach ($calls as $index => $call) {
                $error = caught($call);
                self::assertNotNull($error, "call $index");
                $frames = array_filter(
                    $error->getTrace(),
                    static fn(array $frame): bool => str_starts_with($frame['class'] ?? '', 'Visitorseal\\')
                        && !str_starts_with($frame['class'], 'Visitorseal\\Tests'),
                );
                $output = self::dumped($frames) . $error->getMessage() . print_r($frames, true);
                self::assertHidden($error->getTraceAsString() . $error, 'user-123', 'Jane', 'jane@');
                self::assertHidden($output, 'user-123', 'Jane', 'jane@');
                self::assertNull($error->getPrevious());
            }
        } finally {
            ini_set('zend.exception_ignore_args', $arguments);
            ini_set('zend.exception_string_param_max_len', $length);
        }
    }

    /** In a PHP process of its own, because a mistake would crash it. */
    public function testCopiesByReflectionAndCalledDestructorsFreeNothingTwice(): void
    {
        exec(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/copies.php') . ' 2>&1', $output, $status);
        self::assertSame([0, ['ok']], [$status, $output]);
    }

    public function testACopyOfAHandleIsRefusedBeforeItCouldFreeAnything(): void
    {
        $scheme = Visitorseal::scheme('thread');
        self::assertInstanceOf(\Error::class, caught(static fn() => clone $scheme->handle()));
        self::assertSame('thread', (new Signer($scheme, SECRET, appId: 'a'))->scheme);
    }
}
