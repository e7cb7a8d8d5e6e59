<?php

/* `/visitor` and `/visitor/shop` answer with the signed fields, for single-page apps. */

declare(strict_types=1);

use Symfony\Component\Routing\Loader\Configurator\RoutingConfigurator;
use Visitorseal\Symfony\VisitorFieldsController;

return static function (RoutingConfigurator $routes): void {
    $routes->add('visitor_fields', '/visitor/{brand}')
        ->controller(VisitorFieldsController::class)
        ->defaults(['brand' => null])
        ->methods(['GET']);
};
