<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;
use Visitorseal\Key;
use Visitorseal\RefusedException;
use Visitorseal\Scheme;
use Visitorseal\Signer;
use Visitorseal\Verifier;

/** Digests against PHP's hash_hmac, and tokens to and from PHP's openssl. */
final class InteropTest extends TestCase
{
    private const CLAIMS = ['name' => 'Jänne </script>', 'isLoggedIn' => true, 'email' => 'jane@example.com', 'VIP' => true];

    public function testADigestIsThatOfHashHmac(): void
    {
        foreach ([1, 63, 64, 65, 200] as $keySize) {
            $key = str_repeat('k', $keySize);
            $signer = new Signer('bookbag', $key);
            foreach ([0, 1, 55, 56, 63, 64, 65, 1000, 100_000] as $size) {
                $message = $size === 0 ? '' : random_bytes($size);
                self::assertSame(hash_hmac('sha256', $message, $key), $signer->digest($message));
            }
        }
    }

    public function testADigestHasTheHashAndTheFormOfItsScheme(): void
    {
        $written = ['hex' => bin2hex(...), 'HEX' => static fn(string $mac): string => strtoupper(bin2hex($mac)),
            'base64' => base64_encode(...), 'base64url' => static fn(string $mac): string => rtrim(strtr(base64_encode($mac), '+/', '-_'), '=')];
        $messages = array_map(static fn(int $n): string => "user-$n", range(1, 20));
        foreach (['sha1', 'sha256', 'sha512'] as $hash) {
            foreach ($written as $result => $write) {
                $scheme = Scheme::parse(<<<TOML
                    name = "own"
                    vendor = "Own"
                    document = "https://example.com/"
                    read = 2026-11-20
                    [signature]
                    kind = "hmac"
                    hash = "$hash"
                    secret = "text"
                    message = "{id}"
                    result = "$result"
                    [fields]
                    id = "{id}"
                    hash = "{signature}"
                    TOML);
                $signer = new Signer($scheme, SECRET);
                $expected = array_map(static fn(string $message): string => $write(hash_hmac($hash, $message, SECRET, true)), $messages);
                self::assertSame($expected, array_map($signer->digest(...), $messages));
                self::assertSame($expected, $signer->digestMany($messages));
                self::assertSame($expected, array_map(static fn(string $id): ?string => $signer->sign(id: $id)->signature, $messages));
                self::assertSame('HMAC-' . strtoupper($hash), $scheme->algorithm);
            }
        }
    }

    public function testOpensslVerifiesOurTokens(): void
    {
        $signer = new Signer('orlo', pem('rsa-2048.private'), lifetime: 60);
        $visitor = ['name' => self::CLAIMS['name'], 'email' => self::CLAIMS['email'], 'attributes' => ['VIP' => true]];
        $token = $signer->sign($visitor, now: NOW)->signature;
        [$header, $payload, $signature] = explode('.', $token);
        $bytes = base64_decode(strtr($signature, '-_', '+/'));
        $key = openssl_pkey_get_public(pem('rsa-2048.public'));
        self::assertSame(1, openssl_verify("$header.$payload", $bytes, $key, OPENSSL_ALGO_SHA256));
        $claims = json_decode(base64_decode(strtr($payload, '-_', '+/')), true);
        self::assertEquals(self::CLAIMS + ['exp' => NOW + 60], $claims);
    }

    public function testWeVerifyTokensOfOpenssl(): void
    {
        $verifier = new Verifier('orlo', pem('rsa-2048.public'));
        $verified = $verifier->verify(['jwt' => self::token('rsa-2048.private', OPENSSL_ALGO_SHA256)]);
        self::assertEquals(['name' => self::CLAIMS['name'], 'email' => self::CLAIMS['email'], 'attributes' => ['VIP' => true]], $verified->signed);
        foreach ([['other-2048.private', OPENSSL_ALGO_SHA256], ['rsa-2048.private', OPENSSL_ALGO_SHA384]] as $wrong) {
            $error = caught(static fn() => $verifier->verify(['jwt' => self::token(...$wrong)]));
            self::assertInstanceOf(RefusedException::class, $error);
            self::assertSame('signature_mismatch', $error->errorCode);
        }
    }

    /** A scheme whose tokens the shared secret signs. */
    private const HS256 = <<<TOML
        name = "own"
        vendor = "Own"
        document = "https://example.com/"
        read = 2026-11-20
        [signature]
        kind = "jwt"
        algorithm = "HS256"
        secret = "text"
        lifetime = 60
        [signature.claims]
        sub = "{id}"
        exp = "{expires}"
        jti = "{random}"
        [fields]
        jwt = "{signature}"
        TOML;

    public function testASchemeOfOnesOwnNeedNotSayItsProductAndCategory(): void
    {
        $scheme = Scheme::parse(self::HS256);
        self::assertSame([null, null], [$scheme->product, $scheme->category]);
        $scheme = Scheme::parse("product = \"Messenger\"\ncategory = \"comments\"\n" . self::HS256);
        self::assertSame(['Messenger', 'comments'], [$scheme->product, $scheme->category]);
    }

    public function testATokenOfHashHmacVerifiesAndHandsOutItsId(): void
    {
        $scheme = Scheme::parse(self::HS256);
        self::assertSame(['HS256', 'shared'], [$scheme->algorithm, $scheme->keyKind]);
        $part = static fn(string $bytes): string => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
        $message = $part('{"alg":"HS256","typ":"JWT"}') . '.' . $part(json_encode(['sub' => '7', 'exp' => NOW + 60, 'jti' => 'a-1']));
        $fields = ['jwt' => $message . '.' . $part(hash_hmac('sha256', $message, SECRET, true))];
        $verified = (new Verifier($scheme, SECRET))->verify($fields, now: NOW);
        self::assertSame([['id' => '7'], 'a-1', 'a-1'], [$verified->signed, $verified->tokenId, json_decode($verified->toJson())->token_id]);
        $rsa = (new Verifier('orlo', pem('rsa-2048.public')))->verify(['jwt' => self::token('rsa-2048.private', OPENSSL_ALGO_SHA256)]);
        self::assertNull($rsa->tokenId);
        self::assertStringNotContainsString('token_id', $rsa->toJson());
        $anonymous = (new Verifier($scheme, SECRET, policy: 'optional'))->verify([], now: NOW);
        self::assertNull($anonymous->tokenId);
    }

    public function testHashHmacSignsWhatWeSignWithASharedSecret(): void
    {
        $signed = (new Signer(Scheme::parse(self::HS256), SECRET))->sign(id: '7', now: NOW);
        [$header, $payload, $signature] = explode('.', $signed->signature);
        self::assertSame(rtrim(strtr(base64_encode(hash_hmac('sha256', "$header.$payload", SECRET, true)), '+/', '-_'), '='), $signature);
        $claims = json_decode(base64_decode(strtr($payload, '-_', '+/')), true);
        self::assertSame(['7', NOW + 60, NOW + 60], [$claims['sub'], $claims['exp'], $signed->expiresAt]);
        self::assertSame(['jwt' => $signed->signature], $signed->fields);
    }

    /** The kid of a JWK counts; a caller's own kid goes before it, and none goes with a set. */
    public function testAPublicKeyMayBeAJwkOrASetWithNames(): void
    {
        $part = static fn(string $bytes): string => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
        $jwk = static function (string $file, string $kid) use ($part): array {
            ['n' => $n, 'e' => $e] = openssl_pkey_get_details(openssl_pkey_get_public(pem($file)))['rsa'];
            return ['kty' => 'RSA', 'n' => $part($n), 'e' => $part($e), 'kid' => $kid];
        };
        $message = $part('{"alg":"RS256","kid":"new","typ":"JWT"}') . '.' . $part(json_encode(self::CLAIMS));
        openssl_sign($message, $signature, pem('rsa-2048.private'), OPENSSL_ALGO_SHA256);
        $fields = ['jwt' => $message . '.' . $part($signature)];
        $one = json_encode($jwk('rsa-2048.public', 'new'));
        $set = json_encode(['keys' => [$jwk('other-2048.public', 'old'), $jwk('rsa-2048.public', 'new')]]);
        foreach ([$one, $set, new Key($one, kid: 'new'), new Key(pem('rsa-2048.public'), kid: 'new')] as $key) {
            self::assertTrue((new Verifier('orlo', $key))->verify($fields)->isVerified);
        }
        self::assertSame('key_unknown', caught(static fn() => (new Verifier('orlo', new Key($one, kid: 'old')))->verify($fields))->errorCode);
        self::assertSame('kid_invalid', caught(static fn() => new Verifier('orlo', new Key($set, kid: 'new')))->errorCode);
        self::assertSame('secret_is_jwk', caught(static fn() => new Signer('bookbag', $one))->errorCode);
    }

    /** Two visitors whose numbers differ in the last digit stay two. A number that PHP cannot hold is text with its digits. */
    public function testNumbersInClaimsArriveExactly(): void
    {
        $verifier = new Verifier('orlo', pem('rsa-2048.public'), contactClaim: 'User ID');
        $numbers = ['1181823456789012481' => 1181823456789012481, '1181823456789012482' => 1181823456789012482,
            '-9223372036854775808' => PHP_INT_MIN, '18446744073709551615' => '18446744073709551615'];
        foreach ($numbers as $digits => $expected) {
            $claims = str_replace('"#"', (string) $digits, json_encode(['name' => 'J', 'isLoggedIn' => true, 'User ID' => '#']));
            $verified = $verifier->verify(['jwt' => self::token('rsa-2048.private', OPENSSL_ALGO_SHA256, $claims)]);
            self::assertSame($expected, $verified->signed['attributes']['User ID']);
            self::assertSame((string) $digits, $verified->contact()->externalId);
            self::assertSame($expected, $verified->contact()->attributes['User ID']);
        }
    }

    private static function token(string $key, int $algorithm, ?string $claims = null): string
    {
        $part = static fn(string $bytes): string => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
        $message = $part('{"alg":"RS256","typ":"JWT"}') . '.' . $part($claims ?? json_encode(self::CLAIMS));
        openssl_sign($message, $signature, pem($key), $algorithm);
        return $message . '.' . $part($signature);
    }
}
