<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Json;
use Visitorseal\Internal\Library;
use Visitorseal\Internal\Text;

/** A token's header and claims, unverified: anyone can have written them. */
final readonly class Inspected
{
    /**
     * @param array<string, mixed> $unverifiedHeader
     * @param array<string, mixed> $unverifiedClaims
     */
    private function __construct(
        #[\SensitiveParameter] private string $json,
        #[\SensitiveParameter] public array $unverifiedHeader,
        #[\SensitiveParameter] public array $unverifiedClaims,
    ) {
    }

    /**
     * Reads a token without verifying it, to look at while integrating; trust nothing in it.
     *
     * @param string $token
     *
     * @throws Refused `token_malformed` or `token_too_large`
     */
    public static function of(#[\SensitiveParameter] mixed $token): self
    {
        $token = Text::of($token) ?? throw new Refused('token_malformed', null, 'a token is text');
        $json = Library::loaded()->inspect($token);
        try {
            $said = Json::read($json);
        } catch (\JsonException) {
            throw new Refused('token_malformed', null, 'the name of a member begins with a NUL, which PHP cannot hold');
        }
        return new self($json, (array) $said['header'], (array) $said['claims']);
    }

    /** `{"unverified": true, "header", "claims"}`. */
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
