<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Psr\Log\LoggerInterface;
use Visitorseal\ConfigurationException;
use Visitorseal\Internal\Limits;
use Visitorseal\Key;
use Visitorseal\Page\Brand;
use Visitorseal\Page\Brands;
use Visitorseal\Page\ErrorLog;
use Visitorseal\VisitorsealException;

/**
 * Makes the brands of the configuration. Every option may come from the environment, so each is a closure: a page that needs
 * no secret reads none, and neither does `cache:warmup`.
 *
 * @internal
 */
final class BrandFactory
{
    /**
     * @param array<string, array<string, mixed>> $configuration by the brand's name. `visitor` is a closure that returns its
     *                                                           service, and so may be `email_verified`. Every other option is
     *                                                           its value, or a pair: a closure that returns the value, and the
     *                                                           environment variables that it reads
     */
    public static function brands(#[\SensitiveParameter] array $configuration, CurrentUser $user, ErrorLog $log): Brands
    {
        $brands = [];
        foreach ($configuration as $name => $options) {
            $values = [];
            foreach (array_diff_key($options, ['visitor' => true, 'email_verified' => true]) as $option => $value) {
                $values[$option] = is_array($value) ? self::lazy($option, ...$value) : $value;
            }
            $brands[] = new Brand(
                (string) $name,
                $values['scheme'] ?? null,
                $values['secret'] ?? null,
                $values['settings'] ?? [],
                static fn(): mixed => self::visitor($options['visitor'], $user),
                isset($values['keys']) ? static fn(): array => self::keys($values['keys']()) : null,
                $values['policy'] ?? 'required',
                $values['leeway'] ?? 0,
                $values['max_token'] ?? Limits::MAX_TOKEN,
                $values['scheme_file'] ?? null,
                $values['enabled'] ?? true,
                self::emailVerified($options['email_verified'] ?? true, $user),
            );
        }
        return new Brands($brands, $log);
    }

    public static function errorLog(?LoggerInterface $logger, bool $isDebug, CurrentUser $user): ErrorLog
    {
        return new ErrorLog(
            $logger ? $logger->log(...) : null,
            $isDebug,
            'visitorseal.brands',
            // We removed the unverified address ourselves, so its absence is not an error.
            static fn(VisitorsealException $error): bool => $error->kind === 'visitor' && $error->field === 'email'
                && SignedInVisitor::isUnverified($user->get()),
        );
    }

    /**
     * An error names the variables and nothing else: Symfony's messages may hold their values.
     *
     * @param list<string> $variables
     */
    private static function lazy(string $option, \Closure $value, array $variables): \Closure
    {
        return static function () use ($option, $value, $variables): mixed {
            try {
                return $value();
            } catch (\Throwable) {
                $reason = 'Symfony cannot read %env(' . implode(')%, %env(', $variables) . ')%. '
                    . 'Set the variable. If it names a file, check that PHP may read the file.';
                $code = match ($option) {
                    'scheme', 'scheme_file' => 'scheme_unknown',
                    'secret' => 'secret_empty',
                    'keys' => 'key_empty',
                    default => 'setting_invalid',
                };
                throw new ConfigurationException($code, $option, $reason);
            }
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

    private static function emailVerified(bool|\Closure $option, CurrentUser $user): bool|\Closure
    {
        return is_bool($option) ? $option : static function () use ($option, $user): bool {
            $service = $option();
            if (!is_callable($service)) {
                $reason = 'It must be true, false, or the name of an invokable service that takes the user and returns a boolean.';
                throw new ConfigurationException('setting_invalid', 'email_verified', $reason);
            }
            return (bool) $service($user->get());
        };
    }

    private static function visitor(\Closure $service, CurrentUser $user): mixed
    {
        $signedIn = $user->get();
        if ($signedIn === null) {
            return null;
        }
        $provider = $service();
        if (!is_callable($provider)) {
            $reason = 'It must name an invokable service that takes the user and returns an array or null. Implement '
                . VisitorProvider::class . '.';
            throw new ConfigurationException('setting_invalid', 'visitor', $reason);
        }
        return $provider($signedIn);
    }
}
