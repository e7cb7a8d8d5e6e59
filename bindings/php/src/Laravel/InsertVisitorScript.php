<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;
use Visitorseal\Page\Caching;
use Visitorseal\Page\Insertion;

/**
 * `->middleware('visitorseal.script:shop')` puts the script of the brand, or of these brands, before the `</body>` of
 * HTML pages that do not have it: after views are rendered, so that no cache of a view's parts can hold it. Streams, files,
 * redirections and errors of the server are left alone.
 */
final class InsertVisitorScript
{
    public function __construct(private readonly Pages $pages, private readonly PrivatePages $private)
    {
    }

    /** @param \Closure(Request): Response $next */
    public function handle(Request $request, \Closure $next, string ...$brands): Response
    {
        $response = $this->private->handle($request, $next);
        // The view, for the site's tests.
        $original = $response->original ?? null;
        Insertion::into($response, function () use ($request, $brands): string {
            $absent = array_diff($brands ?: $this->pages->brands()->signing(), $request->attributes->get(Pages::WRITTEN, []));
            return implode(array_map($this->pages->script(...), $absent));
        });
        if ($original !== null) {
            $response->original = $original;
        }
        // A HEAD has no page to put a script into; its headers are those of the page.
        if ($request->isMethod('HEAD') && $this->pages->knowsVisitor()) {
            $request->attributes->set(Pages::SIGNED, true);
        }
        if ($request->attributes->get(Pages::SIGNED)) {
            Caching::forbid($response);
        }
        return $response;
    }
}
