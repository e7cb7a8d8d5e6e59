<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Psr\Log\LoggerInterface;
use Visitorseal\ConfigurationError;
use Visitorseal\Key;
use Visitorseal\Page\Brand;
use Visitorseal\Page\Brands;
use Visitorseal\Page\Faults;
use Visitorseal\Scheme;
use Visitorseal\VisitorsealException;

/**
 * Makes the brands of the configuration. Whatever it holds may come from the environment, so each option is a closure: a
 * page that needs none of them reads no secret, and neither does `cache:warmup`.
 *
 * @internal
 */
final class Setup
{
    /** @param array<string, array<string, string|\Closure>> $brands the options of each brand, and `visitor`, its service */
    public static function brands(#[\SensitiveParameter] array $brands, CurrentUser $user, Faults $faults): Brands
    {
        $made = [];
        foreach ($brands as $name => $options) {
            $made[] = new Brand(
                (string) $name,
                self::scheme($options['scheme']),
                $options['secret'] ?? null,
                $options['settings'],
                static fn(): mixed => self::visitor($options['visitor'], $user),
                isset($options['keys']) ? static fn(): array => self::keys($options['keys']()) : null,
                $options['policy'],
                $options['leeway'],
                $options['max_token'],
            );
        }
        return new Brands($made, $faults);
    }

    public static function faults(?LoggerInterface $logger, bool $isDebug, CurrentUser $user): Faults
    {
        return new Faults(
            $logger ? $logger->log(...) : null,
            $isDebug,
            'visitorseal.brands',
            // That a signature lacks an address that is not verified yet is what the site asked for.
            static fn(VisitorsealException $fault): bool => $fault->kind === 'visitor' && $fault->field === 'email'
                && SignedInVisitor::isUnverified($user->get()),
        );
    }

    /** A name in the catalogue, or a file of the site's own. */
    private static function scheme(string|\Closure $option): string|\Closure
    {
        return is_string($option) ? $option : static function () use ($option): mixed {
            $scheme = $option();
            return is_string($scheme) && str_ends_with($scheme, '.toml')
                ? Scheme::parse(is_readable($scheme) ? file_get_contents($scheme) : throw new ConfigurationError(
                    'scheme_unknown',
                    'scheme',
                    'there is no such file, or it cannot be read',
                ))
                : $scheme;
        };
    }

    /**
     * @param list<array{key: string, kid: string|null}> $keys
     *
     * @return list<Key>
     */
    private static function keys(#[\SensitiveParameter] array $keys): array
    {
        return array_map(static fn(array $key): Key => new Key($key['key'], $key['kid']), $keys);
    }

    private static function visitor(\Closure $service, CurrentUser $user): mixed
    {
        $signedIn = $user->get();
        if ($signedIn === null) {
            return null;
        }
        $provider = $service();
        if (!is_callable($provider)) {
            $reason = 'it is the name of an invokable service that takes the user and returns an array or null: see '
                . VisitorProvider::class;
            throw new ConfigurationError('setting_invalid', 'visitor', $reason);
        }
        return $provider($signedIn);
    }
}
