<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;

/**
 * The outermost middleware. It tells {@see PendingResponses} of each request.
 *
 * @internal
 */
final class TrackPendingResponses
{
    public function __construct(private readonly PendingResponses $pending)
    {
    }

    /** @param \Closure(Request): Response $next */
    public function handle(Request $request, \Closure $next): Response
    {
        $this->pending->add($request);
        return $next($request);
    }
}
