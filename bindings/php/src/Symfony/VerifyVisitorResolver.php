<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpKernel\Controller\ValueResolverInterface;
use Symfony\Component\HttpKernel\ControllerMetadata\ArgumentMetadata;
use Visitorseal\Verified;

/**
 * Gives a controller the {@see Verified} of the request's body, as an argument and as the request's attribute `visitor`. A
 * request that is refused does not reach the controller.
 *
 * @internal
 */
final class VerifyVisitorResolver implements ValueResolverInterface
{
    /** The name of the request's attribute. */
    public const ATTRIBUTE = 'visitor';

    /** The attribute of a request with the brand that verifies it. */
    public const BRAND = '_visitorseal_brand';

    public function __construct(private readonly PageHelpers $helpers)
    {
    }

    /** @return list<Verified> */
    public function resolve(Request $request, ArgumentMetadata $argument): array
    {
        if ($argument->getType() !== Verified::class) {
            return [];
        }
        $brand = ($argument->getAttributesOfType(VerifyVisitor::class)[0] ?? null)?->brand;
        $request->attributes->set(self::BRAND, $brand);
        // One byte more than the verifier reads, so that it sees a body that is too large.
        $limit = $this->helpers->brands()->maxBody($brand) + 1;
        $body = (string) stream_get_contents($request->getContent(true), $limit);
        $visitor = $this->helpers->verifyVisitor($brand, $body);
        $request->attributes->set(self::ATTRIBUTE, $visitor);
        return [$visitor];
    }
}
