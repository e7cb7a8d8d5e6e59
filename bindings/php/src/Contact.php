<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Handle;
use Visitorseal\Internal\Library;
use Visitorseal\Internal\NotSerializable;

/** A verified visitor in the words of a vendor's database. */
final readonly class Contact
{
    use NotSerializable;

    private const KEEP_INSTEAD = 'Keep the properties that you need, such as externalId.';

    /** The site's id of the visitor: the signed field that the vendor uses to find a contact. */
    public ?string $externalId;

    /** The name. See `unsigned`. */
    public ?string $name;

    /** The email address. See `unsigned`. */
    public ?string $email;

    /** The telephone number. See `unsigned`. */
    public ?string $phone;

    /** @var array<string, mixed> the attributes, those that are signed first. See `unsigned` */
    public array $attributes;

    /** @var list<string> the names of what the signature does not cover: anyone can have written it */
    public array $unsigned;

    /**
     * @internal
     *
     * @param array<string, mixed> $contact
     */
    public function __construct(
        private Library $library,
        private Handle $verified,
        #[\SensitiveParameter] array $contact,
    ) {
        $this->externalId = $contact['external_id'] ?? null;
        $this->name = $contact['name'] ?? null;
        $this->email = $contact['email'] ?? null;
        $this->phone = $contact['phone'] ?? null;
        $this->attributes = (array) $contact['attributes'];
        $this->unsigned = $contact['unsigned'];
    }

    /**
     * Replaces placeholders in a text with the contact's values: `{{contact.email}}`, `{{contact.name}}`,
     * `{{contact.phone}}`, `{{contact.external_id}}` and `{{contact.attr.KEY}}`. An unknown one becomes empty. The result is
     * plain text: escape it where you show it.
     *
     * @throws \ValueError for text that is not UTF-8, or has a NUL
     */
    public function fill(string|\Stringable $text): string
    {
        $text = (string) $text;
        return preg_match('/\A[^\0]*+\z/u', $text) === 1 ? $this->library->fill($this->verified, $text)
            : throw new \ValueError(__METHOD__ . '(): Argument #1 ($text) must be valid UTF-8 without a NUL');
    }

    /** @return array{unsigned: list<string>} */
    public function __debugInfo(): array
    {
        return ['unsigned' => $this->unsigned];
    }
}
