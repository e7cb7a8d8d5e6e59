<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

/**
 * The headers for caches, in frameworks that use Symfony's HttpFoundation.
 *
 * @internal
 */
final class CacheHeaders
{
    private const CONDITIONS = ['If-None-Match', 'If-Modified-Since'];

    /** Akamai obeys Edge-Control. FOSHttpCacheBundle's Varnish obeys X-Reverse-Proxy-TTL and no other header. */
    private const FOR_CACHES = ['Surrogate-Control', 'Edge-Control', 'X-Accel-Expires', 'X-Reverse-Proxy-TTL', 'Expires'];

    /** Forbids every cache to keep a response, whatever headers the site has set. */
    public static function makePrivate(Response $response): void
    {
        $headers = $response->headers;
        foreach (array_keys($headers->all()) as $name) {
            // Some caches obey a header such as CDN-Cache-Control instead of Cache-Control.
            if (str_ends_with(strtolower((string) $name), '-cache-control')) {
                $headers->remove((string) $name);
            }
        }
        foreach (self::FOR_CACHES as $name) {
            $headers->remove($name);
        }
        $headers->set('Cache-Control', 'private, no-store');
    }

    /** Removes the conditions of a request. A 304 would show a cached anonymous page to someone who has signed in since. */
    public static function removeConditions(Request $request): void
    {
        foreach (self::CONDITIONS as $name) {
            $request->headers->remove($name);
        }
    }

    /** Whether a request may be answered with 304. */
    public static function isConditional(Request $request): bool
    {
        return array_filter(self::CONDITIONS, $request->headers->has(...)) !== [];
    }
}
