<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

use Visitorseal\ConfigurationError;
use Visitorseal\Key;
use Visitorseal\Refused;
use Visitorseal\VisitorError;

/** What callers give, as the library takes it; what cannot be taken is an exception of ours. */
final class Input
{
    private const LARGEST = 65_536;
    private const LARGEST_FIELDS = 1_048_576;

    /**
     * A visitor as JSON.
     *
     * @param array<string, mixed> $named named arguments, which take the place of the array's members
     *
     * @throws VisitorError
     */
    public static function visitor(#[\SensitiveParameter] mixed $visitor, #[\SensitiveParameter] array $named): string
    {
        if (!is_array($visitor) || ($visitor !== [] && array_is_list($visitor))) {
            $reason = 'a visitor is an array with names as keys; or give named arguments: id: …, email: …';
            throw new VisitorError('visitor_malformed', null, $reason);
        }
        $visitor = array_filter($named, static fn(mixed $value): bool => $value !== Omitted::Here) + $visitor;
        // PHP writes the empty map and the empty list alike.
        if (($visitor['attributes'] ?? null) === []) {
            // No assignment: the caller's array may hold a reference.
            $visitor = array_replace($visitor, ['attributes' => new \stdClass()]);
        }
        try {
            return Json::object($visitor, self::LARGEST);
        } catch (Unfit $unfit) {
            throw new VisitorError($unfit->errorCode, $unfit->path, $unfit->reason);
        }
    }

    /**
     * The fields of a page as JSON.
     *
     * @throws Refused
     */
    public static function fields(#[\SensitiveParameter] mixed $fields): string
    {
        if (!is_array($fields) || ($fields !== [] && array_is_list($fields))) {
            throw new Refused('fields_malformed', null, 'the fields are an array with the vendor\'s names as keys');
        }
        try {
            return Json::object($fields, self::LARGEST_FIELDS);
        } catch (Unfit $unfit) {
            $code = $unfit->errorCode === Json::TOO_LARGE ? 'fields_too_large' : 'fields_malformed';
            throw new Refused($code, $unfit->path, $unfit->reason);
        }
    }

    /**
     * Settings as JSON: named arguments are camelCase, settings are snake_case.
     *
     * @param array<mixed> $settings
     *
     * @throws ConfigurationError
     */
    public static function settings(#[\SensitiveParameter] array $settings): ?string
    {
        $named = [];
        foreach ($settings as $name => $value) {
            if (!is_string($name)) {
                throw new ConfigurationError('setting_unknown', null, 'settings are named arguments, such as appId: …');
            }
            $named[strtolower(preg_replace('/(?<=[a-z0-9])[A-Z]/', '_$0', $name) ?? $name)] = $value;
        }
        try {
            return $named === [] ? null : Json::object($named, self::LARGEST);
        } catch (Unfit $unfit) {
            throw new ConfigurationError('setting_invalid', $unfit->path, $unfit->reason);
        }
    }

    /**
     * Keys with their names, newest first.
     *
     * @return list<array{string, string|null}>
     *
     * @throws ConfigurationError
     */
    public static function keys(#[\SensitiveParameter] mixed $keys): array
    {
        $made = [];
        foreach (array_values(is_array($keys) ? $keys : [$keys]) as $index => $key) {
            $made[] = $key instanceof Key
                ? [$key->bytes(), $key->kid]
                : [Text::ofSecret($key, 'key_malformed', "keys[$index]"), null];
        }
        return $made;
    }
}
