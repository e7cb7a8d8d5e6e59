<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Visitorseal\ConfigurationException;
use Visitorseal\Internal\Input;
use Visitorseal\Internal\Json;
use Visitorseal\Internal\Limits;
use Visitorseal\Key;
use Visitorseal\Page;
use Visitorseal\Scheme;
use Visitorseal\Signer;
use Visitorseal\Verifier;

/**
 * A vendor's widget under a name that the site chooses, with the site's options for it.
 *
 * The constructor checks nothing and reads no secret. The methods throw if an option is wrong. Pages call {@see Brands}.
 */
final class Brand
{
    /** @var array<string, string|null> by the scheme's name */
    private static array $whyNotInserted = [];

    /** Hides the options from var_dump() and from Symfony's dump(). Closures may hold secrets, too. */
    private readonly \SensitiveParameterValue $options;

    /**
     * @param string                                    $name       a name that you choose, such as `shop`
     * @param Scheme|string|null                        $scheme     the name of a scheme, or a scheme of your own
     * @param string|\Stringable|\Closure|null          $secret     what signs, or a closure that returns it
     * @param array<string, string|int>|\Closure|null   $settings   the scheme's settings, such as `['app_id' => 'a-1']`
     * @param (\Closure(): (array<string, mixed>|null))|null $visitor returns the signed-in visitor, or null for an anonymous one
     * @param list<string|\Stringable|Key>|\Closure|null $keys      the keys that verify, newest first; without them, the secret
     * @param 'required'|'optional'|'observe'|\Closure  $policy     as {@see Verifier} takes it
     * @param int|\Closure                              $leeway     as {@see Verifier} takes it
     * @param int|\Closure                              $maxToken   as {@see Verifier} takes it
     * @param string|\Closure|null                      $schemeFile the path of a scheme file of your own, in place of `scheme`
     * @param bool|\Closure                             $enabled    whether pages have the widget; a disabled brand writes nothing
     * @param bool|\Closure                             $emailVerified whether the visitor's address is verified; otherwise it is
     *                                                             left out
     */
    public function __construct(
        public readonly string $name,
        #[\SensitiveParameter] mixed $scheme = null,
        #[\SensitiveParameter] mixed $secret = null,
        #[\SensitiveParameter] mixed $settings = [],
        #[\SensitiveParameter] ?\Closure $visitor = null,
        #[\SensitiveParameter] mixed $keys = null,
        #[\SensitiveParameter] mixed $policy = 'required',
        #[\SensitiveParameter] mixed $leeway = 0,
        #[\SensitiveParameter] mixed $maxToken = Limits::MAX_TOKEN,
        #[\SensitiveParameter] mixed $schemeFile = null,
        #[\SensitiveParameter] mixed $enabled = true,
        #[\SensitiveParameter] mixed $emailVerified = true,
    ) {
        $this->options = new \SensitiveParameterValue(compact(
            'scheme',
            'secret',
            'settings',
            'visitor',
            'keys',
            'policy',
            'leeway',
            'maxToken',
            'schemeFile',
            'enabled',
            'emailVerified',
        ));
    }

    /**
     * The signer of this brand. The process keeps it.
     *
     * @throws ConfigurationException
     */
    public function signer(): Signer
    {
        return SignerCache::signer($this->scheme(), $this->secret(), $this->settings());
    }

    /**
     * The verifier of this brand. The process keeps it.
     *
     * @throws ConfigurationException
     */
    public function verifier(): Verifier
    {
        $keys = $this->option('keys') ?? $this->secret();
        $settings = $this->settings();
        try {
            return SignerCache::verifier(
                $this->scheme(),
                is_array($keys) ? array_values($keys) : [$keys],
                $this->text('policy', 'policy_unknown') ?? '',
                $this->integer('leeway', 'leeway_invalid'),
                $this->integer('maxToken', 'setting_invalid'),
                $settings,
            );
        } catch (ConfigurationException $error) {
            // Without keys, the only key was the secret.
            throw $error->field === 'keys[0]' && !$this->hasKeys()
                ? new ConfigurationException($error->errorCode, 'secret', $error->reason) : $error;
        } catch (\TypeError) {
            throw new ConfigurationException('key_malformed', 'keys', 'A key must be text or a Key. Pass a list of these.');
        }
    }

    /**
     * What pages of this brand need without a secret. The process keeps it.
     *
     * @throws ConfigurationException
     */
    public function page(): Page
    {
        return SignerCache::page($this->scheme(), $this->settings());
    }

    /**
     * The scheme's name as the options state it; of a scheme file, the name in the file.
     *
     * @internal
     *
     * @throws ConfigurationException
     */
    public function schemeName(): string
    {
        $scheme = $this->scheme();
        return $scheme instanceof Scheme ? $scheme->name : $scheme;
    }

    /**
     * Whether the signature covers a field of the visitor.
     *
     * @internal
     *
     * @throws ConfigurationException
     */
    public function covers(string $field): bool
    {
        return in_array($field, Scheme::from($this->scheme())->covers, true);
    }

    /**
     * Why only a template may write the script of this brand, and where; null if the script may stand anywhere.
     *
     * @internal
     *
     * @throws ConfigurationException
     */
    public function whyNotInserted(): ?string
    {
        $scheme = $this->scheme();
        $read = static fn(): ?string => Json::decode(Scheme::from($scheme)->toJson())['why_not_inserted'];
        if ($scheme instanceof Scheme) {
            return $read();
        }
        // Each page asks, and a scheme of the catalogue does not change.
        if (!array_key_exists($scheme, self::$whyNotInserted)) {
            self::$whyNotInserted[$scheme] = $read();
        }
        return self::$whyNotInserted[$scheme];
    }

    /**
     * The signed-in visitor; null or an empty array if nobody is signed in.
     *
     * @internal
     */
    public function visitor(): mixed
    {
        $visitor = $this->options->getValue()['visitor'];
        return $visitor === null ? null : $visitor();
    }

    /**
     * Whether pages have the widget.
     *
     * @internal
     */
    public function isEnabled(): bool
    {
        return (bool) $this->option('enabled');
    }

    /**
     * Whether the address of the brand's visitor is verified.
     *
     * @internal
     */
    public function isEmailVerified(): bool
    {
        return (bool) $this->option('emailVerified');
    }

    /**
     * Whether there is a secret to sign with. A vendor may have keys alone.
     *
     * @internal
     */
    public function hasSecret(): bool
    {
        return $this->options->getValue()['secret'] !== null;
    }

    /**
     * Whether there are keys to verify with.
     *
     * @internal
     */
    public function hasKeys(): bool
    {
        return $this->options->getValue()['keys'] !== null;
    }

    /** @return array{name: string} */
    public function __debugInfo(): array
    {
        return ['name' => $this->name];
    }

    /** @throws ConfigurationException */
    private function scheme(): Scheme|string
    {
        $scheme = $this->option('scheme');
        $file = $this->option('schemeFile');
        if ($file !== null && $file !== '') {
            return $scheme === null || $scheme === '' ? SchemeFile::read($file)
                : throw new ConfigurationException('setting_invalid', 'scheme_file', 'Set scheme or scheme_file, not both.');
        }
        return match (true) {
            $scheme === null => throw new ConfigurationException('scheme_unknown', 'scheme', 'No scheme is set. Set scheme to '
                . 'the name of one, such as bookbag, or scheme_file to the path of your own.'),
            $scheme instanceof Scheme, is_string($scheme) => $scheme,
            default => throw self::wrongType('scheme_unknown', 'scheme', 'the name of a scheme', $scheme),
        };
    }

    /** @throws ConfigurationException */
    private function secret(): string
    {
        $secret = $this->text('secret', 'secret_encoding') ?? '';
        return $secret !== '' ? $secret : throw new ConfigurationException('secret_empty', 'secret', 'No secret is set. Copy the '
            . "secret from the vendor's dashboard into a file or an environment variable, and let the option secret read it.");
    }

    /** @return array<mixed> */
    private function settings(): array
    {
        $settings = $this->option('settings') ?? [];
        if (!is_array($settings)) {
            throw self::wrongType('setting_invalid', 'settings', 'an array with the settings\' names as keys', $settings);
        }
        foreach (['scheme', 'secret', 'keys', 'policy', 'leeway', 'maxToken'] as $name) {
            if (array_key_exists($name, $settings)) {
                $reason = 'This is an option of the brand, not a setting of the scheme. Move it out of settings.';
                throw new ConfigurationException('setting_unknown', $name, $reason);
            }
        }
        return $settings;
    }

    /** @throws ConfigurationException */
    private function text(string $option, string $errorCode): ?string
    {
        $value = $this->option($option);
        return $value === null || $value === false ? null
            : Input::text($value) ?? throw self::wrongType($errorCode, $option, 'text', $value);
    }

    /** @throws ConfigurationException */
    private function integer(string $option, string $errorCode): int
    {
        $value = $this->option($option);
        return is_int($value) ? $value
            : throw self::wrongType($errorCode, $option === 'maxToken' ? 'max_token' : $option, 'a whole number', $value);
    }

    private static function wrongType(
        string $errorCode,
        string $option,
        string $expected,
        #[\SensitiveParameter] mixed $value,
    ): ConfigurationException {
        $type = get_debug_type($value);
        return new ConfigurationException($errorCode, $option, "It must be $expected, not $type.");
    }

    private function option(string $name): mixed
    {
        $value = $this->options->getValue()[$name];
        try {
            $value = $value instanceof \Closure ? $value() : $value;
            return $value instanceof \Stringable ? (string) $value : $value;
        } catch (ConfigurationException $failure) {
            throw $failure;
        } catch (\Throwable $failure) {
            // The message of another exception may hold the secret.
            $reason = 'Your code that returns this option failed with ' . $failure::class . '. Correct that code.';
            throw new ConfigurationException(match ($name) {
                'secret' => 'secret_empty',
                'scheme', 'schemeFile' => 'scheme_unknown',
                'keys' => 'key_empty',
                default => 'setting_invalid',
            }, $name, $reason);
        }
    }
}
