<?php

declare(strict_types=1);

namespace Visitorseal;

/** One thing that an explanation found. */
final readonly class Finding implements \Stringable
{
    /**
     * @param string      $code   a stable name, such as `other_field`
     * @param string|null $field  what it is about, in the vendor's words, where there is such a thing
     * @param string      $reason what was found
     * @param string      $fix    what to change
     */
    public function __construct(
        public string $code,
        public ?string $field,
        public string $reason,
        public string $fix,
    ) {
    }

    public function __toString(): string
    {
        return "$this->code: $this->reason; $this->fix";
    }
}
