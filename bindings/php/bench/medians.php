<?php

/* medians.php NAME FILE [--json]: the medians of what request.php answered, without the first requests. */

declare(strict_types=1);

[, $name, $file] = $argv;
$requests = array_map(
    static fn(string $line): array => json_decode($line, true, 8, JSON_THROW_ON_ERROR),
    array_slice(file($file), 20),
);
$medians = [];
foreach (array_keys($requests[0]) as $part) {
    $times = array_column($requests, $part);
    sort($times);
    $medians[$part] = round($times[intdiv(count($times), 2)], 1);
}
if (in_array('--json', $argv, true)) {
    echo json_encode(['row' => $name, 'us' => $medians]), "\n";
} else {
    $parts = array_map(static fn(string $part, float $time): string => "$part $time us", array_keys($medians), $medians);
    printf("%-28s%s\n", $name, implode(', ', $parts));
}
