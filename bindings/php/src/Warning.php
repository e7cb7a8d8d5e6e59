<?php

declare(strict_types=1);

namespace Visitorseal;

/** A problem that does not stop signing, such as a short secret. */
final readonly class Warning
{
    /**
     * @param string $code   the stable code, such as `secret_short`
     * @param string $field  what it is about: a field of the visitor, or `secret`
     * @param string $reason what is wrong and what to do
     */
    public function __construct(public string $code, public string $field, public string $reason)
    {
    }
}
