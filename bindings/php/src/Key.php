<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\HoldsSecret;
use Visitorseal\Internal\Input;

/**
 * A key that verifies, with an optional name (`kid`). A token that names a key is checked against that key only. A JSON Web Key
 * (JWK) brings its own name, unless you pass one. A JWK set takes none.
 */
final readonly class Key
{
    use HoldsSecret;

    /** PHP hides the value from var_export() and from an array cast, too. */
    private \SensitiveParameterValue $bytes;

    /** The key's name (RFC 7515, section 4.1.4). */
    public ?string $kid;

    /**
     * @param string|\Stringable|null $key the vendor's shared secret, or the site's public key (Orlo): PEM, a JWK or a JWK set
     *                                     as JSON text
     * @param string|null             $kid the key's name
     */
    public function __construct(#[\SensitiveParameter] mixed $key, #[\SensitiveParameter] string|\Stringable|null $kid = null)
    {
        $this->bytes = new \SensitiveParameterValue(Input::secret($key, __METHOD__, 1, 'key'));
        $this->kid = $kid === null ? null : (string) $kid;
    }

    /** @internal */
    public function bytes(): string
    {
        return $this->bytes->getValue();
    }

    /** @return array{kid: string|null} */
    public function __debugInfo(): array
    {
        return ['kid' => $this->kid];
    }
}
