<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Visitorseal\Script;
use Visitorseal\Signed;
use Visitorseal\Signer;
use Visitorseal\VisitorError;

/**
 * A signer under a name of the site's, and who its visitor is: what a framework's templates need.
 *
 * A visitor who cannot be signed never breaks a page: it gets the anonymous script, and the log the error.
 */
final class Brand
{
    private ?Signer $signer = null;

    /**
     * @param \Closure(): Signer                    $make    makes the signer when a page first needs it
     * @param \Closure(): (array<string, mixed>|null) $visitor who is signed in; null where nobody is
     * @param (\Closure(VisitorError): void)|null   $failed  told of a visitor who cannot be signed; the error log,
     *                                                       by code and field, unless given
     */
    public function __construct(
        public readonly string $name,
        private readonly \Closure $make,
        private readonly \Closure $visitor,
        private readonly ?\Closure $failed = null,
    ) {
    }

    public function signer(): Signer
    {
        return $this->signer ??= ($this->make)();
    }

    /**
     * Who is signed in, signed; null for an anonymous visitor.
     *
     * @param array<string, mixed>|true|null $visitor true is who the brand says; null or an empty array is anonymous
     */
    public function signed(#[\SensitiveParameter] mixed $visitor = true): ?Signed
    {
        $visitor = $visitor === true ? ($this->visitor)() : $visitor;
        if ($visitor === null || $visitor === []) {
            return null;
        }
        try {
            return $this->signer()->sign($visitor);
        } catch (VisitorError $error) {
            ($this->failed ?? $this->log(...))($error);
            return null;
        }
    }

    /** The script for a signed visitor; for null the anonymous one, which may be empty. */
    public function script(?Signed $signed, ?string $nonce = null): Script
    {
        return $signed ? $signed->script($nonce) : $this->signer()->anonymousScript($nonce);
    }

    /** The script for the page after sign-out; empty where the vendor documents none. */
    public function forgetScript(?string $nonce = null): Script
    {
        return $this->signer()->forgetScript($nonce);
    }

    /** The closures may hold a secret. @return array{name: string} */
    public function __debugInfo(): array
    {
        return ['name' => $this->name];
    }

    private function log(VisitorError $error): void
    {
        error_log("visitorseal: $this->name: $error->errorCode" . ($error->field === null ? '' : " ($error->field)"));
    }
}
