<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Symfony\Contracts\Cache\CacheInterface;
use Visitorseal\ConfigurationError;

/**
 * Whether what is being rendered goes into a cache of Symfony's: `{% cache %}` of Twig, `$cache->get($key, …)`. It would hand
 * one visitor's script to the next, so nothing is written there.
 */
final class OpenCache
{
    /** Whether there is one; then the fault is told. */
    public static function isOpen(Faults $faults, string $brand): bool
    {
        foreach (debug_backtrace(DEBUG_BACKTRACE_IGNORE_ARGS) as $call) {
            if ($call['function'] === 'get' && is_a($call['class'] ?? '', CacheInterface::class, true)) {
                $reason = 'nothing was written, since this was called inside a cache ({% cache %}, $cache->get()): the '
                    . "next visitor would get this one's script. Call it outside the cache, or insert the script into the rendered page";
                $faults->report(new ConfigurationError('not_offered', null, $reason), $brand);
                return true;
            }
        }
        return false;
    }
}
