<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;
use Visitorseal\Page\Caching;

/**
 * In the group `web`: a browser that kept an anonymous page asks whether it has changed. Who is signed in gets the whole
 * page, not a 304.
 */
final class PrivatePages
{
    public function __construct(private readonly Pages $pages)
    {
    }

    /** @param \Closure(Request): Response $next */
    public function handle(Request $request, \Closure $next): Response
    {
        if (Caching::isConditional($request) && $this->pages->knowsVisitor()) {
            Caching::demandWholePage($request);
        }
        return $next($request);
    }
}
