<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

/** Names the brand whose verifier a {@see \Visitorseal\Verified} of a controller's arguments comes from. */
#[\Attribute(\Attribute::TARGET_PARAMETER)]
final class VerifyVisitor
{
    /** @param string|null $brand a name of the configuration; the only brand there is, unless given */
    public function __construct(public readonly ?string $brand = null)
    {
    }
}
