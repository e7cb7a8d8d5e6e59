<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Visitorseal\ConfigurationError;
use Visitorseal\Page\Brand;
use Visitorseal\Page\Brands;
use Visitorseal\Page\OpenCache;
use Visitorseal\Refused;
use Visitorseal\Script;
use Visitorseal\Signed;
use Visitorseal\Twig;
use Visitorseal\Verified;

/** What templates, controllers and listeners give a page. A page with a signed visitor is kept out of caches. */
final class Pages implements Twig\Pages
{
    public function __construct(
        private readonly Brands $brands,
        private readonly OpenPages $open,
        private readonly Nonce $nonce,
        private readonly ?VisitorCollector $collector = null,
    ) {
    }

    public function script(
        ?string $brand = null,
        #[\SensitiveParameter] mixed $visitor = true,
        ?string $nonce = null,
    ): Script {
        if ($this->isCached($brand)) {
            return new Script();
        }
        $signed = $this->signed($brand, $visitor);
        $this->open->write($this->named($brand));
        return $this->withNonce($nonce, fn(?string $nonce): Script => $this->brands->script($brand, $signed, $nonce));
    }

    public function forgetScript(?string $brand = null, ?string $nonce = null): Script
    {
        return $this->isCached($brand) ? new Script()
            : $this->withNonce($nonce, fn(?string $nonce): Script => $this->brands->forgetScript($brand, $nonce));
    }

    public function signed(?string $brand = null, #[\SensitiveParameter] mixed $visitor = true): ?Signed
    {
        $signed = $this->isCached($brand) ? null : $this->brands->signed($brand, $visitor);
        if ($signed && !$this->open->keepPrivate()) {
            $reason = 'the response has left the kernel, as a stream does, or there is no request: nothing could keep the page '
                . 'out of caches. Render the script in the controller, before the response is returned';
            $this->brands->faults->note('page_not_signed', null, $reason, $this->named($brand));
            $signed = null;
        }
        $this->collector?->add($this->named($brand), $signed);
        return $signed;
    }

    /**
     * The visitor of a vendor's request, by its body as it came.
     *
     * @throws Refused which the bundle answers as the scheme says, if you let it pass
     */
    public function verified(?string $brand, #[\SensitiveParameter] string $body): Verified
    {
        return $this->brands->verified($brand, $body);
    }

    /**
     * The brand of that name; without a name, the only one there is.
     *
     * @throws ConfigurationError `brand_unknown`
     */
    public function brand(?string $name = null): Brand
    {
        return $this->brands->get($name);
    }

    private function isCached(?string $brand): bool
    {
        return OpenCache::isOpen($this->brands->faults, $this->named($brand));
    }

    private function named(?string $brand): string
    {
        $names = $this->brands->names();
        return $brand ?? (count($names) === 1 ? $names[0] : '');
    }

    /**
     * NelmioSecurityBundle weakens no policy for a nonce that nothing uses: it is asked only where there is a script.
     *
     * @param \Closure(?string): Script $script
     */
    private function withNonce(?string $nonce, \Closure $script): Script
    {
        $made = $script($nonce);
        $own = $nonce === null && (string) $made !== '' ? $this->nonce->get() : null;
        return $own === null ? $made : $script($own);
    }
}
