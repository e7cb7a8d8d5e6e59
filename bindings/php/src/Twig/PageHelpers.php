<?php

declare(strict_types=1);

namespace Visitorseal\Twig;

use Visitorseal\Page\Brands;
use Visitorseal\Page\PageHelpers as BasePageHelpers;

/**
 * The page helpers of a site without Symfony's bundle.
 *
 * A page that says who its visitor is, or that nobody is signed in, is sent with `Cache-Control: private, no-store`, whatever the
 * site sets. For that it uses `header_register_callback()`, which PHP calls last and of which PHP has only one. After the headers
 * are sent, nothing is written.
 */
final class PageHelpers extends BasePageHelpers
{
    private const FOR_CACHES = '/-cache-control$|^(surrogate-control|edge-control|x-accel-expires|x-reverse-proxy-ttl|expires'
        . '|etag|last-modified)$/';

    /**
     * @param (\Closure(): bool)|null $keepPrivate keeps the page that is being rendered out of every cache; it returns false
     *                                             if it is too late. Null uses PHP's own headers. Pass a closure in a server
     *                                             that does not send those (RoadRunner, Swoole)
     */
    public function __construct(private readonly Brands $brands, private readonly ?\Closure $keepPrivate = null)
    {
    }

    public function brands(): Brands
    {
        return $this->brands;
    }

    protected function keepPrivate(): bool
    {
        return $this->keepPrivate ? ($this->keepPrivate)() : self::keepPrivateByPhpHeaders();
    }

    protected function tooLate(): string
    {
        return 'The headers are already sent, so the page cannot be kept out of caches. Render the script before you send '
            . 'anything.';
    }

    private static function keepPrivateByPhpHeaders(): bool
    {
        // On the command line there is no cache, and printed text counts as sent headers.
        if (PHP_SAPI !== 'cli' && headers_sent()) {
            return false;
        }
        return header_register_callback(self::makePrivate(...));
    }

    private static function makePrivate(): void
    {
        foreach (headers_list() as $header) {
            $name = strtolower(strstr($header, ':', true) ?: '');
            if (preg_match(self::FOR_CACHES, $name)) {
                header_remove($name);
            }
        }
        header('Cache-Control: private, no-store');
    }
}
