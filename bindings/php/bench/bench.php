<?php

/* Compares the package with PHP's own functions: medians of short interleaved rounds, and the median of their ratios.
 * `--json` prints the rows as JSON. */

declare(strict_types=1);

namespace Visitorseal\Bench;

require getenv('VISITORSEAL_AUTOLOAD');

use Visitorseal\Signed;
use Visitorseal\Signer;

const ROUNDS = 201;
const SECRET = '3c6f1d0e5b2a49788f7e6d5c4b3a29180f1e2d3c';
const BATCH = 10_000;
const FLAGS = JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR;
/** Without these flags, a name such as "</script>" ends the script. */
const FLAGS_OF_A_PAGE = JSON_HEX_TAG | JSON_HEX_AMP | JSON_HEX_APOS | JSON_HEX_QUOT | JSON_THROW_ON_ERROR;

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

/** Bookbag's fields as people write them. */
function byHand(array $user): array
{
    return [
        'user_id' => $user['id'],
        'user_hash' => hash_hmac('sha256', $user['id'], SECRET),
        'user_metadata' => ['name' => $user['name'], 'email' => $user['email'], ...$user['attributes']],
    ];
}

$pem = file_get_contents(__DIR__ . '/../../../tests/vectors/keys/rsa-2048.private.pem');
$parsed = openssl_pkey_get_private($pem);
$bookbag = new Signer('bookbag', SECRET);
$orlo = new Signer('orlo', $pem);
$message = 'jane.doe@example.com12345';
$jane = ['id' => 'user-123', 'name' => 'Jane Doe', 'email' => 'jane@example.com', 'attributes' => ['plan' => 'growth']];
$users = array_map(static fn(int $n): array => ['id' => "user-$n"] + $jane, range(1, BATCH));
$messages = array_column($users, 'id');

/** A function that makes a call many times. */
$repeat = static fn(\Closure $call): \Closure => static function (int $times) use ($call): void {
    while ($times--) {
        $call();
    }
};
$fieldsByHand = $repeat(static fn() => \json_encode(byHand($jane), FLAGS));
$scriptByHand = $repeat(static fn() =>
    '<script>window.bookbag("identify", ' . \json_encode(byHand($jane), FLAGS_OF_A_PAGE) . ');</script>');
$tokenByPackage = $repeat(static fn() => $orlo->sign(name: 'Jane Doe', attributes: ['User ID' => 124])->signature);
$sign = static fn() => $bookbag->sign(id: $jane['id'], name: $jane['name'], email: $jane['email'], attributes: $jane['attributes']);

// The name of the row, the name of the other way, calls per round, the package, the other way, rounds, how many a call makes.
$rows = [
    ['digest', 'hash_hmac', 500, $repeat(static fn() => $bookbag->digest($message)),
        $repeat(static fn() => \hash_hmac('sha256', $message, SECRET))],
    ['visitor to fields, objects', 'array + hash_hmac + json', 200, $repeat(static fn() => $sign()->fieldsJson), $fieldsByHand],
    ['visitor to array, objects', 'array + hash_hmac', 200, $repeat(static fn() => $sign()->fields), $repeat(static fn() => byHand($jane))],
    ['array to fields, text', 'array + hash_hmac + json', 200, $repeat(static fn() => $bookbag->fieldsJson($jane)), $fieldsByHand],
    ['array to script', 'array + hash_hmac + json', 200, $repeat(static fn() => $bookbag->script($jane)), $scriptByHand],
    ['visitor to script, objects', 'array + hash_hmac + json', 200, $repeat(static fn() => $sign()->script()), $scriptByHand],
    ['RS256 token', 'openssl_sign, key parsed', 2, $tokenByPackage, $repeat(static fn() => token($parsed)), 101],
    ['RS256 token', 'openssl_sign, PEM', 1, $tokenByPackage, $repeat(static fn() => token($pem)), 31],
    ['10,000 visitors, each', 'array + hash_hmac + json', 1, $repeat(static function () use ($bookbag, $users): array {
        return array_map(static fn(Signed $signed): string => $signed->fieldsJson, $bookbag->signMany($users));
    }), $repeat(static fn() => array_map(static fn(array $user): string => json_encode(byHand($user), FLAGS), $users)), 15, BATCH],
    ['10,000 digests, each', 'hash_hmac', 1, $repeat(static fn() => $bookbag->digestMany($messages)), $repeat(static fn() =>
        array_map(static fn(string $message): string => hash_hmac('sha256', $message, SECRET), $messages)), 31, BATCH],
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
$isJson = in_array('--json', $argv, true);
if (!$isJson) {
    printf("%-28s%-28s%12s%12s%8s\n", 'PHP ' . PHP_VERSION, 'compared with', 'package', 'other', 'ratio');
}
foreach ($rows as $row) {
    [$name, $otherName, $times, $package, $other, $count, $each] = $row + [5 => ROUNDS, 6 => 1];
    $rounds = [[], []];
    for ($round = 0; $round < $count; $round++) {
        $rounds[0][] = $timed($package, $times) / $each;
        $rounds[1][] = $timed($other, $times) / $each;
    }
    $ratio = $median(array_map(static fn(float $a, float $b): float => $a / $b, ...$rounds));
    $times = [$median($rounds[0]), $median($rounds[1])];
    echo $isJson
        ? json_encode(['row' => $name, 'compared_with' => $otherName, 'package_us' => $times[0], 'other_us' => $times[1], 'ratio' => $ratio]) . "\n"
        : sprintf("%-28s%-28s%9.2f us%9.2f us%8.3f\n", $name, $otherName, ...$times, ...[$ratio]);
}
