<?php

/* memory.php COUNT: prints the bytes of memory that each of many signers takes, beside contexts of hash_init. */

declare(strict_types=1);

require getenv('VISITORSEAL_AUTOLOAD');

$count = (int) $argv[1];
$resident = static fn(): int => (int) explode(' ', file_get_contents('/proc/self/statm'))[1] * 4096;
$taken = static function (Closure $make) use ($count, $resident): float {
    $make(0);
    $kept = array_fill(0, $count, null);
    $before = $resident();
    for ($n = 0; $n < $count; $n++) {
        $kept[$n] = $make($n);
    }
    return ($resident() - $before) / $count;
};
echo json_encode([
    'name' => 'memory of a signer', 'than' => 'a kept HashContext', 'unit' => 'bytes',
    'ours' => [$taken(static fn(int $n) => new Visitorseal\Signer('bookbag', "a secret $n"))],
    'theirs' => [$taken(static fn(int $n) => hash_init('sha256', HASH_HMAC, "a secret $n"))],
]), "\n";
