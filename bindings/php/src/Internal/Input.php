<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

use Visitorseal\ConfigurationException;
use Visitorseal\Key;
use Visitorseal\RefusedException;
use Visitorseal\VisitorException;

/**
 * Turns what callers pass into what the C library takes.
 *
 * Some parameters of the public classes are `mixed`, because PHP would convert values for callers without strict types:
 * `true` becomes "1", and then every visitor has the same id.
 *
 * @internal
 */
final class Input
{
    /** At this size PHP stops writing fields. The library knows the exact limit. */
    private const MAX_FIELDS = 1_048_576;

    /**
     * A visitor as JSON.
     *
     * @param array<string, mixed> $named named arguments; they replace the array's members
     *
     * @throws VisitorException
     */
    public static function visitor(#[\SensitiveParameter] mixed $visitor, #[\SensitiveParameter] array $named): string
    {
        if (\is_array($visitor) && (!$named || !$visitor)) {
            $json = Json::plainVisitor($named ?: $visitor);
            if ($json !== null) {
                return $json;
            }
        }
        if (!\is_array($visitor) || ($visitor !== [] && \array_is_list($visitor))) {
            [$code, $reason] = Limits::FAULTS['visitor_type'];
            throw new VisitorException($code, null, $reason);
        }
        $visitor = $named + $visitor;
        // PHP has one empty array. Here it is the empty map.
        if (($visitor['attributes'] ?? null) === []) {
            // array_replace() and not an assignment: the caller's array may hold a reference.
            $visitor = \array_replace($visitor, ['attributes' => new \stdClass()]);
        }
        try {
            return Json::visitor($visitor);
        } catch (InvalidValue $invalid) {
            throw new VisitorException($invalid->errorCode, $invalid->field, $invalid->reason);
        }
    }

    /**
     * The named arguments that a call has.
     *
     * @param array<string, mixed> $named
     *
     * @return array<string, mixed>
     */
    public static function given(#[\SensitiveParameter] array $named): array
    {
        return \array_filter($named, static fn(#[\SensitiveParameter] mixed $value): bool => $value !== Argument::NotGiven);
    }

    /**
     * The fields of a request as JSON.
     *
     * @throws RefusedException
     */
    public static function fields(#[\SensitiveParameter] mixed $fields): string
    {
        if (!\is_array($fields) || ($fields !== [] && \array_is_list($fields))) {
            $reason = "The fields must be an array with the vendor's names as keys.";
            throw new RefusedException('fields_malformed', null, $reason);
        }
        try {
            return Json::object($fields, self::MAX_FIELDS);
        } catch (InvalidValue $invalid) {
            throw $invalid->errorCode === Json::TOO_LARGE
                ? new RefusedException('fields_too_large', null, 'The fields are larger than a page can send. Send the fields alone.')
                : new RefusedException('fields_malformed', $invalid->field, $invalid->reason);
        }
    }

    /**
     * Settings as JSON. Named arguments are camelCase; settings are snake_case.
     *
     * @param array<mixed> $settings
     *
     * @throws ConfigurationException
     */
    public static function settings(#[\SensitiveParameter] array $settings): ?string
    {
        $named = [];
        foreach ($settings as $name => $value) {
            if (!\is_string($name)) {
                $reason = 'Pass settings as named arguments, such as appId: ….';
                throw new ConfigurationException('setting_unknown', null, $reason);
            }
            $named[strtolower(preg_replace('/(?<=[a-z0-9])[A-Z]/', '_$0', $name) ?? $name)] = $value;
        }
        try {
            return $named === [] ? null : Json::object($named, Limits::MAX_VISITOR);
        } catch (InvalidValue $invalid) {
            throw new ConfigurationException('setting_invalid', $invalid->field, $invalid->reason);
        }
    }

    /**
     * Keys with their names, newest first.
     *
     * @return list<array{string, string|null}>
     *
     * @throws \TypeError
     */
    public static function keys(#[\SensitiveParameter] mixed $keys, string $method): array
    {
        $pairs = [];
        foreach (\array_values(\is_array($keys) ? $keys : [$keys]) as $index => $key) {
            $pairs[] = $key instanceof Key
                ? [$key->bytes(), $key->kid]
                : [self::optionalText($key) ?? throw self::typeError(
                    $method,
                    2,
                    \is_array($keys) ? "keys[$index]" : 'keys',
                    \is_array($keys) ? 'Visitorseal\Key|string' : 'Visitorseal\Key|array|string',
                    $key,
                ), null];
        }
        return $pairs;
    }

    /**
     * A secret or key. A missing one is empty, for the library to refuse.
     *
     * @throws \TypeError
     */
    public static function secret(#[\SensitiveParameter] mixed $value, string $method, int $position, string $name): string
    {
        return self::optionalText($value) ?? throw self::typeError($method, $position, $name, 'string', $value);
    }

    /** @throws ConfigurationException */
    public static function maxToken(#[\SensitiveParameter] int $bytes): int
    {
        return $bytes >= 1
            ? $bytes
            : throw new ConfigurationException('setting_invalid', 'max_token', 'The largest token must be at least 1 byte.');
    }

    /** Text as it is; null for anything else. */
    public static function text(#[\SensitiveParameter] mixed $value): ?string
    {
        return match (true) {
            \is_string($value) => $value,
            $value instanceof \Stringable => (string) $value,
            default => null,
        };
    }

    public static function nonce(#[\SensitiveParameter] string|\Stringable|null $nonce): ?string
    {
        return $nonce === null ? null : (string) $nonce;
    }

    /** The error that PHP itself throws for an argument of a wrong type. */
    public static function typeError(
        string $method,
        int $position,
        string $name,
        string $expected,
        #[\SensitiveParameter] mixed $value,
    ): \TypeError {
        $given = get_debug_type($value);
        return new \TypeError("$method(): Argument #$position (\$$name) must be of type $expected, $given given");
    }

    /** Text. Null and false are how configuration and `getenv()` say that a variable is not set. */
    private static function optionalText(#[\SensitiveParameter] mixed $value): ?string
    {
        return $value === null || $value === false ? '' : self::text($value);
    }
}
