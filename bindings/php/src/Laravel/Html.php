<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Contracts\Support\Htmlable;
use Visitorseal\Script;

/** A {@see Script} that Blade prints as it stands, also with `{{ }}`. */
final readonly class Html implements Htmlable, \JsonSerializable, \Stringable
{
    public function __construct(private Script $script)
    {
    }

    public function toHtml(): string
    {
        return (string) $this->script;
    }

    public function jsonSerialize(): string
    {
        return (string) $this->script;
    }

    public function __toString(): string
    {
        return (string) $this->script;
    }
}
