<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

use FFI\CData;

/**
 * An object of the C library. PHP frees it with this object.
 *
 * The pointer is in a map keyed by this object, not in a property. Reflection can copy an object without its constructor, as
 * Laravel does for the closure of a job. Such a copy then has no pointer and frees nothing.
 *
 * @internal
 */
final class Handle
{
    use HoldsSecret {
        __clone as private;
    }

    /** Of a signer: whether it makes the same of the same visitor and time. Null until it has signed. */
    public ?bool $repeats = null;

    /** @var \WeakMap<self, CData> */
    private static \WeakMap $pointers;

    public function __construct(private readonly Library $library, public readonly string $type, CData $pointer)
    {
        self::$pointers ??= new \WeakMap();
        self::$pointers[$this] = $pointer;
    }

    /** @throws \LogicException for a copy, and after the destructor, which PHP also calls when it ends */
    public function pointer(): CData
    {
        return self::$pointers[$this] ?? throw Failure::copy();
    }

    public function __destruct()
    {
        // A site may call this twice, and at the end of PHP the map may be gone.
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
