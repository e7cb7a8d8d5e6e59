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
        throw Failure::refusal(self::class, 'serialized', self::KEEP_INSTEAD);
    }

    /** @param array<mixed> $data */
    public function __unserialize(#[\SensitiveParameter] array $data): void
    {
        throw Failure::refusal(self::class, 'unserialized', self::KEEP_INSTEAD);
    }
}
