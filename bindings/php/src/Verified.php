<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Handle;
use Visitorseal\Internal\IsNotSerialized;
use Visitorseal\Internal\Json;
use Visitorseal\Internal\Library;

/** What a verifier made of the fields. */
final readonly class Verified
{
    use IsNotSerialized;

    private const KEEP = 'Keep its signed and unsigned, or its toJson().';

    /** @var 'verified'|'anonymous' whether the visitor is proven */
    public string $status;

    /** Whether the status is `verified`. */
    public bool $isVerified;

    /** @var array<string, mixed> what the signature covers, in the visitor's words: the site vouches for it */
    public array $signed;

    /** @var array<string, mixed> what the browser merely claims, in the visitor's words: anyone can have written it */
    public array $unsigned;

    /** The index of the key that matched: when a former key's is seen no more, it can go. */
    public ?int $key;

    /** Under the policy `observe`, why `optional` would have refused the visitor. */
    public ?Refused $refusal;

    private string $json;

    /**
     * @internal
     *
     * @param \Closure(string, ?string, string): Refused $refused
     */
    public function __construct(private Library $library, private Handle $handle, \Closure $refused)
    {
        $this->json = $library->verifiedJson($handle);
        $said = Json::read($this->json);
        $this->isVerified = $said['verified'];
        $this->status = $this->isVerified ? 'verified' : 'anonymous';
        $this->signed = (array) ($said['signed'] ?? []);
        $this->unsigned = (array) $said['unsigned'];
        $this->key = $said['key'] ?? null;
        $refusal = $said['refusal'] ?? null;
        $this->refusal = $refusal ? $refused($refusal['code'], $refusal['field'], $refusal['reason']) : null;
    }

    /** The contact to create or update; null for an anonymous visitor, and where nothing signed identifies one. */
    public function contact(): ?Contact
    {
        $contact = Json::read($this->library->contact($this->handle));
        return $contact === null ? null : new Contact($this->library, $this->handle, $contact);
    }

    /** `{"verified": true, "signed", "unsigned", "key"}` or `{"verified": false, "anonymous": true, "unsigned"}`. */
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
