<?php

/* A request to PHP's web server: from nothing but Composer's autoloader, which sites have loaded, to the first script, beside the
 * same by hand. It answers the nanoseconds. */

declare(strict_types=1);

namespace Visitorseal\Bench;

require __DIR__ . '/by_hand.php';
require getenv('VISITORSEAL_AUTOLOAD');

$began = hrtime(true);
$signer = new \Visitorseal\Signer('bookbag', SECRET);
$loaded = hrtime(true);
$script = (string) $signer->sign(JANE)->script(NONCE);
$signed = hrtime(true);
$byHand = scriptByHand(JANE);
$written = hrtime(true);
if (!str_contains($script, byHand(JANE)['user_hash'])) {
    throw new \LogicException('The script lacks the signature.');
}
echo json_encode(['load' => $loaded - $began, 'script' => $signed - $began, 'by hand' => $written - $signed]), "\n";
