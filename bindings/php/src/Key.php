<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\HoldsSecret;
use Visitorseal\Internal\Text;

/** A key to verify with, and its name: a token with a `kid` is checked only against the key of that name. */
final readonly class Key
{
    use HoldsSecret;

    /** PHP shows what is in it to nobody, also not to `(array)` and `var_export`. */
    private \SensitiveParameterValue $bytes;

    /** The key's name (RFC 7515, 4.1.4). */
    public ?string $kid;

    /**
     * @param string|\Stringable|null $key the vendor's shared secret, or the site's RSA public key as PEM (Orlo)
     * @param string|null             $kid the key's name
     *
     * @throws ConfigurationError `key_malformed` or `kid_invalid` for anything but text
     */
    public function __construct(#[\SensitiveParameter] mixed $key, #[\SensitiveParameter] mixed $kid = null)
    {
        $this->bytes = new \SensitiveParameterValue(Text::ofSecret($key, 'key_malformed', 'key'));
        $this->kid = $kid === null ? null : Text::of($kid)
            ?? throw new ConfigurationError('kid_invalid', 'kid', 'a key is named by text');
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
