<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/** What holds a secret is neither copied nor serialized. */
trait HoldsSecret
{
    use IsNotSerialized;

    private const KEEP = 'It holds a secret. Make another one where you need it.';

    public function __clone()
    {
        throw new \LogicException(self::class . ' is not cloned. ' . self::KEEP);
    }
}
