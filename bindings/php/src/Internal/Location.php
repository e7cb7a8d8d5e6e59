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
        // Shared hosts disable functions; then the variable is not there.
        $named = function_exists('getenv') ? getenv(self::VARIABLE, true) : false;
        if ($named !== false && $named !== '') {
            return [$named];
        }
        return [...array_filter(self::bundled(), is_file(...)), self::soname()];
    }

    /**
     * The file for this platform in the package that `make dist` packs; where PHP may not tell the platform, all of
     * this system's.
     *
     * @return list<string>
     */
    public static function bundled(): array
    {
        $lib = dirname(__DIR__, 2) . '/lib';
        $name = 'libvisitorseal.' . self::suffix();
        return function_exists('php_uname')
            ? ["$lib/" . strtolower(php_uname('m') . '-' . php_uname('s')) . "/$name"]
            : array_map(
                static fn(string $folder): string => "$lib/$folder/$name",
                array_values(preg_grep('/-' . strtolower(PHP_OS) . '$/', @scandir($lib) ?: [])),
            );
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
