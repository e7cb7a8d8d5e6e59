<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/** A value that JSON cannot hold, for the caller to raise as an exception of the right kind. */
final class Unfit extends \Exception
{
    private const NAME_LENGTH = 48;

    public function __construct(
        public readonly string $errorCode,
        public readonly string $reason,
        public readonly ?string $path = null,
    ) {
        parent::__construct($errorCode);
    }

    /** Says under which key the value stands. */
    public function under(int|string $key): self
    {
        if ($this->errorCode === Json::TOO_LARGE) {
            return $this;
        }
        $name = substr((string) $key, 0, self::NAME_LENGTH);
        $name = preg_replace('/[\p{Cc}]/u', '', $name) ?? '?';
        return new self($this->errorCode, $this->reason, $this->path === null ? $name : "$name.$this->path");
    }
}
