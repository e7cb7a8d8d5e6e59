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

    private const KEEP_INSTEAD = Failure::OF_SECRET;

    public function __clone()
    {
        throw Failure::refusal(self::class, 'cloned', self::KEEP_INSTEAD);
    }
}
