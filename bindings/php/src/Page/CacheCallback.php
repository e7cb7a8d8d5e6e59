<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Symfony\Contracts\Cache\CacheInterface;
use Visitorseal\ConfigurationException;

/**
 * Finds out whether the current code runs inside a Symfony cache: Twig's `{% cache %}`, or `$cache->get($key, …)`. Such a cache
 * would give one visitor's script to the next, so nothing is written there.
 *
 * @internal
 */
final class CacheCallback
{
    /** Whether it does; then it is reported, too. */
    public static function isRunning(ErrorLog $log, string $brand): bool
    {
        if (!interface_exists(CacheInterface::class, false)) {
            return false;
        }
        foreach (debug_backtrace(DEBUG_BACKTRACE_IGNORE_ARGS) as $call) {
            if ($call['function'] === 'get' && is_a($call['class'] ?? '', CacheInterface::class, true)) {
                $reason = 'This was called inside a cache ({% cache %} or $cache->get()), which would give the script of one '
                    . 'visitor to the next, so nothing was written. Call it outside the cache, or insert the script into the '
                    . 'rendered page.';
                $log->report(new ConfigurationException('not_offered', null, $reason), $brand);
                return true;
            }
        }
        return false;
    }
}
