<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/** Written by `make generate` from Cargo.toml. */
final class Version
{
    public const PACKAGE = '0.1.0';

    /** What the library's SONAME promises. */
    public const INTERFACE = '0.1';
}
