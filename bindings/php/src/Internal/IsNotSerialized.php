<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/** What holds a secret, or stands on an object of the C library, fits in no queue and no session. `KEEP` says what does. */
trait IsNotSerialized
{
    /** @return never */
    public function __serialize(): array
    {
        throw new \LogicException(self::class . ' is not serialized. ' . self::KEEP);
    }

    /** @param array<mixed> $data */
    public function __unserialize(#[\SensitiveParameter] array $data): void
    {
        throw new \LogicException(self::class . ' is not unserialized. ' . self::KEEP);
    }
}
