<?php

/* A request to PHP's web server: from nothing to the first script, beside the same by hand. It answers the microseconds. */

declare(strict_types=1);

const SECRET = '3c6f1d0e5b2a49788f7e6d5c4b3a29180f1e2d3c';

$jane = ['id' => 'user-123', 'name' => 'Jane Doe', 'email' => 'jane@example.com', 'attributes' => ['plan' => 'growth']];

$began = hrtime(true);
if (!class_exists(Visitorseal\Signer::class, false)) {
    require getenv('VISITORSEAL_AUTOLOAD');
}
Visitorseal\Internal\Library::get();
$loaded = hrtime(true);
$signer = new Visitorseal\Signer('bookbag', SECRET);
$made = hrtime(true);
$script = (string) $signer->sign($jane)->script();
$signed = hrtime(true);
$fields = [
    'user_id' => $jane['id'],
    'user_hash' => hash_hmac('sha256', $jane['id'], SECRET),
    'user_metadata' => ['name' => $jane['name'], 'email' => $jane['email'], ...$jane['attributes']],
];
$byHand = '<script>window.bookbag("identify", '
    . json_encode($fields, JSON_HEX_TAG | JSON_HEX_AMP | JSON_HEX_APOS | JSON_HEX_QUOT | JSON_THROW_ON_ERROR) . ');</script>';
$written = hrtime(true);
if (!str_contains($script, $fields['user_hash'])) {
    throw new LogicException('The script lacks the signature.');
}
$times = ['load' => $loaded - $began, 'signer' => $made - $loaded, 'first script' => $signed - $made, 'all' => $signed - $began,
    'by hand' => $written - $signed];
echo json_encode(array_map(static fn(int $nanoseconds): float => $nanoseconds / 1000, $times)), "\n";
