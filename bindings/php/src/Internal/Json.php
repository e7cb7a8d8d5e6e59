<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/**
 * Writes PHP's values as JSON without loss, and reads JSON.
 *
 * @internal
 */
final class Json
{
    public const TOO_LARGE = 'visitor_too_large';

    /** Fields hold attributes at some depth of their own; the library checks them. */
    private const MAX_DEPTH_OF_FIELDS = 64;

    private const FLAGS = JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION;

    /** What {@see sizeOfPlain} returns for a value that it does not know, and for a visitor that is too large. */
    private const NOT_PLAIN = 1 << 30;

    private function __construct(private int $bytesLeft, private readonly bool $isAttribute = false)
    {
    }

    /**
     * A visitor. Only its attributes may be dates, enums and the like.
     *
     * @param array<mixed> $visitor
     *
     * @throws InvalidValue
     */
    public static function visitor(#[\SensitiveParameter] array $visitor): string
    {
        $writer = new self(Limits::MAX_VISITOR);
        $attributes = self::isMap($visitor['attributes'] ?? null) ? (array) $visitor['attributes'] : null;
        $values = $writer->topMap(\array_diff_key($visitor, $attributes === null ? [] : ['attributes' => true]));
        if ($attributes !== null) {
            $members = (new self($writer->bytesLeft, true))->topMap($attributes, 'attributes.');
            $values['attributes'] = self::asObject($members);
        }
        return self::encode(self::asObject($values), JSON_UNESCAPED_UNICODE);
    }

    /**
     * A map as a JSON object.
     *
     * @param array<mixed> $members
     * @param int          $limit   the size in bytes at which to give up; the library knows the exact limit
     *
     * @throws InvalidValue
     */
    public static function object(#[\SensitiveParameter] array $members, int $limit): string
    {
        return self::encode(self::asObject((new self($limit))->topMap($members)), JSON_UNESCAPED_UNICODE);
    }

    /** Any value as JSON in ASCII: then no charset of a page can change it. */
    public static function toAscii(#[\SensitiveParameter] mixed $value): string
    {
        return self::encode($value, 0);
    }

    /** Reads the library's JSON. An integer that PHP cannot hold becomes its digits as text. Objects are arrays where they can be. */
    public static function decode(#[\SensitiveParameter] string $json): mixed
    {
        // The library writes no white space. Without the first two, no object is a list as an array. PHP's objects refuse a
        // name that begins with NUL.
        $needsObjects = \str_contains($json, '{}') || \str_contains($json, '{"0":') || \str_contains($json, '"\u0000');
        $value = \json_decode($json, !$needsObjects, 512, JSON_THROW_ON_ERROR | JSON_BIGINT_AS_STRING);
        return $needsObjects ? self::toArrays($value) : $value;
    }

    /**
     * A visitor of text, whole numbers, booleans, null, and arrays, which PHP writes as it should. Null for any other visitor, and
     * for one that is wrong: the way over each value finds what is wrong with it.
     *
     * @param array<mixed> $visitor
     */
    public static function plainVisitor(#[\SensitiveParameter] array $visitor): ?string
    {
        $bytes = 0;
        $name = null;
        foreach ($visitor as $name => $member) {
            $bytes += \is_string($name) ? \strlen($name) : 1;
            if (\is_string($member)) {
                $bytes += \strlen($member);
            } elseif (\is_array($member) && $member) {
                $bytes += self::sizeOfPlain($member, Limits::MAX_DEPTH);
            } elseif (!\is_int($member) && !\is_bool($member) && $member !== null) {
                return null;
            }
            if ($bytes > Limits::MAX_VISITOR) {
                return null;
            }
        }
        // The library reports the first fault, and the way over each value writes the attributes last.
        if ($name !== 'attributes' && isset($visitor['attributes'])) {
            return null;
        }
        try {
            $json = \json_encode($visitor, self::FLAGS | JSON_UNESCAPED_UNICODE);
        } catch (\JsonException) {
            return null;
        }
        // A list is no visitor.
        return $json[0] === '{' ? $json : null;
    }

    /**
     * How many bytes names and texts have at least, so that a huge value is refused before it is copied.
     *
     * @param array<mixed> $members
     */
    private static function sizeOfPlain(#[\SensitiveParameter] array $members, int $levelsLeft): int
    {
        $bytes = 2;
        foreach ($members as $name => $member) {
            $bytes += \is_string($name) ? \strlen($name) : 1;
            if (\is_string($member)) {
                $bytes += \strlen($member);
            } elseif (\is_array($member)) {
                $bytes += $levelsLeft > 0 ? self::sizeOfPlain($member, $levelsLeft - 1) : self::NOT_PLAIN;
            } elseif (\is_int($member) || \is_bool($member) || $member === null
                || (\is_float($member) && \is_finite($member) && self::keepsFloats())
                || ($member instanceof \stdClass && $member::class === \stdClass::class && (array) $member === [])) {
                $bytes++;
            } else {
                return self::NOT_PLAIN;
            }
            if ($bytes > Limits::MAX_VISITOR) {
                return self::NOT_PLAIN;
            }
        }
        return $bytes;
    }

    /** With any other precision, which php.ini may set, PHP changes floats. */
    private static function keepsFloats(): bool
    {
        return \function_exists('ini_get') && \ini_get('serialize_precision') === '-1';
    }

    private static function encode(#[\SensitiveParameter] mixed $value, int $flags): string
    {
        $precision = \function_exists('ini_get') ? \ini_get('serialize_precision') : '-1';
        $changes = $precision !== '-1' && $precision !== false && \function_exists('ini_set');
        if ($changes) {
            \ini_set('serialize_precision', '-1');
        }
        try {
            return \json_encode($value, $flags | self::FLAGS);
        } finally {
            if ($changes) {
                \ini_set('serialize_precision', $precision);
            }
        }
    }

    /** Objects as arrays, except where PHP would write the array as a list. */
    private static function toArrays(#[\SensitiveParameter] mixed $value): mixed
    {
        if (!\is_array($value) && !$value instanceof \stdClass) {
            return $value;
        }
        $members = \array_map(self::toArrays(...), (array) $value);
        return \is_object($value) && \array_is_list($members) ? (object) $members : $members;
    }

    /** A class below stdClass is a class of the site's own: an object like any other. */
    private static function isPlainObject(#[\SensitiveParameter] mixed $value): bool
    {
        return $value instanceof \stdClass && $value::class === \stdClass::class;
    }

    private static function isMap(#[\SensitiveParameter] mixed $value): bool
    {
        return self::isPlainObject($value) || (\is_array($value) && !\array_is_list($value));
    }

    /**
     * @param array<mixed> $members
     *
     * @return array<mixed>|\stdClass
     */
    private static function asObject(#[\SensitiveParameter] array $members): array|\stdClass
    {
        // Other objects stay arrays: PHP leaves out members of an object whose names begin with a NUL.
        return \array_is_list($members) ? (object) $members : $members;
    }

    /**
     * The members of the outermost map, whose names errors state.
     *
     * @param array<mixed> $members
     *
     * @return array<mixed>
     */
    private function topMap(#[\SensitiveParameter] array $members, string $prefix = ''): array
    {
        try {
            $this->names($members);
        } catch (InvalidValue $invalid) {
            throw $prefix === '' ? $invalid : $invalid->inMember(\rtrim($prefix, '.'));
        }
        $values = [];
        foreach ($members as $name => $member) {
            try {
                $values[$name] = $this->value($member, 0);
            } catch (InvalidValue $invalid) {
                throw $invalid->inMember($name, $prefix);
            }
        }
        return $values;
    }

    private function value(#[\SensitiveParameter] mixed $value, int $depth): mixed
    {
        return match (true) {
            \is_string($value) => $this->text($value),
            \is_int($value), \is_bool($value), $value === null => $this->count(1, $value),
            \is_float($value) => \is_finite($value) ? $this->count(1, $value)
                : throw InvalidValue::of('number_not_finite'),
            \is_array($value) => \array_is_list($value) ? $this->list($value, $depth) : $this->map($value, $depth),
            self::isPlainObject($value) => $this->map((array) $value, $depth),
            $this->isAttribute => $this->attributeObject($value),
            // The text of a file object is a line of the file.
            $value instanceof \Stringable && !$value instanceof \SplFileInfo =>
                $this->text(self::ownResult($value->__toString(...))),
            default => throw InvalidValue::of('value_type'),
        };
    }

    /** What sites' models hold: a time, an enum, a decimal, or what writes itself as a JSON scalar. Never a whole model. */
    private function attributeObject(#[\SensitiveParameter] mixed $value): string|int|float|bool
    {
        if ($value instanceof \DateTimeInterface) {
            return $this->text(self::time($value));
        }
        if ($value instanceof \UnitEnum) {
            return match (true) {
                !$value instanceof \BackedEnum => throw InvalidValue::of('enum_type'),
                \is_string($value->value) => $this->text($value->value),
                default => $value->value,
            };
        }
        if ($value instanceof \JsonSerializable) {
            $scalar = self::ownResult($value->jsonSerialize(...));
            return match (true) {
                \is_string($scalar) => $this->text($scalar),
                \is_int($scalar), \is_bool($scalar) => $scalar,
                \is_float($scalar) => \is_finite($scalar) ? $scalar : throw InvalidValue::of('number_not_finite'),
                default => throw InvalidValue::of('object_type'),
            };
        }
        // Any other object's text is for people: a model's may hold its password.
        return $value instanceof \BcMath\Number ? $this->text((string) $value) : throw InvalidValue::of('value_type');
    }

    /**
     * What a method of the site's own value returns.
     *
     * @param \Closure(): mixed $method
     *
     * @throws InvalidValue
     */
    private static function ownResult(#[\SensitiveParameter] \Closure $method): mixed
    {
        try {
            return $method();
        } catch (\Throwable) {
            throw InvalidValue::ofFailure();
        }
    }

    /** A time as RFC 3339 has it, with as many digits of a second as it needs. */
    private static function time(#[\SensitiveParameter] \DateTimeInterface $time): string
    {
        // PHP's own class: a class of the site's may have another format or offset.
        $time = self::ownResult(static fn(): \DateTimeImmutable => \DateTimeImmutable::createFromInterface($time));
        // RFC 3339 has no offset with seconds, which zones had before 1900, and no year of five digits.
        if ($time->getOffset() % 60 !== 0) {
            $time = $time->setTimezone(new \DateTimeZone('UTC'));
        }
        if (\preg_match('/^\d{4}$/D', $time->format('Y')) !== 1) {
            throw InvalidValue::of('value_type');
        }
        $fraction = \rtrim($time->format('.u'), '.0');
        return $time->format('Y-m-d\TH:i:s') . $fraction . ($time->getOffset() === 0 ? 'Z' : $time->format('P'));
    }

    /**
     * @param array<mixed> $members
     *
     * @return array<mixed>|\stdClass
     */
    private function map(#[\SensitiveParameter] array $members, int $depth): array|\stdClass
    {
        $this->names($members);
        return self::asObject($this->list($members, $depth));
    }

    /**
     * @param array<mixed> $members
     *
     * @return array<mixed>
     */
    private function list(#[\SensitiveParameter] array $members, int $depth): array
    {
        $this->count(2, null);
        $limit = $this->isAttribute ? Limits::MAX_DEPTH : self::MAX_DEPTH_OF_FIELDS;
        if ($depth >= $limit) {
            throw InvalidValue::of('attribute_too_deep');
        }
        $values = [];
        foreach ($members as $key => $member) {
            $values[$key] = $this->value($member, $depth + 1);
        }
        return $values;
    }

    /** @param array<mixed> $members */
    private function names(#[\SensitiveParameter] array $members): void
    {
        foreach ($members as $name => $_) {
            $this->text((string) $name);
        }
    }

    private function text(#[\SensitiveParameter] string $text): string
    {
        $this->count(\strlen($text), null);
        return \preg_match('//u', $text) === 1
            ? $text
            : throw InvalidValue::of('text_not_unicode');
    }

    /** Counts bytes, so that a huge value is refused before it is copied. */
    private function count(int $bytes, #[\SensitiveParameter] mixed $value): mixed
    {
        $this->bytesLeft -= $bytes;
        return $this->bytesLeft >= 0 ? $value
            : throw InvalidValue::of('visitor_too_large');
    }
}
