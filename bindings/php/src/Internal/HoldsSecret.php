<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/**
 * For objects that hold a secret: they can be neither cloned nor serialized.
 *
 * @internal
 */
trait HoldsSecret
{
    use NotSerializable;

    private const KEEP_INSTEAD = 'It holds a secret. Make another one where you need it.';

    public function __clone()
    {
        throw new \LogicException(self::class . ' cannot be cloned. ' . self::KEEP_INSTEAD);
    }
}
