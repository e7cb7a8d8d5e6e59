<?php

declare(strict_types=1);

namespace Visitorseal;

/** A cause that explains a refused signature. */
final readonly class Finding implements \Stringable
{
    /**
     * @param string      $code   the stable code of the cause, such as `other_field`
     * @param string|null $field  the field or claim that it is about, as the vendor names it
     * @param string      $reason what is wrong
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
