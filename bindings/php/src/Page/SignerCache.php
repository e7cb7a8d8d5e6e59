<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Visitorseal\ConfigurationException;
use Visitorseal\Internal\Input;
use Visitorseal\Internal\Version;
use Visitorseal\Page;
use Visitorseal\Scheme;
use Visitorseal\Signer;
use Visitorseal\Verifier;

/**
 * Keeps the signers, verifiers and pages of this process.
 *
 * The key is what they are made of, and never the brand's name alone: two tenants may use one name with two secrets.
 *
 * @internal
 */
final class SignerCache
{
    /** The package's version. This class is not preloaded, so it is that of the files on the disk. */
    private const PACKAGE = '0.1.0';

    private const CAPACITY = 64;

    /** @var array<string, array{Signer|Verifier|Page, Scheme|string}> the last used is last; each with its scheme */
    private static array $entries = [];

    /** @param array<mixed> $settings */
    public static function signer(
        #[\SensitiveParameter] Scheme|string $scheme,
        #[\SensitiveParameter] string $secret,
        #[\SensitiveParameter] array $settings,
    ): Signer {
        $parts = ['signer', self::digest($secret), Input::settings($settings)];
        return self::get($scheme, $parts, static fn(): Signer => new Signer($scheme, $secret, ...$settings));
    }

    /**
     * @param list<mixed>  $keys
     * @param array<mixed> $settings
     */
    public static function verifier(
        #[\SensitiveParameter] Scheme|string $scheme,
        #[\SensitiveParameter] array $keys,
        #[\SensitiveParameter] string $policy,
        #[\SensitiveParameter] int $leeway,
        #[\SensitiveParameter] int $maxToken,
        #[\SensitiveParameter] array $settings,
    ): Verifier {
        $digests = array_map(static fn(array $key): array => [self::digest($key[0]), $key[1]], Input::keys($keys, __METHOD__));
        $parts = ['verifier', $digests, $policy, $leeway, $maxToken, Input::settings($settings)];
        return self::get($scheme, $parts, static fn(): Verifier =>
            new Verifier($scheme, $keys, $policy, $leeway, $maxToken, ...$settings));
    }

    /** @param array<mixed> $settings */
    public static function page(#[\SensitiveParameter] Scheme|string $scheme, #[\SensitiveParameter] array $settings): Page
    {
        return self::get($scheme, ['page', Input::settings($settings)], static fn(): Page => new Page($scheme, ...$settings));
    }

    /** @param array<mixed> $parts */
    private static function get(
        Scheme|string $scheme,
        #[\SensitiveParameter] array $parts,
        \Closure $make,
    ): Signer|Verifier|Page {
        // The entry keeps the scheme, so PHP cannot give its object id to another one.
        $key = self::digest(serialize([$scheme instanceof Scheme ? spl_object_id($scheme) : $scheme, $parts]));
        self::checkPreloaded();
        [$kept] = $entry = self::$entries[$key] ?? [$make(), $scheme];
        unset(self::$entries[$key]);
        self::$entries[$key] = $entry;
        if (count(self::$entries) > self::CAPACITY) {
            unset(self::$entries[array_key_first(self::$entries)]);
        }
        return $kept;
    }

    /** @throws ConfigurationException `library_version` after an update of the package, until PHP preloads the new classes */
    private static function checkPreloaded(): void
    {
        if (class_exists(Version::class, false) && Version::PACKAGE !== self::PACKAGE) {
            $reason = 'PHP has preloaded version ' . Version::PACKAGE . ' of visitorseal, and the package is ' . self::PACKAGE
                . '. Run visitorseal-ini again and restart PHP.';
            throw new ConfigurationException('library_version', 'opcache.preload', $reason);
        }
    }

    private static function digest(#[\SensitiveParameter] string $text): string
    {
        return hash('sha256', $text, true);
    }
}
