<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\HttpFoundation\RequestStack;

/** The page's Content-Security-Policy nonce: NelmioSecurityBundle's, or else an attribute of the main request. */
final class Nonce
{
    /** @param object|null $nelmio the listener of NelmioSecurityBundle, which adds to the policy each nonce that it gives */
    public function __construct(
        private readonly RequestStack $requests,
        private readonly string $attribute,
        private readonly ?object $nelmio,
    ) {
    }

    public function get(): ?string
    {
        $nonce = $this->requests->getMainRequest()?->attributes->get($this->attribute);
        return is_string($nonce) && $nonce !== '' ? $nonce : $this->nelmio?->getNonce('script');
    }
}
