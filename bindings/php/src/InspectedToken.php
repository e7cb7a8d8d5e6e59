<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Json;

/** What an unverified token says. Anyone can have written it. `Visitorseal::inspectToken()` returns it. */
final readonly class InspectedToken
{
    /**
     * @param array<string, mixed> $unverifiedHeader the token's header; anyone can have written it
     * @param array<string, mixed> $unverifiedClaims the token's claims; anyone can have written them
     */
    private function __construct(
        #[\SensitiveParameter] private string $json,
        #[\SensitiveParameter] public array $unverifiedHeader,
        #[\SensitiveParameter] public array $unverifiedClaims,
    ) {
    }

    /**
     * @internal
     *
     * @throws RefusedException `token_malformed`
     */
    public static function fromJson(#[\SensitiveParameter] string $json): self
    {
        try {
            $token = Json::decode($json);
        } catch (\JsonException) {
            throw new RefusedException('token_malformed', null, "A member's name begins with a NUL, which PHP cannot hold.");
        }
        return new self($json, (array) $token['header'], (array) $token['claims']);
    }

    /** Header and claims as JSON: `{"unverified": true, "header", "claims"}`. */
    public function toJson(): string
    {
        return $this->json;
    }

    /** @return array{} */
    public function __debugInfo(): array
    {
        return [];
    }
}
