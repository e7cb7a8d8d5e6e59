<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

use Visitorseal\ConfigurationException;
use Visitorseal\Warning;

/**
 * What the extension visitorseal leaves to PHP's code, because it is seldom or because the code for ffi has it, too.
 *
 * @internal
 */
final class Extension
{
    /** @throws ConfigurationException `library_version` */
    public static function checkVersion(string $version): void
    {
        if (!\str_starts_with("$version.", Version::INTERFACE . '.')) {
            $reason = "The extension visitorseal is version $version, and this package needs " . Version::INTERFACE
                . '.x. Build it again from the version of the package, and restart PHP.';
            throw new ConfigurationException('library_version', 'visitorseal', $reason);
        }
    }

    public static function schemeName(string $json): string
    {
        return Json::decode($json)['name'];
    }

    /** @return list<Warning> */
    public static function warnings(#[\SensitiveParameter] string $json): array
    {
        return self::warningsOf(Json::decode($json));
    }

    /** @return array<mixed> */
    public static function fields(#[\SensitiveParameter] string $json): array
    {
        return (array) Json::decode($json);
    }

    /**
     * The properties of a signed visitor that stand in its JSON.
     *
     * @param list<Warning> $extra
     *
     * @return array<string, mixed>
     */
    public static function signed(#[\SensitiveParameter] string $json, array $extra): array
    {
        $signed = Json::decode($json);
        return [
            'scheme' => $signed['scheme'],
            'signature' => $signed['signature'],
            'expiresAt' => $signed['expires_at'],
            'mark' => $signed['mark'],
            'warnings' => [...self::warningsOf($signed['warnings']), ...$extra],
        ];
    }

    /**
     * The JSON of a signed visitor with more warnings.
     *
     * @param list<Warning> $extra
     */
    public static function withWarnings(#[\SensitiveParameter] string $json, array $extra): string
    {
        $from = \strrpos($json, ',"warnings":[');
        $warnings = [...self::warnings(\substr($json, $from + \strlen(',"warnings":'), -1)), ...$extra];
        return \substr($json, 0, $from) . ',"warnings":' . Json::toAscii($warnings) . '}';
    }

    /**
     * @param list<array{code: string, field: string, reason: string}> $warnings
     *
     * @return list<Warning>
     */
    private static function warningsOf(#[\SensitiveParameter] array $warnings): array
    {
        return \array_map(static fn(array $warning): Warning => new Warning(...$warning), $warnings);
    }
}
