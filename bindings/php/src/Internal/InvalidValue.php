<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/**
 * A value that cannot be written as JSON. {@see Input} turns it into an exception of the right class.
 *
 * @internal
 */
final class InvalidValue extends \Exception
{
    /** Longer names are cut to one character less and an ellipsis, as the core cuts them. */
    private const NAME_LENGTH = 48;

    public function __construct(
        public readonly string $errorCode,
        public readonly string $reason,
        public readonly ?string $field = null,
    ) {
        parent::__construct($errorCode);
    }

    /** The same about a member of that name. An error about the size of the whole names no member. */
    public function inMember(int|string $name, string $prefix = ''): self
    {
        return $this->errorCode === Json::TOO_LARGE ? $this
            : new self($this->errorCode, $this->reason, $prefix . self::shortName((string) $name));
    }

    /** A name that is fit for an error and a log line. */
    public static function shortName(string $name): string
    {
        $name = preg_replace('/[\p{Cc}\x{2028}\x{2029}]/u', "\u{FFFD}", $name) ?? "\u{FFFD}";
        $kept = self::NAME_LENGTH - 1;
        return preg_replace("/^(.{{$kept}}).{2,}$/us", '$1…', $name) ?? "\u{FFFD}";
    }
}
