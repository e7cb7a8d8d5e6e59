<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/** An object of the library's, freed with this one. */
final readonly class Handle
{
    use HoldsSecret {
        // Refused before there is a copy, whose destructor would free what this one holds.
        __clone as private;
    }

    /** @param object $pointer what {@see Library} knows how to pass and to free */
    public function __construct(private Library $library, private string $type, public object $pointer)
    {
    }

    public function __destruct()
    {
        $this->library->free($this->type, $this->pointer);
    }

    /** @return array{type: string} */
    public function __debugInfo(): array
    {
        return ['type' => $this->type];
    }
}
