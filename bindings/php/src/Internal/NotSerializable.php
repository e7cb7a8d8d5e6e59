<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/**
 * For objects that hold a secret or a pointer of the C library: they cannot go into a queue or a session. The constant
 * `KEEP_INSTEAD` says what can.
 *
 * @internal
 */
trait NotSerializable
{
    /** @return never */
    public function __serialize(): array
    {
        throw new \LogicException(self::class . ' cannot be serialized. ' . self::KEEP_INSTEAD);
    }

    /** @param array<mixed> $data */
    public function __unserialize(#[\SensitiveParameter] array $data): void
    {
        throw new \LogicException(self::class . ' cannot be unserialized. ' . self::KEEP_INSTEAD);
    }
}
