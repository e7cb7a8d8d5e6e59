<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

use FFI\CData;

/**
 * An object of the C library, freed with this one.
 *
 * The pointer stands in a map by this object and in no property: what copies an object behind its back (reflection,
 * as Laravel does to what a job's closure uses) gets a handle without a pointer, which frees nothing.
 */
final class Handle
{
    use HoldsSecret {
        __clone as private;
    }

    /** @var \WeakMap<self, CData> */
    private static \WeakMap $pointers;

    public function __construct(private readonly Library $library, private readonly string $type, CData $pointer)
    {
        self::$pointers ??= new \WeakMap();
        self::$pointers[$this] = $pointer;
    }

    /** @throws \LogicException for a copy, and for what was destroyed, by hand or as PHP ends */
    public function pointer(): CData
    {
        return self::$pointers[$this] ?? throw new \LogicException('This object is a copy, or PHP has destroyed it. '
            . 'Use the object that visitorseal returned, and before PHP ends.');
    }

    public function __destruct()
    {
        // Also where it is called twice, or at the end of PHP, when the map may be gone.
        if (isset(self::$pointers[$this])) {
            $pointer = self::$pointers[$this];
            unset(self::$pointers[$this]);
            $this->library->free($this->type, $pointer);
        }
    }

    /** @return array{type: string} */
    public function __debugInfo(): array
    {
        return ['type' => $this->type ?? ''];
    }
}
