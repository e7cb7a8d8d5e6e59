<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Visitorseal\ConfigurationException;
use Visitorseal\Scheme;

/**
 * Reads scheme files by their paths. A process reads a file again only after the file has changed.
 *
 * @internal
 */
final class SchemeFile
{
    /** The library refuses a longer text, so there is no need to read it. */
    private const MAX_BYTES = 65_536;

    /** @var array<string, array{string, Scheme}> by path: the digest of the text, and its scheme */
    private static array $schemes = [];

    /** @throws ConfigurationException */
    public static function read(mixed $path): Scheme
    {
        $toml = is_string($path) && is_file($path) && is_readable($path)
            ? file_get_contents($path, length: self::MAX_BYTES + 1) : false;
        if ($toml === false) {
            $reason = 'There is no such file, or PHP cannot read it. Set scheme_file to the path of your scheme file.';
            throw new ConfigurationException('scheme_unknown', 'scheme_file', $reason);
        }
        $isTooLarge = strlen($toml) > self::MAX_BYTES;
        if ($isTooLarge || preg_match('//u', $toml) !== 1) {
            $reason = $isTooLarge ? 'The scheme file is over 64 KiB. Pass a smaller file.'
                : 'The scheme file is not UTF-8. Save it as UTF-8.';
            throw new ConfigurationException('scheme_malformed', 'scheme_file', $reason);
        }
        $digest = hash('sha256', $toml, true);
        [$known, $scheme] = self::$schemes[$path] ?? [null, null];
        if ($known !== $digest) {
            $scheme = Scheme::parse($toml);
            self::$schemes[$path] = [$digest, $scheme];
        }
        return $scheme;
    }
}
