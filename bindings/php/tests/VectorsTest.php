<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use Visitorseal\RefusedException;
use Visitorseal\Scheme;
use Visitorseal\Signed;
use Visitorseal\Signer;
use Visitorseal\Verified;
use Visitorseal\VisitorException;
use Visitorseal\VisitorsealException;

/** The tests of the shared vectors that every language has. */
final class VectorsTest extends VectorCase
{
    /** Errors that no PHP program can cause: faults of the library, and wrong arguments to the C library. */
    private const NEVER = ['internal', 'crypto_failed', 'argument_null', 'argument_encoding', 'buffer_too_small', 'argument_value', 'panic'];

    /** Cases that json_decode refuses, changes or makes null. PHP has no such visitor. */
    private const ONLY_TEXT = [
        'bookbag-visitor-empty', 'bookbag-visitor-two', 'bookbag-visitor-cut', 'bookbag-visitor-quotes',
        'bookbag-visitor-twice', 'bookbag-visitor-twice-escaped', 'bookbag-visitor-twice-attribute',
        'bookbag-visitor-nan', 'bookbag-visitor-surrogate', 'bookbag-visitor-surrogate-name', 'bookbag-visitor-null',
        // PHP's empty array is the empty map here.
        'bookbag-visitor-list', 'bookbag-attributes-list',
    ];

    public function testDigestsAreThoseOfTheVendorsPages(): void
    {
        $this->each('digest', function (array $case): void {
            $message = self::value($case, 'message');
            $signer = self::signer($case);
            self::assertSame($case['digest'], $signer->digest($message));
            self::assertSame([$case['digest'], $case['digest']], $signer->digestMany([$message, $message]));
        });
    }

    public function testVisitorsAreSigned(): void
    {
        $this->each('sign', function (array $case, \stdClass $object): void {
            $signed = self::sign($case, $object);
            $signer = self::signer($case);
            self::assertSame([$case['scheme'], $case['scheme']], [$signer->scheme, $signed->scheme]);
            self::assertSame($case['signature'], $signed->signature);
            self::assertSame(json_encode($object->fields), json_encode($signed->fields));
            self::assertSame($case['expires_at'], $signed->expiresAt);
            self::assertSame($case['mark'], $signed->mark);
            self::assertSame($case['mark'], json_decode($signed->toJson())->mark);
            self::assertSame($case['warnings'], self::codes($signed->warnings));
            self::assertSame($case['signer_warnings'], self::codes($signer->warnings));
            self::assertSame(json_encode($object->fields), json_encode(json_decode($signed->toJson())->fields));
            self::assertEquals($object->fields, json_decode($signed->fieldsJson, false, 512, JSON_THROW_ON_ERROR | JSON_BIGINT_AS_STRING));
            self::assertDoesNotMatchRegularExpression('/[^\x20-\x7e]/', $signed->fieldsJson);
            $named = $signer->sign(...(array) $object->visitor, now: $case['now']);
            self::assertSame($signed->toJson(), $named->toJson());
        });
    }

    /** The ends are computed by hand: the vendor's age or lifetime after the time of signing. */
    public function testASignedVisitorTellsWhenItsSignatureEnds(): void
    {
        $jane = ['id' => '7', 'email' => 'jane@example.com', 'name' => 'Jane'];
        $private = pem('rsa-2048.private');
        foreach ([
            [1_596_252_224, new Signer('chameleon', SECRET), 1_596_165_824],
            [1_795_136_400, new Signer('product_fruits_expiring', SECRET, workspaceCode: 'w', language: 'en'), 1_795_132_800],
            [1_795_132_860, new Signer('orlo', $private, lifetime: 60), 1_795_132_800],
            [null, new Signer('orlo', $private), 1_795_132_800],
            [null, new Signer('bookbag', SECRET), 1_795_132_800],
        ] as [$end, $signer, $now]) {
            $signed = $signer->sign($jane, now: $now);
            self::assertSame($end, $signed->expiresAt, $signer->scheme);
            self::assertSame($end, json_decode($signed->toJson(), true)['expires_at'], $signer->scheme);
        }
        $form = (new Signer('reamaze', SECRET))->prefill($jane);
        self::assertSame([null, null], [$form->expiresAt, $form->mark]);
    }

    public function testWhatIsRandomInASignatureVerifies(): void
    {
        $this->each('sign_random', function (array $case, \stdClass $object): void {
            $signed = self::sign($case, $object);
            if (isset($case['header'])) {
                $decode = static fn(string $part): string => base64_decode(strtr($part, '-_', '+/'));
                [$header, $payload] = array_map($decode, explode('.', $signed->signature));
                self::assertSame($case['header'], $header);
                $texts = array_map(static fn(string $text): string => preg_quote($text, '/'), $case['payload']);
                self::assertMatchesRegularExpression('/^' . implode('[0-9a-f]{32}', $texts) . '$/D', $payload);
                $object->verified->token_id = json_decode($payload)->jti ?? null;
            }
            self::assertSame($case['expires_at'], $signed->expiresAt);
            self::assertSame($case['mark'], $signed->mark);
            self::assertSame($case['warnings'], self::codes($signed->warnings));
            self::assertSame($case['signer_warnings'], self::codes(self::signer($case)->warnings));
            $case['body'] = $signed->fieldsJson;
            self::assertComesOut($case, $object, static fn(): Verified => self::verifyJson($case));
        });
    }

    public function testManyVisitorsAreSignedInOrderWithErrorsInTheirPlaces(): void
    {
        $this->each('sign', function (array $case, \stdClass $object): void {
            $visitor = (array) $object->visitor;
            $many = self::signer($case)->signMany([$visitor, [], 5, $visitor], now: $case['now']);
            self::assertInstanceOf(Signed::class, $many[0]);
            self::assertEquals($many[0]->fields, $many[3]->fields);
            self::assertSame('field_missing', $many[1]->errorCode);
            self::assertSame('visitor_malformed', $many[2]->errorCode);
            self::assertContainsOnlyInstancesOf(VisitorException::class, [$many[1], $many[2]]);
        });
    }

    public function testWhatCannotBeSignedIsAnError(): void
    {
        $this->each('sign_error', function (array $case): void {
            $visitor = json_decode(self::value($case, 'visitor_json'));
            if (!in_array($case['id'], self::ONLY_TEXT, true)) {
                $visitor = is_object($visitor) ? (array) $visitor : $visitor;
                self::assertThrows($case, static fn() => self::signer($case)->sign($visitor, now: $case['now']));
            }
        });
    }

    public function testBodiesAreVerifiedOrRefused(): void
    {
        foreach (['verify', 'own_scheme'] as $name) {
            $this->each($name, function (array $case, \stdClass $object): void {
                self::assertComesOut($case, $object, static fn(): Verified => self::verifyJson($case));
            });
        }
    }

    public function testParsedFieldsAreVerifiedOrRefusedAsTheirTextIs(): void
    {
        foreach (['verify', 'own_scheme'] as $name) {
            $this->each($name, function (array $case, \stdClass $object): void {
                $fields = self::faithful(self::value($case, 'body'));
                if ($fields !== null) {
                    $verify = static fn(): Verified => self::verifier($case)->verify($fields, now: $case['now']);
                    self::assertComesOut($case, $object, $verify);
                }
            });
        }
    }

    public function testPagesGetTheVendorsCode(): void
    {
        $this->each('script', function (array $case, \stdClass $object): void {
            if (isset($case['error'])) {
                self::assertThrows($case, static fn() => self::script($case, $object));
                return;
            }
            $html = self::script($case, $object);
            self::assertSame($case['equals'] ?? $html, $html);
            foreach ($case['contains'] ?? [] as $text) {
                self::assertStringContainsString($text, $html);
            }
            foreach ($case['lacks'] ?? [] as $text) {
                self::assertStringNotContainsString($text, $html);
            }
        });
    }

    public function testAPageWithoutASecretWritesWhatItsSignerWrites(): void
    {
        $this->each('script', function (array $case, \stdClass $object): void {
            $ofPage = static fn(): string => (string) match ($case['call']) {
                'prefill' => self::page($case)->prefill((array) $object->visitor)->script($case['nonce']),
                'forget' => self::page($case)->forgetScript($case['nonce']),
                'anonymous' => self::page($case)->anonymousScript($case['nonce']),
            };
            match (true) {
                in_array($case['call'], ['script', 'url'], true) => null,
                isset($case['error']) => self::assertThrows($case, $ofPage),
                default => self::assertSame(self::script($case, $object), $ofPage()),
            };
        });
    }

    public function testElementsStateWhoTheVisitorIs(): void
    {
        $this->each('element', function (array $case, \stdClass $object): void {
            isset($case['error']) ? self::assertThrows($case, static fn() => self::element($case, $object))
                : self::assertSame($case['equals'], self::element($case, $object));
        });
    }

    public function testMistakesAreExplained(): void
    {
        $this->each('explain', function (array $case): void {
            $body = self::value($case, 'body');
            foreach (array_filter([$body, self::faithful($body)], static fn(mixed $form): bool => $form !== null) as $fields) {
                $explanation = self::explain($case, $fields);
                $codes = self::codes($explanation->findings);
                self::assertSame($case['verified'], $explanation->isVerified);
                self::assertSame($case['first'], $codes[0]);
                self::assertSame($case['field'] ?? $explanation->findings[0]->field, $explanation->findings[0]->field);
                self::assertSame([], array_diff($case['also'], $codes));
                self::assertSame($codes, array_column(json_decode($explanation->toJson(), true)['findings'], 'code'));
            }
        });
    }

    public function testEveryCodeIsThrownAsTheClassOfItsKind(): void
    {
        $thrown = [caught(static fn() => Scheme::parse('name = '))];
        $calls = [
            'sign_error' => static fn(array $case) => self::signer($case)
                ->sign((array) json_decode(self::value($case, 'visitor_json')), now: $case['now']),
            'verify' => static fn(array $case) => self::verifyJson($case),
            'own_scheme' => static fn(array $case) => self::verifyJson($case),
            'script' => static fn(array $case, \stdClass $object) => self::script($case, $object),
        ];
        foreach ($calls as $name => $call) {
            $this->each($name, static function (array $case, \stdClass $object) use ($call, &$thrown): void {
                $thrown[] = caught(static function () use ($call, $case, $object, &$thrown): void {
                    $thrown[] = $call($case, $object)->refusal ?? null;
                });
            });
        }
        $kinds = [];
        foreach (array_filter($thrown, static fn(mixed $thrown): bool => $thrown instanceof VisitorsealException) as $error) {
            $kinds[$error->errorCode] = $error->kind;
            self::assertInstanceOf(self::CLASSES[$error->kind], $error);
        }
        // PHP cannot see duplicate members.
        $expected = array_diff_key(self::kindsOfTheLibrary(), array_flip(self::NEVER));
        ksort($expected);
        ksort($kinds);
        self::assertSame($expected, $kinds);
    }

    public function testEveryWarningIsGiven(): void
    {
        $given = [];
        $this->each('sign', function (array $case, \stdClass $object) use (&$given): void {
            $warnings = [...self::signer($case)->warnings, ...self::sign($case, $object)->warnings];
            array_push($given, ...self::codes($warnings));
        });
        // The page helpers of frameworks give this one: see PageTest.
        self::assertSame(['attribute_left_out'], array_values(array_diff(self::read('errors')['warnings'], $given)));
        self::assertSame([], array_diff($given, self::read('errors')['warnings']));
    }

    public function testEveryFindingIsFoundAndNoneIsUnknown(): void
    {
        $found = [];
        $this->each('explain', function (array $case) use (&$found): void {
            array_push($found, ...self::codes(self::explain($case, self::value($case, 'body'))->findings));
        });
        $known = self::read('errors');
        self::assertSame([], array_diff($known['findings'], $found));
        self::assertSame([], array_diff($found, $known['findings'], array_keys(self::kinds())));
    }

    private static function assertComesOut(array $case, \stdClass $object, callable $call): void
    {
        if (isset($case['error'])) {
            $error = self::assertThrows($case, $call);
            if ($error instanceof RefusedException) {
                $answer = [$case['http_status'] ?? 401, $case['http_error'] ?? 'identity_unverified'];
                self::assertSame($answer, [$error->httpStatus, $error->httpError]);
            }
            return;
        }
        $verified = $call();
        self::assertSame(isset($case['verified']), $verified->isVerified);
        $asArrays = static fn(mixed $value): mixed => json_decode(json_encode($value, JSON_PRESERVE_ZERO_FRACTION), true);
        if (isset($case['verified'])) {
            $expected = $object->verified;
            $contact = $verified->contact();
            self::assertSame('verified', $verified->status);
            self::assertEquals($asArrays($expected->signed), $asArrays($verified->signed));
            self::assertEquals($asArrays($expected->unsigned), $asArrays($verified->unsigned));
            self::assertSame([$expected->key, null], [$verified->key, $verified->refusal]);
            self::assertSame($expected->token_id ?? null, $verified->tokenId);
            self::assertSame(isset($case['verified']['contact']), $contact !== null);
            foreach ($case['verified']['contact'] ?? [] as $name => $value) {
                $property = lcfirst(str_replace('_', '', ucwords($name, '_')));
                self::assertEquals($value, $asArrays($contact->$property), $name);
            }
        } else {
            self::assertSame('anonymous', $verified->status);
            self::assertSame([[], null, null], [$verified->signed, $verified->key, $verified->contact()]);
            self::assertEquals($asArrays($object->anonymous->unsigned), $asArrays($verified->unsigned));
            self::assertSame($case['anonymous']['refusal'], $verified->refusal?->errorCode);
        }
    }

    /** A JSON object as an array; null if the array would not mean the same as the text. */
    private static function faithful(string $body): ?array
    {
        $read = strlen($body) > 1_000_000 ? null : json_decode($body, false, 600);
        return $read instanceof \stdClass && !self::losesSomething($body, $read) ? (array) $read : null;
    }

    /** Whether there are duplicate members, or PHP changes a number. */
    private static function losesSomething(string $body, \stdClass $read): bool
    {
        $members = static fn(string $json): int =>
            substr_count(preg_replace('/"(?:[^"\\\\]++|\\\\.)*+"/s', '', $json), ':');
        return $members($body) !== $members(json_encode($read) ?: '') || preg_match('/[:\[]\s*-?\d{16,}/', $body) === 1;
    }
}
