<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Visitorseal\Internal\Input;
use Visitorseal\Internal\Text;
use Visitorseal\Scheme;
use Visitorseal\Signer;
use Visitorseal\Verifier;

/**
 * The signers and verifiers of this process, by what they are made of: the same brand with another secret, as another
 * tenant has it, gets another signer.
 *
 * @internal
 */
final class Kept
{
    private const MOST = 64;

    /** @var array<string, array{Signer|Verifier, mixed}> those that were used last stand last, each with its scheme */
    private static array $kept = [];

    /** @param array<mixed> $settings */
    public static function signer(
        #[\SensitiveParameter] mixed $scheme,
        #[\SensitiveParameter] string $secret,
        #[\SensitiveParameter] array $settings,
    ): Signer {
        $parts = ['signer', self::digest($secret), Input::settings($settings)];
        return self::kept($scheme, $parts, static fn(): Signer => new Signer($scheme, $secret, ...$settings));
    }

    /**
     * @param list<mixed>  $keys
     * @param array<mixed> $settings
     */
    public static function verifier(
        #[\SensitiveParameter] mixed $scheme,
        #[\SensitiveParameter] array $keys,
        #[\SensitiveParameter] mixed $policy,
        #[\SensitiveParameter] mixed $leeway,
        #[\SensitiveParameter] mixed $maxToken,
        #[\SensitiveParameter] array $settings,
    ): Verifier {
        $named = array_map(static fn(array $key): array => [self::digest($key[0]), $key[1]], Input::keys($keys));
        $parts = ['verifier', $named, get_debug_type($policy), get_debug_type($leeway), get_debug_type($maxToken)];
        $scalars = array_filter([$policy, $leeway, $maxToken], is_scalar(...));
        return self::kept($scheme, [...$parts, $scalars, Input::settings($settings)], static fn(): Verifier =>
            new Verifier($scheme, $keys, $policy, $leeway, $maxToken, ...$settings));
    }

    /** @param array<mixed> $parts */
    private static function kept(mixed $scheme, #[\SensitiveParameter] array $parts, \Closure $make): Signer|Verifier
    {
        // A scheme of one's own is kept too: no other can have its number then.
        $which = $scheme instanceof Scheme ? spl_object_id($scheme) : Text::of($scheme);
        $key = self::digest(serialize([$which, $parts]));
        [$made] = $entry = self::$kept[$key] ?? [$make(), $scheme];
        unset(self::$kept[$key]);
        self::$kept[$key] = $entry;
        if (count(self::$kept) > self::MOST) {
            unset(self::$kept[array_key_first(self::$kept)]);
        }
        return $made;
    }

    private static function digest(#[\SensitiveParameter] string $text): string
    {
        return hash('sha256', $text, true);
    }
}
