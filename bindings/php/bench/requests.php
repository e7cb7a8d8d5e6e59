<?php

/* requests.php FILE [WHICH]: prints the rounds of what request.php answered. WHICH ends the rows' names. */

declare(strict_types=1);

$requests = array_map(static fn(string $line): array => json_decode($line, true, 8, JSON_THROW_ON_ERROR), file($argv[1]));
$which = $argv[2] ?? '';
$row = static fn(string $name, string $than, string $part, array $theirs): string =>
    json_encode(['name' => "$name$which", 'than' => $than, 'ours' => array_column($requests, $part), 'theirs' => $theirs]) . "\n";
// PHP's own functions are always loaded.
echo $row('load time', 'nothing', 'load', []);
echo $row($which ? 'cold start' : 'cold start to the first script', 'the same, in a request', 'script', array_column($requests, 'by hand'));
