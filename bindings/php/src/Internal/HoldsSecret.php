<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/** What holds a secret or memory of the library's is neither copied nor stored. */
trait HoldsSecret
{
    public function __clone()
    {
        throw self::kept();
    }

    /** @return never */
    public function __serialize(): array
    {
        throw self::kept();
    }

    /** @param array<mixed> $data */
    public function __unserialize(array $data): void
    {
        throw self::kept();
    }

    private static function kept(): \LogicException
    {
        return new \LogicException(self::class . ' is neither copied nor serialised: it holds a secret');
    }
}
