<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/**
 * What PHP runs on. The name, such as x86_64-linux-musl, is that of a folder in the package's folder `lib`.
 *
 * @internal
 */
final class Platform
{
    /**
     * The processors that uname calls differently. It tells what the kernel shows, and one kernel runs a PHP with integers of 8
     * bytes and one of 4.
     */
    private const PROCESSORS = [
        8 => ['AMD64' => 'x86_64', 'ARM64' => 'aarch64', 'i686' => 'x86_64', 'armv8l' => 'aarch64'],
        4 => ['x86_64' => 'i686', 'AMD64' => 'i686', 'aarch64' => 'armv7l'],
    ];

    private const SYSTEMS = ['WINNT' => 'windows'];

    private const FILES = ['darwin' => 'libvisitorseal.dylib', 'windows' => 'visitorseal.dll'];

    private readonly string $system;

    /**
     * @param string|null $machine what uname calls the processor, or null if the host disables php_uname()
     * @param string      $system  PHP_OS
     * @param bool        $isMusl  whether PHP runs with musl, as on Alpine
     * @param int         $bytes   the size of PHP's integers
     */
    public function __construct(
        private readonly ?string $machine,
        string $system = PHP_OS,
        private readonly bool $isMusl = false,
        private readonly int $bytes = PHP_INT_SIZE,
    ) {
        $this->system = self::SYSTEMS[$system] ?? \strtolower($system);
    }

    public static function current(bool $isMusl): self
    {
        return new self(\function_exists('php_uname') ? \php_uname('m') : null, isMusl: $isMusl);
    }

    /** The name. If the processor is not known, a `*` stands for it. */
    public function name(): string
    {
        $processor = $this->machine === null ? '*' : self::PROCESSORS[$this->bytes][$this->machine] ?? \strtolower($this->machine);
        return "$processor-$this->system" . ($this->isMusl ? '-musl' : '');
    }

    /** Whether a library for the platform of this name may be for this platform. */
    public function fits(string $name): bool
    {
        return $this->machine === null ? \str_ends_with($name, \substr($this->name(), 1)) : $name === $this->name();
    }

    /** The name of the library's file in the package. */
    public function file(): string
    {
        return self::fileOf($this->name());
    }

    /** The name of the library's file for the platform of this name. */
    public static function fileOf(string $name): string
    {
        return self::FILES[\explode('-', $name)[1] ?? ''] ?? 'libvisitorseal.so';
    }

    /**
     * The libraries outside the package. With a name alone, macOS and Windows would also look in the current folder, where anybody
     * may have put a file.
     *
     * @return list<string>
     */
    public function installed(): array
    {
        return match ($this->system) {
            'darwin' => ['/usr/local/lib/libvisitorseal.dylib', '/opt/homebrew/lib/libvisitorseal.dylib'],
            'windows' => [],
            default => ['libvisitorseal.so.' . Version::INTERFACE],
        };
    }
}
