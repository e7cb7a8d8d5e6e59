<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/**
 * The versions of package and library. `make generate` writes this file from Cargo.toml.
 *
 * @internal
 */
final class Version
{
    public const PACKAGE = '0.1.0';

    /** The version in the library's SONAME. */
    public const INTERFACE = '0.1';
}
