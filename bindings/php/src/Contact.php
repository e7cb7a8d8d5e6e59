<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Handle;
use Visitorseal\Internal\IsNotSerialized;
use Visitorseal\Internal\Library;
use Visitorseal\Internal\Text;

/** A verified visitor as the vendor's contact. */
final readonly class Contact
{
    use IsNotSerialized;

    private const KEEP = 'Keep the properties that you need, such as externalId.';

    /** What identifies the contact: the signed field that the vendor uses for it. */
    public ?string $externalId;

    /** The name; see `unsigned`. */
    public ?string $name;

    /** The email address; see `unsigned`. */
    public ?string $email;

    /** The telephone number; see `unsigned`. */
    public ?string $phone;

    /** @var array<string, mixed> the attributes, those that are signed first; see `unsigned` */
    public array $attributes;

    /** @var list<string> the names of those that the signature does not cover: anyone can have written them */
    public array $unsigned;

    /**
     * @internal
     *
     * @param array<string, mixed> $said
     */
    public function __construct(
        private Library $library,
        private Handle $verified,
        #[\SensitiveParameter] array $said,
    ) {
        $this->externalId = $said['external_id'] ?? null;
        $this->name = $said['name'] ?? null;
        $this->email = $said['email'] ?? null;
        $this->phone = $said['phone'] ?? null;
        $this->attributes = (array) $said['attributes'];
        $this->unsigned = $said['unsigned'];
    }

    /**
     * Fills `{{contact.email}}`, `{{contact.name}}`, `{{contact.phone}}`, `{{contact.external_id}}` and
     * `{{contact.attr.KEY}}`. One pass, plain text; unknown ones become empty.
     *
     * @param string $text
     *
     * @throws InternalError `argument_encoding` for what is not UTF-8
     */
    public function fill(mixed $text): string
    {
        $text = Text::of($text) ?? throw new InternalError('argument_encoding', 'text', 'it is no text');
        return $this->library->fill($this->verified, $text);
    }

    /** @return array{unsigned: list<string>} */
    public function __debugInfo(): array
    {
        return ['unsigned' => $this->unsigned];
    }
}
