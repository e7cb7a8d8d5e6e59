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
    /**
     * @param array<string, array<string, mixed>> $brands of each brand, `visitor`: what gives its service; else of each option
     *                                                    what gives it, and the variables of the environment that it needs
     */
    public static function brands(#[\SensitiveParameter] array $brands, CurrentUser $user, Faults $faults): Brands
    {
        $made = [];
        foreach ($brands as $name => $options) {
            $given = [];
            foreach (array_diff_key($options, ['visitor' => true]) as $option => $value) {
                $given[$option] = is_array($value) ? self::lazily($option, ...$value) : $value;
            }
            $made[] = new Brand(
                (string) $name,
                is_string($given['scheme']) ? $given['scheme'] : self::scheme($given['scheme']),
                $given['secret'] ?? null,
                $given['settings'],
                static fn(): mixed => self::visitor($options['visitor'], $user),
                isset($given['keys']) ? static fn(): array => self::keys($given['keys']()) : null,
                $given['policy'],
                $given['leeway'],
                $given['max_token'],
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

    /**
     * What fails is told by the names of the variables. Symfony's messages may hold what they are set to.
     *
     * @param list<string> $variables
     */
    private static function lazily(string $option, \Closure $value, array $variables): \Closure
    {
        return static function () use ($option, $value, $variables): mixed {
            try {
                return $value();
            } catch (\Throwable) {
                $reason = 'it cannot be read from %env(' . implode(')%, %env(', $variables) . ')%. '
                    . 'Set the variable, and check that PHP may read the file that it names';
                $codes = ['scheme' => 'scheme_unknown', 'secret' => 'secret_empty', 'keys' => 'key_empty'];
                throw new ConfigurationError($codes[$option] ?? 'setting_invalid', $option, $reason);
            }
        };
    }

    /** A name in the catalogue, or a file of the site's own. */
    private static function scheme(\Closure $option): \Closure
    {
        return static function () use ($option): mixed {
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
