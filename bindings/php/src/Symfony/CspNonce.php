<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\HttpFoundation\RequestStack;

/**
 * The page's Content-Security-Policy nonce: an attribute of the main request, otherwise NelmioSecurityBundle's.
 *
 * @internal
 */
final class CspNonce
{
    /** @param object|null $nelmio NelmioSecurityBundle's listener; it adds each nonce that it returns to the policy */
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
