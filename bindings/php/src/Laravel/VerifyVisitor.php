<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;
use Visitorseal\RefusedException;

/**
 * Verifies a request at the vendor's backend: `->middleware('verify_visitor:shop')`.
 *
 * The request then has the {@see \Visitorseal\Verified} as `$request->attributes->get('visitor')`. A request that is refused
 * is answered as the scheme says, such as `401 {"error":"identity_unverified"}`.
 */
final class VerifyVisitor
{
    /** The name of the request's attribute. */
    public const ATTRIBUTE = 'visitor';

    public function __construct(private readonly PageHelpers $helpers)
    {
    }

    /** @param \Closure(Request): Response $next */
    public function handle(Request $request, \Closure $next, ?string $brand = null): Response
    {
        try {
            $visitor = $this->helpers->verifyVisitor($brand, $request->getContent());
        } catch (RefusedException $refused) {
            return new JsonResponse(['error' => $refused->httpError], $refused->httpStatus);
        }
        $request->attributes->set(self::ATTRIBUTE, $visitor);
        return $next($request);
    }
}
