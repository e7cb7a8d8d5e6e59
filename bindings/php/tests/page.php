<?php

/* The page that tests/servers serves: it signs the visitor on GET and verifies the posted fields on POST. */

declare(strict_types=1);

require __DIR__ . '/../vendor/autoload.php';

use Visitorseal\RefusedException;
use Visitorseal\Signer;
use Visitorseal\Verifier;
use Visitorseal\VisitorsealException;

const SECRET = "the agent's signing secret";

set_error_handler(static function (int $level, string $message): never {
    http_response_code(500);
    exit("warning: $message\n");
});

try {
    if ($_SERVER['REQUEST_METHOD'] === 'POST') {
        $visitor = (new Verifier('bookbag', [SECRET]))->verifyJson(file_get_contents('php://input'));
        exit(json_encode(['contact' => $visitor->contact()->externalId]) . "\n");
    }
    $signer = new Signer('bookbag', SECRET);
    $script = $signer->sign(id: $_GET['id'] ?? 'user-123', name: '</script>')->script('bm9uY2U=');
    header('Cache-Control: private, no-store');
    echo "<!doctype html><body>$script</body>\n";
} catch (RefusedException $refused) {
    http_response_code($refused->httpStatus);
    echo json_encode(['error' => $refused->httpError]), "\n";
} catch (VisitorsealException $error) {
    http_response_code(500);
    echo (new ReflectionClass($error))->getShortName(), " $error->errorCode",
        $error->kind === 'configuration' ? " $error->reason" : '', "\n";
}
