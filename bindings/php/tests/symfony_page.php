<?php

/* Makes three requests to a site whose PHP cannot call the library, for SymfonyTest. Prints answers and log as JSON. */

declare(strict_types=1);

namespace Visitorseal\Tests;

use Symfony\Component\HttpFoundation\Request;

require getenv('VISITORSEAL_AUTOLOAD');
foreach (['FrameworkBundle', 'SecurityBundle', 'TwigBundle'] as $bundle) {
    require_once "Symfony/Bundle/$bundle/autoload.php";
}
require __DIR__ . '/SymfonySite.php';

SymfonySite::$log = new SymfonyLog();
$site = new SymfonySite(['brands' => ['shop' => ['scheme' => 'bookbag', 'secret' => 'a-shared-secret-of-some-length']]]);
$answers = [];
foreach ([['GET', '/page'], ['GET', '/visitor/shop'], ['POST', '/verified']] as [$method, $path]) {
    $request = Request::create($path, $method, server: ['PHP_AUTH_USER' => 'jane', 'PHP_AUTH_PW' => 'pw'], content: '{}');
    $response = $site->handle($request);
    $answers[] = [$response->getStatusCode(), $response->getContent()];
}
$errors = array_filter(SymfonySite::$log->ofVisitorseal(), static fn(array $line): bool => $line[0] !== 'notice');
echo json_encode(['answers' => $answers, 'log' => array_map(static fn(array $line): array => [$line[0], $line[2]['code']], $errors)]);
(new \Symfony\Component\Filesystem\Filesystem())->remove($site->getProjectDir());
