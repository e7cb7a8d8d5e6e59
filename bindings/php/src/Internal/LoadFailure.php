<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/**
 * Why PHP could not load the C library, and what to do.
 *
 * @internal
 */
final class LoadFailure
{
    /** The numbers of processors in a library for Linux (ELF), as `Platform` names them. */
    private const PROCESSORS = [3 => 'i686', 40 => 'armv7l', 62 => 'x86_64', 183 => 'aarch64'];

    /** What the system's loader says, what that means, and what to do. */
    private const MEANINGS = [
        '/failed to map segment|Operation not permitted/' => [
            'The folder is mounted with noexec: no program and no library may be loaded from it',
            'Copy the file to another folder, and set ' . LibraryPath::VARIABLE . ' to its path.',
        ],
        '/Permission denied/' => ['This user may not read the file', 'Change its permissions.'],
        '/GLIBC_\d/' => [
            'It was built on a newer system than this one',
            'Build it on this one, and set ' . LibraryPath::VARIABLE . ' to its path.',
        ],
        '/Dynamic loading not supported/' => ['This PHP is linked statically, so that it can load no library', 'Use another PHP.'],
    ];

    /** The names of what a library needs are within its first bytes. The environment may name any file, of any size. */
    private const MAX_FILE = 1 << 20;

    /**
     * @param array<string, string> $failures what the system's loader says of each file that was tried, or no text if it says nothing
     */
    public static function reason(LibraryPath $path, ?string $named, array $failures): string
    {
        $platform = $path->platform;
        $name = $platform->name();
        $variable = LibraryPath::VARIABLE;
        $file = (string) \array_key_first($failures);
        [$problem, $order] = self::problem($platform, $file, $failures[$file]);
        if ($named !== null) {
            $order ??= "Set $variable to a library for $name, or unset it.";
            return "PHP cannot load the C library $file, which $variable names. $problem. $order";
        }
        if ($path->bundled() !== []) {
            $order ??= 'Install the package again.';
            return "PHP cannot load the C library $file. $problem. $order";
        }
        $others = \implode(', ', $path->platforms()) ?: 'none';
        $order ??= "Build it for $name, and put it at lib/$name/{$platform->file()} in the package, or set $variable to its path.";
        return "The package has no C library for $name (it has: $others), and the system has none. $problem. $order";
    }

    /** @return array{string, string|null} what is wrong, and what to do, if that depends on what is wrong */
    private static function problem(Platform $platform, string $file, string $said): array
    {
        // open_basedir may forbid to read what the loader may load.
        $for = @\is_file($file) ? self::platformOf((string) @\file_get_contents($file, length: self::MAX_FILE)) : null;
        if ($for !== null && !$platform->fits($for)) {
            return ["It is for $for, and PHP runs on {$platform->name()}", null];
        }
        foreach (self::MEANINGS as $pattern => [$meaning, $order]) {
            if (\preg_match($pattern, $said) === 1) {
                return ["$meaning ($said)", $order];
            }
        }
        return [$said === '' ? "The system's loader gives no reason" : "The system's loader says: $said", null];
    }

    /** The platform that a library for Linux is for; null, if it is none. */
    public static function platformOf(string $bytes): ?string
    {
        if (\strlen($bytes) < 20 || !\str_starts_with($bytes, "\x7fELF")) {
            return null;
        }
        $processor = self::PROCESSORS[\unpack('v', $bytes, 18)[1]] ?? null;
        // glibc's name has a number: libc.so.6.
        return $processor === null ? 'another processor' : "$processor-linux" . (\str_contains($bytes, "\0libc.so\0") ? '-musl' : '');
    }
}
