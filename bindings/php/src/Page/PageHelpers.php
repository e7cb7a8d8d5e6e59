<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Visitorseal\ConfigurationException;
use Visitorseal\RefusedException;
use Visitorseal\Script;
use Visitorseal\Signed;
use Visitorseal\Verified;
use Visitorseal\Warning;

/**
 * The helpers that templates, controllers and listeners call. Every framework has a subclass, which keeps a page that says who
 * its visitor is, or that nobody is signed in, out of caches.
 */
abstract class PageHelpers
{
    /** The brands as they are configured now. */
    abstract public function brands(): Brands;

    /**
     * Writes the script for the visitor of this request. If nobody is signed in, the script says that: the widget then forgets
     * a former visitor.
     *
     * @param array<string, mixed>|true|null $visitor true is the brand's visitor; null or an empty array is anonymous
     */
    public function visitorScript(
        ?string $brand = null,
        #[\SensitiveParameter] mixed $visitor = true,
        ?string $nonce = null,
    ): Script {
        if ($this->isInsideCache($brand)) {
            return new Script();
        }
        $signed = $this->signed($brand, $visitor);
        $this->scriptIsWritten($this->nameOf($brand));
        return $this->withNonce($nonce, fn(?string $nonce): Script => $this->brands()->script($brand, $signed, $nonce));
    }

    /**
     * Writes the element for the visitor of this request, or the one that says that nobody is signed in. The page needs the
     * scheme's static file.
     *
     * @param array<string, mixed>|true|null $visitor  as `visitorScript` takes it
     * @param string|null                    $endpoint the address of your site that gives the fields anew when they expire
     */
    public function visitorElement(
        ?string $brand = null,
        #[\SensitiveParameter] mixed $visitor = true,
        ?string $endpoint = null,
    ): Script {
        if ($this->isInsideCache($brand)) {
            return new Script();
        }
        $signed = $this->signed($brand, $visitor);
        $this->scriptIsWritten($this->nameOf($brand));
        return $this->ifPrivate($this->brands()->element($brand, $signed, $endpoint));
    }

    /** Writes the script that makes the widget forget the visitor, for the page after sign-out. */
    public function visitorForgetScript(?string $brand = null, ?string $nonce = null): Script
    {
        return $this->isInsideCache($brand) ? new Script()
            : $this->withNonce($nonce, fn(?string $nonce): Script => $this->brands()->forgetScript($brand, $nonce));
    }

    /**
     * The signed fields of the visitor of this request; null for an anonymous visitor.
     *
     * @param array<string, mixed>|true|null $visitor as `visitorScript` takes it
     *
     * @return array<string, mixed>|null
     */
    public function visitorFields(?string $brand = null, #[\SensitiveParameter] mixed $visitor = true): ?array
    {
        return $this->signed($brand, $visitor)?->fields;
    }

    /**
     * Signs the visitor of this request. Null is an anonymous visitor, or a page that cannot be kept out of caches.
     *
     * @param array<string, mixed>|true|null $visitor as `visitorScript` takes it
     */
    public function signed(?string $brand = null, #[\SensitiveParameter] mixed $visitor = true): ?Signed
    {
        $signed = $this->isInsideCache($brand) ? null : $this->brands()->signed($brand, $visitor);
        if ($signed && !$this->keepPrivate()) {
            $this->brands()->log->note(new Warning('page_not_signed', '', $this->tooLate()), $this->nameOf($brand));
            $signed = null;
        }
        return $signed;
    }

    /**
     * Verifies the body of a request at the vendor's backend.
     *
     * @throws RefusedException
     */
    public function verifyVisitor(?string $brand, #[\SensitiveParameter] string $body): Verified
    {
        return $this->brands()->verify($brand, $body);
    }

    /**
     * Gives the brand of that name; without a name, the only brand.
     *
     * @throws ConfigurationException `brand_unknown`
     */
    public function brand(?string $name = null): Brand
    {
        return $this->brands()->get($name);
    }

    /** Keeps the page that is being rendered out of every cache. False means that it is too late for that. */
    abstract protected function keepPrivate(): bool;

    /** Why it is too late, and what to do. */
    abstract protected function tooLate(): string;

    /** Remembers that the page has the script or the element of a brand, for a framework that can insert it. */
    protected function scriptIsWritten(string $brand): void
    {
    }

    /** The page's Content-Security-Policy nonce, if the framework has one. */
    protected function nonce(): ?string
    {
        return null;
    }

    /** Whether the call comes from inside a Symfony cache, which would give one visitor's script to the next. */
    private function isInsideCache(?string $brand): bool
    {
        return CacheCallback::isRunning($this->brands()->log, $this->nameOf($brand));
    }

    /** The name for log lines. */
    private function nameOf(?string $brand): string
    {
        return $brand ?? implode(', ', $this->brands()->names());
    }

    /**
     * Asks for the framework's nonce only if there is a script: a policy becomes weaker with each nonce.
     *
     * @param \Closure(?string): Script $script
     */
    private function withNonce(?string $nonce, \Closure $script): Script
    {
        $written = $this->ifPrivate($script($nonce));
        $own = $nonce === null && (string) $written !== '' ? $this->nonce() : null;
        return $own === null ? $written : $script($own);
    }

    /** The same HTML; nothing if the page cannot be kept out of caches: a page for all must not sign everybody out. */
    private function ifPrivate(Script $written): Script
    {
        return (string) $written === '' || $this->keepPrivate() ? $written : new Script();
    }
}
