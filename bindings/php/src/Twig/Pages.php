<?php

declare(strict_types=1);

namespace Visitorseal\Twig;

use Visitorseal\Script;
use Visitorseal\Signed;

/** What the functions in templates call. Symfony's bundle has its own; {@see PlainPages} is for all other sites. */
interface Pages
{
    /** The script for who is signed in; for anyone else the anonymous one, which may be empty. */
    public function script(
        ?string $brand = null,
        #[\SensitiveParameter] mixed $visitor = true,
        ?string $nonce = null,
    ): Script;

    /** The script for the page after sign-out; empty where the vendor documents none. */
    public function forgetScript(?string $brand = null, ?string $nonce = null): Script;

    /**
     * Who is signed in, signed; null for an anonymous visitor, and where the page cannot be kept out of caches.
     *
     * @param array<string, mixed>|true|null $visitor true is who the brand says; null or an empty array is anonymous
     */
    public function signed(?string $brand = null, #[\SensitiveParameter] mixed $visitor = true): ?Signed;
}
