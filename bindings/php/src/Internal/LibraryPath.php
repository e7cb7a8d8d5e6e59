<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/**
 * Where the C library may be.
 *
 * @internal
 */
final class LibraryPath
{
    public const VARIABLE = 'VISITORSEAL_LIBRARY';

    /**
     * The files to try in order. If the environment names a file, only that one; otherwise the file in this package, then
     * the system's by its SONAME.
     *
     * @return list<string>
     */
    public static function candidates(): array
    {
        // true: the process's own environment only. A web server's parameters may come from a request.
        // Some hosts disable getenv(); the variable then counts as not set.
        $named = function_exists('getenv') ? getenv(self::VARIABLE, true) : false;
        if ($named !== false && $named !== '') {
            return [$named];
        }
        return [...array_filter(self::bundled(), is_file(...)), self::soname()];
    }

    /**
     * The file for this platform in the package. Some hosts disable php_uname(); then the files for every processor of this
     * system.
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
