<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpKernel\Controller\ValueResolverInterface;
use Symfony\Component\HttpKernel\ControllerMetadata\ArgumentMetadata;
use Visitorseal\Verified;

/** Gives a controller the {@see Verified} of the request's body; a body that does not verify never reaches it. */
final class VerifiedResolver implements ValueResolverInterface
{
    /** No more is read. A verifier refuses smaller ones already: a token and 128 KiB are its limit. */
    private const MOST = 1_048_576;

    /** On a request: the brand that it is verified for. */
    public const BRAND = '_visitorseal_brand';

    public function __construct(private readonly Pages $pages)
    {
    }

    /** @return list<Verified> */
    public function resolve(Request $request, ArgumentMetadata $argument): array
    {
        if ($argument->getType() !== Verified::class) {
            return [];
        }
        $attribute = $argument->getAttributesOfType(VerifyVisitor::class)[0] ?? null;
        $request->attributes->set(self::BRAND, $attribute?->brand);
        $body = stream_get_contents($request->getContent(true), self::MOST + 1);
        return [$this->pages->verified($attribute?->brand, (string) $body)];
    }
}
