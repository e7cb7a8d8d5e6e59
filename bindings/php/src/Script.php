<?php

declare(strict_types=1);

namespace Visitorseal;

/** HTML that is safe in a page. Print it as it is: do not escape it again. */
readonly class Script implements \JsonSerializable, \Stringable
{
    public function __construct(private string $html = '')
    {
    }

    public function __toString(): string
    {
        return $this->html;
    }

    public function jsonSerialize(): string
    {
        return $this->html;
    }

    /** @return array{length: int} */
    public function __debugInfo(): array
    {
        return ['length' => strlen($this->html)];
    }
}
