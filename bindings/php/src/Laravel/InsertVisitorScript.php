<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;
use Visitorseal\ConfigurationException;
use Visitorseal\Page\Brand;
use Visitorseal\Page\CacheHeaders;
use Visitorseal\Page\ScriptInsertion;

/**
 * Inserts the script before the `</body>` of whole HTML pages that do not have it: `->middleware('visitor_script:shop')`.
 * Without a name it inserts the scripts of all brands.
 *
 * It works on the rendered page, so no cache of views can hold a script. It does not change streams, files, redirections and
 * server errors, nor a page that caches may keep if nobody is signed in. A script that has a place of its own in the page is left
 * out, and the log says so. To name its brand is an error.
 */
final class InsertVisitorScript
{
    public function __construct(private readonly PageHelpers $helpers, private readonly SkipNotModified $skipNotModified)
    {
    }

    /** @param \Closure(Request): Response $next */
    public function handle(Request $request, \Closure $next, string ...$brands): Response
    {
        $response = $this->skipNotModified->handle($request, $next);
        // Setting the content removes the view, which the site's tests look at.
        $view = $response->original ?? null;
        ScriptInsertion::insert($response, function () use ($request, $brands, $response): string {
            $written = $request->attributes->get(PageHelpers::WRITTEN, []);
            $missing = array_diff($brands ?: $this->helpers->brands()->namesOfSigning(), $written);
            $missing = $this->helpers->brands()->insertable($missing, fn(Brand $brand, string $why) =>
                $this->leaveOut($brand, $why, $brands !== []));
            return ScriptInsertion::scripts($response, $this->helpers, $missing);
        });
        if ($view !== null) {
            $response->original = $view;
        }
        // A HEAD request has no page, but its headers must be those of the page.
        if ($request->isMethod('HEAD') && $this->helpers->hasVisitor()) {
            $request->attributes->set(PageHelpers::KEPT_PRIVATE, true);
        }
        if ($request->attributes->get(PageHelpers::KEPT_PRIVATE)) {
            CacheHeaders::makePrivate($response);
        }
        return $response;
    }

    /**
     * Why the script of a brand is left out, and what to do.
     *
     * @internal
     */
    public static function reason(Brand $brand, string $why): string
    {
        return "The middleware visitor_script never inserts the script of {$brand->schemeName()}. $why Write "
            . "@visitorScript('$brand->name') into your view at that place, and let the middleware name only other brands, such as "
            . 'visitor_script:shop.';
    }

    /** @throws ConfigurationException if the middleware names the brand */
    private function leaveOut(Brand $brand, string $why, bool $isNamed): void
    {
        $reason = self::reason($brand, $why);
        if ($isNamed) {
            throw new ConfigurationException('setting_invalid', 'visitor_script', $reason);
        }
        $this->helpers->brands()->log->warnOfInsertion($reason, $brand->name);
    }
}
