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
    private function __construct(
        public readonly string $errorCode,
        public readonly string $reason,
        public readonly ?string $field = null,
    ) {
        parent::__construct($errorCode);
    }

    /** @param key-of<Limits::FAULTS> $fault */
    public static function of(string $fault): self
    {
        return new self(...Limits::FAULTS[$fault]);
    }

    /** The fault of a value whose own code throws. That exception's message may hold a visitor's data, so it is lost here. */
    public static function ofFailure(): self
    {
        return new self('field_type', 'Reading the value throws an error. Pass a plain value.');
    }

    /** The same about a member of that name. An error about the size of the whole names no member. */
    public function inMember(int|string $name, string $prefix = ''): self
    {
        return $this->errorCode === Json::TOO_LARGE ? $this
            : new self($this->errorCode, $this->reason, $prefix . self::shortName((string) $name));
    }

    /** A name for an error and a log line, cut as the core cuts it. */
    public static function shortName(string $name): string
    {
        $name = preg_replace('/[\p{Cc}\x{2028}\x{2029}]/u', "\u{FFFD}", $name) ?? "\u{FFFD}";
        $kept = Limits::MAX_NAME - 1;
        return preg_replace("/^(.{{$kept}}).{2,}$/us", '$1…', $name) ?? "\u{FFFD}";
    }
}
