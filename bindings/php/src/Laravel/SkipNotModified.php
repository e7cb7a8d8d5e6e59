<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;
use Visitorseal\Page\CacheHeaders;

/**
 * In the group `web`: gives a signed-in visitor the whole page and never a 304, which could show a cached anonymous page.
 *
 * @internal
 */
final class SkipNotModified
{
    public function __construct(private readonly PageHelpers $helpers)
    {
    }

    /** @param \Closure(Request): Response $next */
    public function handle(Request $request, \Closure $next): Response
    {
        if (CacheHeaders::isConditional($request) && $this->helpers->hasVisitor()) {
            CacheHeaders::removeConditions($request);
        }
        return $next($request);
    }
}
