<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;
use Visitorseal\Refused;

/**
 * For vendors: `->middleware('visitorseal:shop')` lets requests pass whose JSON body verifies, with the
 * {@see \Visitorseal\Verified} as `$request->attributes->get('visitor')`; others are answered as the scheme says.
 */
final class VerifyVisitor
{
    public function __construct(private readonly Pages $pages)
    {
    }

    /** @param \Closure(Request): Response $next */
    public function handle(Request $request, \Closure $next, ?string $brand = null): Response
    {
        try {
            $visitor = $this->pages->verified($brand, $request->getContent());
        } catch (Refused $refused) {
            return new JsonResponse(['error' => $refused->httpError], $refused->httpStatus);
        }
        $request->attributes->set('visitor', $visitor);
        return $next($request);
    }
}
