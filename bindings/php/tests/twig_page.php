<?php

/* The pages that TwigTest serves. Each allows caches to keep it, in another way. */

declare(strict_types=1);

require getenv('VISITORSEAL_AUTOLOAD');
require_once 'Twig/autoload.php';

use Visitorseal\Page\Brand;
use Visitorseal\Page\Brands;
use Visitorseal\Twig\VisitorExtension;

$twig = new Twig\Environment(new Twig\Loader\ArrayLoader(['page' => "<body>{{ visitor_script('shop') }}</body>"]));
$jane = static fn(): ?array => isset($_GET['anonymous']) ? null : ['id' => 'jane'];
$twig->addExtension(new VisitorExtension(new Brands([new Brand('shop', 'bookbag', 'a-shared-secret-of-some-length', visitor: $jane)])));

$cacheable = static function (): void {
    header('Cache-Control: public, max-age=3600');
    header('CDN-Cache-Control: max-age=3600');
    header('Surrogate-Control: max-age=3600');
    header('X-Accel-Expires: 3600');
    header('Edge-Control: !no-store, max-age=1h');
    header('X-Reverse-Proxy-TTL: 3600');
    header('Expires: Thu, 01 Jan 2037 00:00:00 GMT');
    header('ETag: "the same for all"');
};

switch (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
    case '/before':
        $cacheable();
        echo $twig->render('page');
        break;
    case '/after':
        $page = $twig->render('page');
        $cacheable();
        echo $page;
        break;
    case '/begun':
        $cacheable();
        echo '<!doctype html>';
        flush();
        echo $twig->render('page');
        echo $twig->render('page');
        break;
}
