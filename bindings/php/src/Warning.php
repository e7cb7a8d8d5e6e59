<?php

declare(strict_types=1);

namespace Visitorseal;

/** What works and deserves a look, such as a short secret. */
final readonly class Warning
{
    /**
     * @param string $code   a stable name, such as `secret_short`
     * @param string $field  what it is about, in the visitor's words, or `secret`
     * @param string $reason a sentence for a person
     */
    public function __construct(public string $code, public string $field, public string $reason)
    {
    }
}
