<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/** The declarations that PHP reads, as `make generate` writes them. */
final class Header
{
    public const FILE = __DIR__ . '/../../include/visitorseal.h';

    /** The header for `ffi.preload` on a machine whose library is that file. */
    public static function preloading(string $library): string
    {
        return preg_replace_callback(
            '/^#define FFI_LIB ".*"$/m',
            static fn(): string => "#define FFI_LIB \"$library\"",
            file_get_contents(self::FILE),
        );
    }
}
