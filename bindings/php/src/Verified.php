<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Handle;
use Visitorseal\Internal\Json;
use Visitorseal\Internal\Library;
use Visitorseal\Internal\NotSerializable;

/** The outcome of a verification that was not refused. */
final readonly class Verified
{
    use NotSerializable;

    private const KEEP_INSTEAD = 'Keep its signed and unsigned, or its toJson().';

    /** @var 'verified'|'anonymous' whether the signature proves who the visitor is */
    public string $status;

    /** Whether the signature proves who the visitor is: the status is `verified`. */
    public bool $isVerified;

    /** @var array<string, mixed> what the signature covers, in the visitor's words: the site vouches for it */
    public array $signed;

    /** @var array<string, mixed> what the browser merely claims, in the visitor's words: anyone can have written it */
    public array $unsigned;

    /** The index of the key that matches, counted from 0. Once it is always 0, remove the old secret. */
    public ?int $key;

    /**
     * The token's own id, its claim `jti`. Null without one. To refuse a token that is used a second time, keep the ids of
     * verified tokens until they expire.
     */
    public ?string $tokenId;

    /** Why a wrong signature was let through under the policy `observe`. */
    public ?RefusedException $refusal;

    private string $json;

    /**
     * @internal
     *
     * @param \Closure(string, ?string, string): RefusedException $refusal
     */
    public function __construct(private Library $library, private Handle $handle, \Closure $refusal)
    {
        $this->json = $library->verifiedJson($handle);
        $verified = Json::decode($this->json);
        $this->isVerified = $verified['verified'];
        $this->status = $this->isVerified ? 'verified' : 'anonymous';
        $this->signed = (array) ($verified['signed'] ?? []);
        $this->unsigned = (array) $verified['unsigned'];
        $this->key = $verified['key'] ?? null;
        $this->tokenId = $verified['token_id'] ?? null;
        $error = $verified['refusal'] ?? null;
        $this->refusal = $error ? $refusal($error['code'], $error['field'], $error['reason']) : null;
    }

    /** The visitor as a vendor's backend stores a contact; null if anonymous, or if nothing signed identifies a contact. */
    public function contact(): ?Contact
    {
        $contact = Json::decode($this->library->contact($this->handle));
        return $contact === null ? null : new Contact($this->library, $this->handle, $contact);
    }

    /**
     * The outcome as JSON: `{"verified": true, "signed", "unsigned", "key"}` and `token_id` if the token has one, or
     * `{"verified": false, "anonymous": true, "unsigned"}`.
     */
    public function toJson(): string
    {
        return $this->json;
    }

    /** @return array{status: string, key: int|null} */
    public function __debugInfo(): array
    {
        return ['status' => $this->status, 'key' => $this->key];
    }
}
