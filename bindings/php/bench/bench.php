<?php

/* Compares the package with PHP's own functions: medians of interleaved rounds, and the median of their ratios. */

declare(strict_types=1);

namespace Visitorseal\Bench;

require getenv('VISITORSEAL_AUTOLOAD');

use Visitorseal\Signer;

const ROUNDS = 31;
const SECRET = '3c6f1d0e5b2a49788f7e6d5c4b3a29180f1e2d3c';

function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

function token(mixed $key): string
{
    $claims = ['name' => 'Jane Doe', 'isLoggedIn' => true, 'User ID' => 124];
    $message = base64url(json_encode(['typ' => 'JWT', 'alg' => 'RS256'])) . '.' . base64url(json_encode($claims));
    openssl_sign($message, $signature, $key, OPENSSL_ALGO_SHA256);
    return $message . '.' . base64url($signature);
}

function byHand(): array
{
    $id = 'user-123';
    return [
        'user_id' => $id,
        'user_hash' => hash_hmac('sha256', $id, SECRET),
        'user_metadata' => ['name' => 'Jane Doe', 'email' => 'jane@example.com', 'plan' => 'growth'],
    ];
}

$pem = file_get_contents(__DIR__ . '/../../../tests/vectors/keys/rsa-2048.private.pem');
$parsed = openssl_pkey_get_private($pem);
$bookbag = new Signer('bookbag', SECRET);
$orlo = new Signer('orlo', $pem);
$message = 'jane.doe@example.com12345';

$sign = static fn() => $bookbag->sign(
    id: 'user-123',
    name: 'Jane Doe',
    email: 'jane@example.com',
    attributes: ['plan' => 'growth'],
);
$packageToken = static function (int $times) use ($orlo): void {
    while ($times--) {
        $orlo->sign(name: 'Jane Doe', attributes: ['User ID' => 124])->signature;
    }
};
$opensslToken = static fn(mixed $key): \Closure => static function (int $times) use ($key): void {
    while ($times--) {
        token($key);
    }
};

// The name of the row, the name of the other way, calls per round, the package, the other way.
$rows = [
    ['digest', 'hash_hmac', 20_000, static function (int $times) use ($bookbag, $message): void {
        while ($times--) {
            $bookbag->digest($message);
        }
    }, static function (int $times) use ($message): void {
        while ($times--) {
            \hash_hmac('sha256', $message, SECRET);
        }
    }],
    ['Bookbag, signed as JSON', 'array + hash_hmac + json', 2_000, static function (int $times) use ($sign): void {
        while ($times--) {
            $sign()->toJson();
        }
    }, static function (int $times): void {
        while ($times--) {
            \json_encode(byHand());
        }
    }],
    ['RS256 token', 'openssl_sign, key parsed', 30, $packageToken, $opensslToken($parsed)],
    ['RS256 token', 'openssl_sign, PEM', 30, $packageToken, $opensslToken($pem)],
];

$median = static function (array $values): float {
    sort($values);
    return $values[intdiv(count($values), 2)];
};
$timed = static function (\Closure $run, int $times): float {
    $began = hrtime(true);
    $run($times);
    return (hrtime(true) - $began) / $times / 1000;
};
printf("%-28s%-28s%12s%12s%8s\n", 'PHP ' . PHP_VERSION, 'compared with', 'package', 'other', 'ratio');
foreach ($rows as [$name, $otherName, $times, $package, $other]) {
    $rounds = [[], []];
    for ($round = 0; $round < ROUNDS; $round++) {
        $rounds[0][] = $timed($package, $times);
        $rounds[1][] = $timed($other, $times);
    }
    $ratio = $median(array_map(static fn(float $a, float $b): float => $a / $b, ...$rounds));
    printf("%-28s%-28s%9.2f us%9.2f us%8.3f\n", $name, $otherName, $median($rounds[0]), $median($rounds[1]), $ratio);
}
