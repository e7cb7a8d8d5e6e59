<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Visitorseal\Page\Brands;
use Visitorseal\Page\PageHelpers as BasePageHelpers;
use Visitorseal\Signed;

/** The page helpers of Symfony, as a service. Twig's functions, the controller and the listeners call them. */
final class PageHelpers extends BasePageHelpers
{
    public function __construct(
        private readonly Brands $brands,
        private readonly PendingResponses $pending,
        private readonly CspNonce $cspNonce,
        private readonly ?VisitorCollector $collector = null,
    ) {
    }

    public function brands(): Brands
    {
        return $this->brands;
    }

    public function signed(?string $brand = null, #[\SensitiveParameter] mixed $visitor = true): ?Signed
    {
        $signed = parent::signed($brand, $visitor);
        $this->collector?->add($brand ?? implode(', ', $this->brands->names()), $signed);
        return $signed;
    }

    protected function keepPrivate(): bool
    {
        return $this->pending->keepPrivate();
    }

    protected function tooLate(): string
    {
        return 'The kernel has already returned the response, as it does for a stream, or there is no request. So the page '
            . 'cannot be kept out of caches. Render the script in the controller, before you return the response.';
    }

    protected function scriptIsWritten(string $brand): void
    {
        $this->pending->scriptIsWritten($brand);
    }

    protected function nonce(): ?string
    {
        return $this->cspNonce->get();
    }
}
