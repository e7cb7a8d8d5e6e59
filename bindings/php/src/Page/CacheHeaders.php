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
    private const FOR_CACHES = ['Surrogate-Control', 'Edge-Control', 'X-Accel-Expires', 'X-Reverse-Proxy-TTL'];

    /** Forbids every cache to keep a response, whatever headers the site has set. */
    public static function makePrivate(Response $response): void
    {
        foreach ([...self::ofOneCache($response), 'Expires'] as $name) {
            $response->headers->remove($name);
        }
        $response->headers->set('Cache-Control', 'private, no-store');
    }

    /** Whether the site lets a cache keep a response. */
    public static function arePublic(Response $response): bool
    {
        return $response->isCacheable() || $response->headers->hasCacheControlDirective('public')
            || self::ofOneCache($response) !== [];
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

    /** @return list<string> the headers of a response that one kind of cache obeys instead of Cache-Control */
    private static function ofOneCache(Response $response): array
    {
        $names = array_map(strval(...), array_keys($response->headers->all()));
        $isOfOneCache = static fn(string $name): bool => str_ends_with(strtolower($name), '-cache-control')
            || in_array(strtolower($name), array_map(strtolower(...), self::FOR_CACHES), true);
        return array_values(array_filter($names, $isOfOneCache));
    }
}
