<?php

declare(strict_types=1);

namespace Visitorseal\Laravel\Facades;

use Illuminate\Support\Facades\Facade;
use Visitorseal\Laravel\PageHelpers;

/**
 * Gives the page helpers: `Visitorseal::visitorScript('shop')`.
 *
 * @method static \Visitorseal\Laravel\Html visitorScript(?string $brand = null, mixed $visitor = true, ?string $nonce = null)
 * @method static \Visitorseal\Laravel\Html visitorElement(?string $brand = null, mixed $visitor = true, ?string $endpoint = null)
 * @method static \Visitorseal\Laravel\Html visitorForgetScript(?string $brand = null, ?string $nonce = null)
 * @method static array|null visitorFields(?string $brand = null, mixed $visitor = true)
 * @method static \Visitorseal\Signed|null signed(?string $brand = null, mixed $visitor = true)
 * @method static \Visitorseal\Verified verifyVisitor(?string $brand, string $body)
 * @method static \Visitorseal\Page\Brand brand(?string $name = null)
 * @method static \Visitorseal\Page\Brands brands()
 * @method static string[] errors()
 *
 * @see PageHelpers
 */
final class Visitorseal extends Facade
{
    protected static function getFacadeAccessor(): string
    {
        return PageHelpers::class;
    }
}
