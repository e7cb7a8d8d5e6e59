<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

/** Names the brand that verifies the request, for a controller's argument of the type {@see \Visitorseal\Verified}. */
#[\Attribute(\Attribute::TARGET_PARAMETER)]
final class VerifyVisitor
{
    /** @param string|null $brand a name of the configuration; null is the only brand */
    public function __construct(public readonly ?string $brand = null)
    {
    }
}
