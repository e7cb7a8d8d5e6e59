<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Contracts\Support\Htmlable;
use Visitorseal\Script;

/** A {@see Script}, or an element, that Blade does not escape, not even in `{{ }}`. */
final readonly class Html extends Script implements Htmlable
{
    public function toHtml(): string
    {
        return (string) $this;
    }
}
