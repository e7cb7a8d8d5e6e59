<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

/** Caches and pages with a signed visitor, for frameworks on Symfony's HttpFoundation. */
final class Caching
{
    private const VALIDATORS = ['If-None-Match', 'If-Modified-Since'];

    /** Akamai follows Edge-Control, and FOSHttpCacheBundle's Varnish X-Reverse-Proxy-TTL and nothing else. */
    private const FOR_CACHES = ['Surrogate-Control', 'Edge-Control', 'X-Accel-Expires', 'X-Reverse-Proxy-TTL', 'Expires'];

    /** Makes a response the visitor's alone, whatever the site has set: no cache may keep it. */
    public static function forbid(Response $response): void
    {
        $headers = $response->headers;
        foreach (array_keys($headers->all()) as $name) {
            // Caches that know these follow them, not Cache-Control.
            if (str_ends_with(strtolower((string) $name), '-cache-control')) {
                $headers->remove((string) $name);
            }
        }
        foreach (self::FOR_CACHES as $name) {
            $headers->remove($name);
        }
        $headers->set('Cache-Control', 'private, no-store');
    }

    /** Takes out of a request what could be answered 304: the browser would show its anonymous copy to who is signed in. */
    public static function demandWholePage(Request $request): void
    {
        foreach (self::VALIDATORS as $name) {
            $request->headers->remove($name);
        }
    }

    /** Whether a request could be answered 304. */
    public static function isConditional(Request $request): bool
    {
        return array_filter(self::VALIDATORS, $request->headers->has(...)) !== [];
    }
}
