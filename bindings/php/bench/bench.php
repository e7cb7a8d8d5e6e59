<?php

/* bench.php [--rounds NUMBER]: measures the package beside PHP's own functions, and prints the rounds for `tools/bench --rows`.
 * Rounds are short and interleaved. */

declare(strict_types=1);

namespace Visitorseal\Bench;

require getenv('VISITORSEAL_AUTOLOAD');
require __DIR__ . '/by_hand.php';

use Visitorseal\Signed;
use Visitorseal\Signer;
use Visitorseal\Verifier;

const BATCH = 10_000;
const KEYS = __DIR__ . '/../../../tests/vectors/keys';

$asked = ($at = array_search('--rounds', $argv, true)) ? (int) $argv[$at + 1] : null;
$pem = file_get_contents(KEYS . '/rsa-2048.private.pem');
$publicPem = file_get_contents(KEYS . '/rsa-2048.public.pem');
$key = openssl_pkey_get_private($pem);
$publicKey = openssl_pkey_get_public($publicPem);
$bookbag = new Signer('bookbag', SECRET);
$bookbagVerifier = new Verifier('bookbag', SECRET);
$orlo = new Signer('orlo', $pem, lifetime: 3600);
$orloVerifier = new Verifier('orlo', $publicPem);
$message = 'jane.doe@example.com12345';
$jane = JANE;
$users = array_map(static fn(int $n): array => ['id' => "user-$n"] + $jane, range(1, BATCH));
$messages = array_column($users, 'id');

$sign = static fn(): Signed => $bookbag->sign(id: $jane['id'], name: $jane['name'], email: $jane['email'], attributes: $jane['attributes']);
$token = static fn(): string => $orlo->sign(name: 'Jane Doe', attributes: ['User ID' => 124])->signature;
$signedToken = $token();
$body = $bookbag->fieldsJson($jane);
$idOf = static fn(): string => $bookbagVerifier->verifyJson($body)->contact()->externalId;
// Both sides of a row must do the same.
foreach ([[$body, fieldsByHand($jane)], [strlen($signedToken), strlen(tokenByHand($key))], [$idOf(), verifiedByHand($body)]] as [$our, $their]) {
    $our === $their || throw new \LogicException("$our is not $their");
}

$hash = 'hash_hmac, json_encode';
$script = 'the same, escaped, in a script';
// The name, the other way, the calls in a round, our code, the other code, rounds, and how many a call makes.
$rows = [
    ['digest', 'hash_hmac', 500, static fn() => $bookbag->digest($message), static fn() => \hash_hmac('sha256', $message, SECRET)],
    ['visitor to fields', $hash, 200, static fn() => $sign()->fieldsJson, static fn() => fieldsByHand($jane)],
    ['visitor to an array of fields', 'hash_hmac', 200, static fn() => $sign()->fields, static fn() => byHand($jane)],
    ['array to fields', $hash, 200, static fn() => $bookbag->fieldsJson($jane), static fn() => fieldsByHand($jane)],
    ['visitor to script', $script, 200, static fn() => $sign()->script(NONCE), static fn() => scriptByHand($jane)],
    ['array to script', $script, 200, static fn() => $bookbag->script($jane, NONCE), static fn() => scriptByHand($jane)],
    ['token signed', 'openssl_sign RS256, key loaded', 4, $token, static fn() => tokenByHand($key), 101],
    ['token signed, PEM', 'openssl_sign RS256, PEM', 2, $token, static fn() => tokenByHand($pem), 51],
    ['token verified', 'openssl_verify RS256, key loaded', 20, static fn() => $orloVerifier->verify(['jwt' => $signedToken]),
        static fn() => claimsByHand($signedToken, $publicKey), 101],
    ['digest verified', 'json_decode, hash_hmac, hash_equals', 200, $idOf, static fn() => verifiedByHand($body)],
    ['10,000 in a batch', "$hash for each", 1,
        static fn() => array_map(static fn(Signed $signed): string => $signed->fieldsJson, $bookbag->signMany($users)),
        static fn() => array_map(fieldsByHand(...), $users), 15, BATCH],
    ['10,000 digests in a batch', 'hash_hmac for each', 1, static fn() => $bookbag->digestMany($messages), static fn() =>
        array_map(static fn(string $message): string => hash_hmac('sha256', $message, SECRET), $messages), 31, BATCH],
];

$timed = static function (\Closure $run, int $times): float {
    $began = hrtime(true);
    for ($left = $times; $left > 0; $left--) {
        $run();
    }
    return (hrtime(true) - $began) / $times;
};
foreach ($rows as $row) {
    [$name, $than, $times, $package, $other, $count, $each] = $row + [5 => 201, 6 => 1];
    $times = $asked === 1 ? max(1, intdiv($times, 100)) : $times;
    $ours = $theirs = [];
    for ($round = $asked ?? $count; $round > 0; $round--) {
        $ours[] = $timed($package, $times) / $each;
        $theirs[] = $timed($other, $times) / $each;
    }
    echo json_encode(['name' => $name, 'than' => $than, 'ours' => $ours, 'theirs' => $theirs]), "\n";
}
