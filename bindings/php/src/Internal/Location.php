<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/** Where the C library may be. */
final class Location
{
    public const VARIABLE = 'VISITORSEAL_LIBRARY';

    /**
     * Files to try, the first that loads wins: the one that the environment names and no other, or else the one
     * in this package, then the system's by its SONAME.
     *
     * @return list<string>
     */
    public static function candidates(): array
    {
        // Only the process's own environment: a web server's parameters may come from a request.
        $named = getenv(self::VARIABLE, true);
        if ($named !== false && $named !== '') {
            return [$named];
        }
        $bundled = self::bundled();
        return is_file($bundled) ? [$bundled, self::soname()] : [self::soname()];
    }

    /** The file for this platform in the package that `make dist` packs. */
    public static function bundled(): string
    {
        $platform = strtolower(php_uname('m') . '-' . php_uname('s'));
        return dirname(__DIR__, 2) . "/lib/$platform/libvisitorseal." . self::suffix();
    }

    /** The name under which the system's loader finds the library. */
    public static function soname(): string
    {
        return match (PHP_OS_FAMILY) {
            'Darwin' => 'libvisitorseal.' . Version::INTERFACE . '.dylib',
            'Windows' => 'visitorseal.dll',
            default => 'libvisitorseal.so.' . Version::INTERFACE,
        };
    }

    private static function suffix(): string
    {
        return ['Darwin' => 'dylib', 'Windows' => 'dll'][PHP_OS_FAMILY] ?? 'so';
    }
}
