<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/** PHP's values as JSON and back, without loss. */
final class Json
{
    public const TOO_LARGE = 'visitor_too_large';

    /** Values may be nested this deep; the library takes less. */
    private const MAX_DEPTH = 64;

    private function __construct(private int $left)
    {
    }

    /**
     * A map as a JSON object. Text may be \Stringable; a \stdClass is an object also where it is empty.
     *
     * @param array<mixed> $members
     * @param int          $largest bytes after which it is given up; the library judges the exact size
     *
     * @throws Unfit naming the value that JSON cannot hold
     */
    public static function object(#[\SensitiveParameter] array $members, int $largest): string
    {
        return self::written((new self($largest))->map($members, 0), JSON_UNESCAPED_UNICODE);
    }

    /** Any value as JSON of ASCII alone, for what we send: no charset can change it. */
    public static function ascii(#[\SensitiveParameter] mixed $value): string
    {
        return self::written($value, 0);
    }

    /** What the library said. A whole number beyond PHP's is its digits. */
    public static function read(#[\SensitiveParameter] string $json): mixed
    {
        return self::arrays(json_decode($json, false, 512, JSON_THROW_ON_ERROR | JSON_BIGINT_AS_STRING));
    }

    private static function written(#[\SensitiveParameter] mixed $value, int $flags): string
    {
        // Any other precision would change numbers; a server's php.ini may have one.
        $precision = ini_get('serialize_precision');
        $changes = $precision !== '-1' && $precision !== false && function_exists('ini_set');
        if ($changes) {
            ini_set('serialize_precision', '-1');
        }
        try {
            return json_encode($value, $flags | JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION);
        } finally {
            if ($changes) {
                ini_set('serialize_precision', $precision);
            }
        }
    }

    /** Objects as arrays, but those whose array would be written as a list. */
    private static function arrays(#[\SensitiveParameter] mixed $value): mixed
    {
        if (!is_array($value) && !$value instanceof \stdClass) {
            return $value;
        }
        $members = array_map(self::arrays(...), (array) $value);
        return is_object($value) && array_is_list($members) ? (object) $members : $members;
    }

    private function value(#[\SensitiveParameter] mixed $value, int $depth): mixed
    {
        return match (true) {
            is_string($value) => $this->text($value),
            is_int($value), is_bool($value), $value === null => $this->spend(1, $value),
            is_float($value) => is_finite($value)
                ? $this->spend(1, $value)
                : throw new Unfit('field_type', 'it is no number that JSON has'),
            is_array($value) => array_is_list($value) ? $this->members($value, $depth) : $this->map($value, $depth),
            $value instanceof \stdClass => $this->map((array) $value, $depth),
            $value instanceof \Stringable => $this->text((string) $value),
            default => throw new Unfit('field_type', 'it is ' . get_debug_type($value) . ', which JSON does not have'),
        };
    }

    /**
     * @param array<mixed> $members
     *
     * @return array<mixed>|\stdClass
     */
    private function map(#[\SensitiveParameter] array $members, int $depth): array|\stdClass
    {
        foreach (array_keys($members) as $key) {
            $this->text((string) $key);
        }
        $made = $this->members($members, $depth);
        // Other objects stay arrays: PHP leaves out an object's members whose names begin with a NUL.
        return array_is_list($made) ? (object) $made : $made;
    }

    /**
     * @param array<mixed> $members
     *
     * @return array<mixed>
     */
    private function members(#[\SensitiveParameter] array $members, int $depth): array
    {
        $this->spend(2, null);
        if ($depth > self::MAX_DEPTH) {
            throw new Unfit('attribute_too_deep', 'it is nested too deep, or holds itself');
        }
        $made = [];
        foreach ($members as $key => $member) {
            try {
                $made[$key] = $this->value($member, $depth + 1);
            } catch (Unfit $unfit) {
                throw is_int($key) && array_is_list($members) ? $unfit : $unfit->under($key);
            }
        }
        return $made;
    }

    private function text(#[\SensitiveParameter] string $text): string
    {
        $this->spend(strlen($text), null);
        return preg_match('//u', $text) === 1
            ? $text
            : throw new Unfit('field_invalid', 'it is not UTF-8; convert it where it is read');
    }

    private function spend(int $bytes, #[\SensitiveParameter] mixed $value): mixed
    {
        $this->left -= $bytes;
        return $this->left >= 0 ? $value : throw new Unfit(self::TOO_LARGE, 'it is too large');
    }
}
