<?php

/* memory.php COUNT: makes signatures and errors of every kind, and exits with 1 if the resident memory grows. */

declare(strict_types=1);

require getenv('VISITORSEAL_AUTOLOAD');

use Visitorseal\Visitorseal;
use Visitorseal\Key;
use Visitorseal\Page;
use Visitorseal\Signer;
use Visitorseal\Verifier;
use Visitorseal\VisitorsealException;

const SECRET = 'a-shared-secret-of-some-length';

$count = (int) ($argv[1] ?? 100_000);
$keys = __DIR__ . '/../../../tests/vectors/keys';
$bookbag = new Signer('bookbag', SECRET);
$verifier = new Verifier('bookbag', ['another-secret', new Key(SECRET)], policy: 'observe');
$page = new Page('bookbag');
// Its signatures hold chance.
$sela = new Signer('sela', SECRET, orgId: 'o-1');
$orlo = new Signer('orlo', file_get_contents("$keys/rsa-2048.private.pem"));
$fails = static function (callable $call): void {
    try {
        $call();
    } catch (VisitorsealException) {
        return;
    }
    throw new LogicException('the call throws nothing');
};
$often = [
    static fn(int $n) => $verifier->verify($bookbag->sign(id: $n, name: 'Jane', attributes: ['a' => [1, 2]])->fields)
        ->contact()->fill('{{contact.name}}'),
    static fn(int $n) => $bookbag->digest("user-$n") . $bookbag->sign(id: $n)->script('bm9uY2U='),
    static fn(int $n) => $bookbag->sign(id: $n)->element('/visitor') . $page->anonymousElement() . $page->forgetScript(),
    static fn(int $n) => $bookbag->fieldsJson(['id' => $n]) . $bookbag->script(['id' => $n]) . $bookbag->element(['id' => $n]),
    static fn(int $n) => [...$bookbag->signMany([['id' => $n], ['id' => '']]), ...$bookbag->digestMany(["user-$n", ''])],
    static fn(int $n) => $sela->sign(email: "$n@example.com")->mark,
    static fn(int $n) => $fails(static fn() => $bookbag->sign(id: $n)->element('visitor')),
    static fn(int $n) => $fails(static fn() => $bookbag->fieldsJson(['id' => ''])),
    static fn(int $n) => $fails(static fn() => $bookbag->sign(id: '')),
    static fn(int $n) => $fails(static fn() => $bookbag->sign(id: NAN)),
    static fn(int $n) => $fails(static fn() => $bookbag->sign(id: $n)->script('"')),
    static fn(int $n) => $fails(static fn() => $orlo->digest('x')),
    static fn(int $n) => $fails(static fn() => $verifier->verifyJson('{"user_id":1,"user_id":2}')),
    static fn(int $n) => $verifier->verify(['user_id' => '1', 'user_hash' => str_repeat('0', 64)])->refusal,
];
$seldom = [
    static fn(int $n) => new Verifier('bookbag', [SECRET, new Key('other')]),
    static fn(int $n) => new Signer('thread', SECRET, appId: 'a'),
    static fn(int $n) => new Page('thread', appId: 'a'),
    static fn(int $n) => $fails(static fn() => new Page('thread')),
    static fn(int $n) => $fails(static fn() => new Signer('bookbag', '')),
    static fn(int $n) => $fails(static fn() => new Verifier('orlo', [SECRET, 'x'])),
    static fn(int $n) => Visitorseal::inspectToken($orlo->sign(name: 'Jane')->signature),
    static fn(int $n) => Visitorseal::explain('bookbag', SECRET, ['user_id' => '1', 'user_hash' => '0']),
    static fn(int $n) => Visitorseal::explain('bookbag', SECRET, ['user_id' => '1', 'user_hash' => '0'], visitor: ['id' => $n]),
    static fn(int $n) => $fails(static fn() => Visitorseal::explain('bookbag', SECRET, [], leeway: 301, visitor: ['id' => $n])),
];
$resident = static function (): int {
    gc_collect_cycles();
    preg_match('/^VmRSS:\s+(\d+)/m', file_get_contents('/proc/self/status'), $found);
    return (int) $found[1];
};
$run = static function (int $count) use ($often, $seldom): void {
    for ($n = 0; $n < $count; $n++) {
        $often[$n % count($often)]($n);
        if ($n % 200 === 0) {
            $seldom[intdiv($n, 200) % count($seldom)]($n);
        }
    }
};
$run(max(2000, intdiv($count, 10)));
$before = $resident();
$run($count);
$growth = $resident() - $before;
echo "$count signatures and errors: $growth KiB more than the $before KiB before\n";
exit($count >= 10_000 && $growth > 512 ? 1 : 0);
