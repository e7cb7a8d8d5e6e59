<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/**
 * The C declarations that PHP reads. `make generate` writes them.
 *
 * @internal
 */
final class Header
{
    public const FILE = __DIR__ . '/../../include/visitorseal.h';

    /** The header for `ffi.preload`, with the path of the library on this machine. */
    public static function forPreload(string $library): string
    {
        return preg_replace_callback(
            '/^#define FFI_LIB ".*"$/m',
            static fn(): string => "#define FFI_LIB \"$library\"",
            file_get_contents(self::FILE),
        );
    }
}
