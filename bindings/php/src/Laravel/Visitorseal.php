<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Support\Facades\Facade;

/**
 * `Visitorseal::script('shop')` and the other methods of {@see Pages}.
 *
 * @mixin Pages
 */
final class Visitorseal extends Facade
{
    protected static function getFacadeAccessor(): string
    {
        return Pages::class;
    }
}
