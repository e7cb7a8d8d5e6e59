<?php

declare(strict_types=1);

namespace Visitorseal\Twig;

use Visitorseal\Page\Brands;
use Visitorseal\Page\OpenCache;
use Visitorseal\Script;
use Visitorseal\Signed;

/**
 * The pages of a site that has no layer of ours.
 *
 * The page of a signed visitor goes out with `Cache-Control: private, no-store`, whatever the site sets: it takes PHP's
 * only `header_register_callback`, which has the last word when headers are sent. Once they are, nobody is signed.
 */
final class PlainPages implements Pages
{
    private const FOR_CACHES = '/-cache-control$|^(surrogate-control|edge-control|x-accel-expires|x-reverse-proxy-ttl|expires'
        . '|etag|last-modified)$/';

    /**
     * @param (\Closure(): bool)|null $keepPrivate keeps the page that is being rendered out of every cache; false where it
     *                                             is too late. PHP's own headers unless given: give it in a server that
     *                                             does not send those (RoadRunner, Swoole)
     */
    public function __construct(private readonly Brands $brands, private readonly ?\Closure $keepPrivate = null)
    {
    }

    public function script(
        ?string $brand = null,
        #[\SensitiveParameter] mixed $visitor = true,
        ?string $nonce = null,
    ): Script {
        if ($this->isCached($brand)) {
            return new Script();
        }
        return $this->brands->script($brand, $this->signed($brand, $visitor), $nonce);
    }

    public function forgetScript(?string $brand = null, ?string $nonce = null): Script
    {
        return $this->isCached($brand) ? new Script() : $this->brands->forgetScript($brand, $nonce);
    }

    public function signed(?string $brand = null, #[\SensitiveParameter] mixed $visitor = true): ?Signed
    {
        $signed = $this->isCached($brand) ? null : $this->brands->signed($brand, $visitor);
        if ($signed && !($this->keepPrivate ?? self::withPhpHeaders(...))()) {
            $this->brands->faults->note('page_not_signed', null, 'the headers have gone out, so nothing could keep the page '
                . 'out of caches. Render it before anything is sent', $this->named($brand));
            return null;
        }
        return $signed;
    }

    private function isCached(?string $brand): bool
    {
        return OpenCache::isOpen($this->brands->faults, $this->named($brand));
    }

    private function named(?string $brand): string
    {
        return $brand ?? implode(', ', $this->brands->names());
    }

    private static function withPhpHeaders(): bool
    {
        // In a terminal there is no cache, and what was printed before counts as headers.
        if (PHP_SAPI !== 'cli' && headers_sent()) {
            return false;
        }
        return header_register_callback(self::forbid(...));
    }

    private static function forbid(): void
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
