<?php

/* `/visitor` and `/visitor/shop`: the signed fields for single-page apps. */

declare(strict_types=1);

use Symfony\Component\Routing\Loader\Configurator\RoutingConfigurator;
use Visitorseal\Symfony\FieldsController;

return static function (RoutingConfigurator $routes): void {
    $routes->add('visitorseal_fields', '/visitor/{brand}')
        ->controller(FieldsController::class)
        ->defaults(['brand' => null])
        ->methods(['GET']);
};
