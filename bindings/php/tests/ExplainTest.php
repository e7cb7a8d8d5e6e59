<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;
use Visitorseal\ConfigurationException;
use Visitorseal\Signer;
use Visitorseal\Verifier;
use Visitorseal\Visitorseal;
use Visitorseal\VisitorException;

/** What `explain` takes besides the fields. */
final class ExplainTest extends TestCase
{
    public function testATokenThatExpiredTenSecondsAgoVerifiesWithALeewayOfThirty(): void
    {
        $fields = self::token(['name' => 'Jane'], lifetime: 60);
        $explain = static fn(int $leeway) => Visitorseal::explain('orlo', pem('rsa-2048.public'), $fields, NOW + 70, leeway: $leeway);
        self::assertSame('token_expired', $explain(0)->findings[0]->code);
        self::assertSame('token_expired', $explain(10)->findings[0]->code);
        self::assertTrue($explain(11)->isVerified);
        self::assertTrue($explain(30)->isVerified);
    }

    public function testALongTokenVerifiesWithALargerMaxToken(): void
    {
        $fields = self::token(['name' => 'Jane', 'attributes' => ['note' => str_repeat('x', 9000)]]);
        $length = strlen($fields['jwt']);
        foreach ([$fields, json_encode($fields)] as $given) {
            $explain = static fn(mixed ...$options) => Visitorseal::explain('orlo', pem('rsa-2048.public'), $given, NOW, ...$options);
            self::assertSame('token_too_large', $explain()->findings[0]->code);
            self::assertSame('token_too_large', $explain(maxToken: $length - 1)->findings[0]->code);
            self::assertTrue($explain(maxToken: $length)->isVerified);
        }
    }

    public function testTheOptionsComeInTheOrderOfTheVerifiersBesideTheSettings(): void
    {
        $fields = self::token(['name' => 'Jane'], lifetime: 60);
        $explained = Visitorseal::explain('orlo', pem('rsa-2048.public'), $fields, NOW + 70, 30, 8192, JANE, contactClaim: 'name');
        self::assertTrue($explained->isVerified);
    }

    public function testWhatTheVerifierRefusesExplainRefusesToo(): void
    {
        foreach ([['leeway' => 301], ['leeway' => -1], ['maxToken' => 0], ['maxToken' => -1], ['unheardOf' => 1]] as $options) {
            $explained = caught(static fn() => Visitorseal::explain('bookbag', SECRET, [], NOW, ...$options));
            $verified = caught(static fn() => new Verifier('bookbag', SECRET, ...$options));
            self::assertInstanceOf(ConfigurationException::class, $explained);
            self::assertSame([$verified->errorCode, $verified->field, $verified->reason], [$explained->errorCode, $explained->field, $explained->reason]);
        }
    }

    public function testAVisitorIsTakenAndRefusedAsToBeSigned(): void
    {
        $signer = new Signer('bookbag', SECRET);
        $odd = [
            'list' => [1, 2], 'text' => 'user-123', 'id' => ['id' => true], 'null' => ['id' => null], 'column' => ['id' => 7, 'uuid' => 'x'],
            'phone' => ['id' => 7, 'phone' => '0911'], 'object' => ['id' => 7, 'attributes' => ['a' => new \ArrayObject()]],
            'large' => ['id' => 7, 'attributes' => ['a' => str_repeat('x', 70_000)]], 'bytes' => ['id' => "\xff"],
        ];
        foreach ($odd as $name => $visitor) {
            $explained = caught(static fn() => Visitorseal::explain('bookbag', SECRET, [], NOW, visitor: $visitor));
            $signed = caught(static fn() => $signer->sign($visitor));
            self::assertInstanceOf(VisitorException::class, $explained, $name);
            self::assertSame([$signed->errorCode, $signed->field, $signed->reason], [$explained->errorCode, $explained->field, $explained->reason]);
        }
        $columns = ['created' => new \DateTimeImmutable('@0'), 'uuid' => '3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'none' => null];
        foreach ([null, [], JANE, ['email' => 'jane@example.com'], ['attributes' => []], ['attributes' => $columns] + JANE] as $visitor) {
            $explained = Visitorseal::explain('bookbag', SECRET, ['user_id' => 'user-123', 'user_hash' => digest('user-123')], NOW, visitor: $visitor);
            self::assertTrue($explained->isVerified);
        }
    }

    /** @return array{jwt: string} */
    private static function token(array $visitor, mixed ...$settings): array
    {
        return (new Signer('orlo', pem('rsa-2048.private'), ...$settings))->sign($visitor, now: NOW)->fields;
    }
}
