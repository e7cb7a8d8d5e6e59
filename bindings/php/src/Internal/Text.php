<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

use Visitorseal\ConfigurationError;

/**
 * What a caller gave as text.
 *
 * Parameters of the public classes are `mixed`: to a caller without strict types, PHP would hand over `true`
 * as "1" and 1.5 as "1.5", and everybody's visitor would be the same one.
 */
final class Text
{
    /** Text as it is; null for anything else. */
    public static function of(#[\SensitiveParameter] mixed $value): ?string
    {
        return match (true) {
            is_string($value) => $value,
            $value instanceof \Stringable => (string) $value,
            default => null,
        };
    }

    /** A secret or key. Null and false are a variable that is not set: an empty one, for the library to refuse. */
    public static function ofSecret(#[\SensitiveParameter] mixed $value, string $errorCode, string $field): string
    {
        if ($value === null || $value === false) {
            return '';
        }
        return self::of($value)
            ?? throw new ConfigurationError($errorCode, $field, 'it is ' . get_debug_type($value) . ' and no text');
    }

    /** The nonce of a page's Content-Security-Policy, or null. */
    public static function ofNonce(#[\SensitiveParameter] mixed $nonce): ?string
    {
        return $nonce === null ? null : self::of($nonce)
            ?? throw new ConfigurationError('nonce_invalid', 'nonce', 'a nonce is text, as the page\'s policy has it');
    }

    /** Unix seconds: those that were given, or the system's. */
    public static function ofNow(#[\SensitiveParameter] mixed $now): int
    {
        return match (true) {
            $now === null => time(),
            is_int($now) => $now,
            default => throw new ConfigurationError('now_invalid', 'now', 'the time is Unix seconds as an int'),
        };
    }
}
