<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Visitorseal\ConfigurationError;
use Visitorseal\Internal\Text;
use Visitorseal\Key;
use Visitorseal\Scheme;
use Visitorseal\Script;
use Visitorseal\Signer;
use Visitorseal\Verifier;

/**
 * A vendor's widget under a name of the site's, as the site's configuration has it, and who its visitor is.
 *
 * Nothing is made before it is needed: its methods throw what is wrong with the configuration. {@see Brands} is what
 * pages call.
 */
final class Brand
{
    /** PHP and Symfony's `dump` show what is in it to nobody; closures hold secrets, too. */
    private readonly \SensitiveParameterValue $options;

    /**
     * @param string $name                                   a name of yours
     * @param Scheme|string|null $scheme                     the name of a scheme, or one of your own
     * @param string|\Stringable|\Closure|null $secret       what signs, or what gives it when it is needed
     * @param array<string, string|int>|null $settings       such as `['app_id' => 'a-1']`
     * @param (\Closure(): (array<string, mixed>|null))|null $visitor who is signed in; null where nobody is
     * @param list<string|\Stringable|Key>|\Closure|null $keys what verifies, newest first; the secret unless given
     * @param 'required'|'optional'|'observe' $policy        as {@see Verifier} has it, like the two that follow
     */
    public function __construct(
        public readonly string $name,
        #[\SensitiveParameter] mixed $scheme,
        #[\SensitiveParameter] mixed $secret = null,
        #[\SensitiveParameter] mixed $settings = [],
        #[\SensitiveParameter] ?\Closure $visitor = null,
        #[\SensitiveParameter] mixed $keys = null,
        #[\SensitiveParameter] mixed $policy = 'required',
        #[\SensitiveParameter] mixed $leeway = 0,
        #[\SensitiveParameter] mixed $maxToken = 8192,
    ) {
        $this->options = new \SensitiveParameterValue(
            compact('scheme', 'secret', 'settings', 'visitor', 'keys', 'policy', 'leeway', 'maxToken'),
        );
    }

    /** @throws ConfigurationError */
    public function signer(): Signer
    {
        $secret = $this->option('secret');
        return Kept::signer($this->option('scheme'), Text::ofSecret($secret, 'secret_encoding', 'secret'), $this->settings());
    }

    /** @throws ConfigurationError */
    public function verifier(): Verifier
    {
        $keys = $this->option('keys') ?? $this->option('secret');
        try {
            return Kept::verifier(
                $this->option('scheme'),
                is_array($keys) ? array_values($keys) : [$keys],
                $this->option('policy'),
                $this->option('leeway'),
                $this->option('maxToken'),
                $this->settings(),
            );
        } catch (ConfigurationError $error) {
            // The one key was the secret.
            throw $error->field === 'keys[0]' && !$this->hasKeys()
                ? new ConfigurationError($error->errorCode, 'secret', $error->reason) : $error;
        }
    }

    /**
     * The script for a visitor who is not signed in. A brand without a usable secret has it too, where it can be made.
     *
     * @throws ConfigurationError
     */
    public function anonymousScript(?string $nonce = null): Script
    {
        try {
            $signer = $this->signer();
        } catch (ConfigurationError $error) {
            if (!str_starts_with($error->errorCode, 'secret_')) {
                throw $error;
            }
            // The script needs a signer and no secret: this one signs nobody.
            $signer = new Signer($this->option('scheme'), bin2hex(random_bytes(32)), ...$this->settings());
        }
        return $signer->anonymousScript($nonce);
    }

    /** The name of the scheme, as the configuration has it. */
    public function scheme(): ?string
    {
        $scheme = $this->options->getValue()['scheme'];
        return $scheme instanceof Scheme ? $scheme->name : Text::of($scheme);
    }

    /**
     * Whether the signature covers a field.
     *
     * @throws ConfigurationError
     */
    public function covers(string $field): bool
    {
        return in_array($field, Scheme::of($this->option('scheme'))->covers, true);
    }

    /** Who is signed in, in the visitor's words; null or an empty array where nobody is. */
    public function visitor(): mixed
    {
        $visitor = $this->options->getValue()['visitor'];
        return $visitor === null ? null : $visitor();
    }

    /** Whether the brand is for pages: a vendor may have keys alone. */
    public function hasSecret(): bool
    {
        return $this->options->getValue()['secret'] !== null;
    }

    /** Whether it is for verifying. */
    public function hasKeys(): bool
    {
        return $this->options->getValue()['keys'] !== null;
    }

    /** @return array{name: string} */
    public function __debugInfo(): array
    {
        return ['name' => $this->name];
    }

    /** @return array<mixed> */
    private function settings(): array
    {
        $settings = $this->option('settings') ?? [];
        if (!is_array($settings)) {
            throw new ConfigurationError('setting_invalid', null, 'settings are an array with their names as keys');
        }
        foreach (['scheme', 'secret', 'keys', 'policy', 'leeway', 'maxToken'] as $name) {
            if (array_key_exists($name, $settings)) {
                throw new ConfigurationError('setting_unknown', $name, 'it is an option of the brand and no setting of the scheme');
            }
        }
        return $settings;
    }

    private function option(string $name): mixed
    {
        $value = $this->options->getValue()[$name];
        try {
            $value = $value instanceof \Closure ? $value() : $value;
            return $value instanceof \Stringable ? (string) $value : $value;
        } catch (ConfigurationError $failure) {
            throw $failure;
        } catch (\Throwable $failure) {
            // Its message may hold anything.
            $reason = 'the site gives none: ' . $failure::class . '. Look where the site reads it';
            throw new ConfigurationError($name === 'scheme' ? 'scheme_unknown' : 'secret_empty', $name, $reason);
        }
    }
}
