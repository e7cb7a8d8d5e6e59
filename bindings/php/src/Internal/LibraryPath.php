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

    /** The package's libraries, each in the folder of its platform. */
    private readonly string $lib;

    public function __construct(public readonly Platform $platform, ?string $lib = null)
    {
        $this->lib = $lib ?? \dirname(__DIR__, 2) . '/lib';
    }

    /** The file that the environment names. No other is tried then. */
    public static function named(): ?string
    {
        // true: the process's own environment only. A web server's parameters may come from a request.
        // Some hosts disable getenv(); the variable then counts as not set.
        $named = \function_exists('getenv') ? \getenv(self::VARIABLE, true) : false;
        return $named === '' || $named === false ? null : $named;
    }

    /**
     * The files to try in order, if the environment names none: the file in this package, or else the system's. If the package's
     * does not load, another library would hide why.
     *
     * @return list<string>
     */
    public function candidates(): array
    {
        return $this->bundled() ?: $this->platform->installed() ?: [$this->file($this->platform->name())];
    }

    /**
     * The file for this platform in the package, if it is there. Some hosts disable php_uname(); then the files for every
     * processor.
     *
     * @return list<string>
     */
    public function bundled(): array
    {
        $file = $this->file($this->platform->name());
        if (\is_file($file)) {
            return [$file];
        }
        return \array_map($this->file(...), \array_values(\array_filter($this->platforms(), $this->platform->fits(...))));
    }

    private function file(string $platform): string
    {
        return "$this->lib/$platform/" . Platform::fileOf($platform);
    }

    /**
     * The names of the platforms whose library is in the package. A folder may have lost it: many projects let Git ignore `*.so`.
     *
     * @return list<string>
     */
    public function platforms(): array
    {
        $folders = \array_diff(\is_dir($this->lib) ? \scandir($this->lib) : [], ['.', '..']);
        return \array_values(\array_filter($folders, fn(string $name): bool => \is_file($this->file($name))));
    }
}
