<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;

/** The first of all middleware: {@see OpenRequests} hears of each request. */
final class NoteRequest
{
    public function __construct(private readonly OpenRequests $open)
    {
    }

    /** @param \Closure(Request): Response $next */
    public function handle(Request $request, \Closure $next): Response
    {
        $this->open->begin($request);
        return $next($request);
    }
}
