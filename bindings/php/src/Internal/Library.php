<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

use FFI;
use FFI\CData;
use Visitorseal\ConfigurationError;
use Visitorseal\InternalError;
use Visitorseal\Refused;
use Visitorseal\VisitorError;
use Visitorseal\VisitorsealException;

/**
 * The C library, and the only class that calls it: it checks each status, throws, and frees.
 *
 * Text goes in as pointer and length, and comes out as a copy. Every method throws a VisitorsealException.
 */
final class Library
{
    private const EXCEPTIONS = [
        1 => ConfigurationError::class,
        2 => VisitorError::class,
        3 => Refused::class,
        4 => InternalError::class,
    ];

    private const REMEDY = 'Put php_admin_value[ffi.enable]=1 into the pool of this site (php-fpm), php_admin_value ffi.enable 1 '
        . 'into its virtual host (Apache), or ffi.enable=1 into php.ini; or preload the package: vendor/bin/visitorseal-ini';

    private static ?self $loaded = null;

    /** For digests; absent while one is being written, since a signal's handler may ask for another. */
    private ?CData $buffer = null;

    private function __construct(private readonly FFI $c)
    {
        $version = $c->visitorseal_version();
        if (!str_starts_with("$version.", Version::INTERFACE . '.')) {
            $reason = "the library is version $version, and this package needs " . Version::INTERFACE
                . '.x: install the one that belongs to the package, and restart PHP where it is preloaded';
            throw new ConfigurationError('library_version', Location::VARIABLE, $reason);
        }
        try {
            $c->type('visitorseal_digest');
        } catch (FFI\Exception) {
            $reason = 'the header that is preloaded is of an older version: run visitorseal-ini again, restart PHP';
            throw new ConfigurationError('library_version', 'ffi.preload', $reason);
        }
    }

    /**
     * The library, loaded when it is first needed.
     *
     * @throws ConfigurationError `ffi_disabled`, `library_missing` or `library_version`
     */
    public static function loaded(): self
    {
        return self::$loaded ??= new self(self::open());
    }

    /**
     * The file that is loaded on this machine, for a server to preload.
     *
     * @throws ConfigurationError as `loaded`
     */
    public static function file(): string
    {
        self::demandFfi();
        [$c, $file] = self::load();
        new self($c);
        return \realpath($file) ?: $file;
    }

    public function schemes(): string
    {
        return $this->text('schemes');
    }

    public function scheme(#[\SensitiveParameter] string $name): Handle
    {
        return $this->handle('scheme', 'scheme_new', $name);
    }

    public function parsedScheme(#[\SensitiveParameter] string $toml): Handle
    {
        return $this->handle('scheme', 'scheme_parse', $toml);
    }

    public function schemeJson(Handle $scheme): string
    {
        return $this->text('scheme_to_json', $scheme);
    }

    public function signer(Handle $scheme, #[\SensitiveParameter] string $secret, #[\SensitiveParameter] ?string $settings): Handle
    {
        return $this->handle('signer', 'signer_new', $scheme, $secret, $settings);
    }

    public function warnings(Handle $signer): string
    {
        return $this->text('signer_warnings', $signer);
    }

    public function sign(Handle $signer, #[\SensitiveParameter] string $visitor, int $now): Handle
    {
        return $this->handle('signed', 'signer_sign', $signer, $visitor, $now);
    }

    public function prefill(Handle $signer, #[\SensitiveParameter] string $visitor): Handle
    {
        return $this->handle('signed', 'signer_prefill', $signer, $visitor);
    }

    public function digest(Handle $signer, #[\SensitiveParameter] string $message): string
    {
        $buffer = $this->buffer ?? $this->c->new('visitorseal_digest[1]');
        $this->buffer = null;
        $digest = $this->c->visitorseal_signer_digest_text(
            $signer->pointer(),
            $message,
            \strlen($message),
            $buffer,
        );
        if ($digest === null) {
            // Again, to be told why.
            $this->call('signer_digest', [$signer, $message, $buffer[0]->hex, FFI::sizeof($buffer)]);
        }
        $this->buffer = $buffer;
        return $digest;
    }

    public function forgetScript(Handle $signer, #[\SensitiveParameter] ?string $nonce): string
    {
        return $this->text('signer_forget_script', $signer, $nonce);
    }

    public function anonymousScript(Handle $signer, #[\SensitiveParameter] ?string $nonce): string
    {
        return $this->text('signer_anonymous_script', $signer, $nonce);
    }

    public function signedJson(Handle $signed): string
    {
        return $this->text('signed_to_json', $signed);
    }

    public function script(Handle $signed, #[\SensitiveParameter] ?string $nonce): string
    {
        return $this->text('signed_script', $signed, $nonce);
    }

    public function url(Handle $signed): string
    {
        return $this->text('signed_url', $signed);
    }

    /** @param list<array{string, string|null}> $keys bytes and name of each */
    public function verifier(
        Handle $scheme,
        #[\SensitiveParameter] array $keys,
        int $policy,
        int $leeway,
        int $maxToken,
        #[\SensitiveParameter] ?string $settings,
    ): Handle {
        [$structs, $copies] = $this->borrowed($keys);
        $options = $this->c->new('visitorseal_verifier_options');
        $options->policy = $policy;
        $options->leeway = $leeway;
        $options->max_token = $maxToken;
        if ($settings !== null) {
            $copies[] = $text = $this->copy($settings);
            $options->settings = FFI::addr($text[0]);
            $options->settings_length = \strlen($settings);
        }
        try {
            return $this->handle('verifier', 'verifier_new', $scheme, $structs, \count($keys), FFI::addr($options));
        } finally {
            self::wipe($copies);
        }
    }

    public function verify(Handle $verifier, #[\SensitiveParameter] string $fields, int $now): Handle
    {
        return $this->handle('verified', 'verifier_verify', $verifier, $fields, $now);
    }

    public function verifiedJson(Handle $verified): string
    {
        return $this->text('verified_to_json', $verified);
    }

    public function contact(Handle $verified): string
    {
        return $this->text('verified_contact', $verified);
    }

    public function fill(Handle $verified, #[\SensitiveParameter] string $template): string
    {
        return $this->text('verified_fill', $verified, $template);
    }

    /** @param list<array{string, string|null}> $keys bytes and name of each */
    public function explain(
        Handle $scheme,
        #[\SensitiveParameter] array $keys,
        #[\SensitiveParameter] string $fields,
        int $now,
        #[\SensitiveParameter] ?string $settings,
    ): string {
        [$structs, $copies] = $this->borrowed($keys);
        try {
            return $this->text('explain', $scheme, $structs, \count($keys), $fields, $now, $settings);
        } finally {
            self::wipe($copies);
        }
    }

    public function inspect(#[\SensitiveParameter] string $token): string
    {
        return $this->text('inspect', $token);
    }

    /** For {@see Handle} alone. */
    public function free(string $type, CData $pointer): void
    {
        $this->c->{"visitorseal_{$type}_free"}($pointer);
    }

    /** @return array{} */
    public function __debugInfo(): array
    {
        return [];
    }

    private static function demandFfi(): void
    {
        if (!\class_exists(FFI::class)) {
            throw self::closed('PHP has no ffi. Install the extension (Debian: in php-common; Docker: '
                . 'docker-php-ext-install ffi, with libffi-dev), and set extension=ffi in php.ini.');
        }
        $enable = \function_exists('ini_get') ? \ini_get('ffi.enable') : '1';
        if (!\filter_var($enable, FILTER_VALIDATE_BOOL) && $enable !== 'preload') {
            throw self::closed('FFI is closed: ffi.enable is 0. ' . self::REMEDY);
        }
    }

    private static function open(): FFI
    {
        self::demandFfi();
        try {
            // There where the server preloads it, and the only one that costs a request nothing.
            return FFI::scope('visitorseal');
        } catch (FFI\Exception) {
            return self::load()[0];
        }
    }

    /** @return array{FFI, string} with the file that it came from */
    private static function load(): array
    {
        $failures = [];
        foreach (Location::candidates() as $file) {
            try {
                return [FFI::cdef(\file_get_contents(Header::FILE), $file), $file];
            } catch (FFI\Exception $failure) {
                if (\str_contains($failure->getMessage(), 'ffi.enable')) {
                    throw self::closed('FFI is open to preloaded code only, and the package is not preloaded. ' . self::REMEDY);
                }
                $failures[] = \trim($failure->getMessage());
            }
        }
        throw new ConfigurationError(
            'library_missing',
            Location::VARIABLE,
            \implode('; ', $failures) . '. Install ' . Location::soname() . ', or put it at '
                . (Location::bundled()[0] ?? 'lib/PLATFORM/libvisitorseal.so in this package')
                . ', or set ' . Location::VARIABLE . ' to the file',
        );
    }

    private static function closed(string $reason): ConfigurationError
    {
        return new ConfigurationError('ffi_disabled', 'ffi.enable', $reason);
    }

    /** Calls what makes a handle. */
    private function handle(string $type, string $function, #[\SensitiveParameter] mixed ...$arguments): Handle
    {
        $pointer = $this->c->new("visitorseal_$type*");
        $this->call($function, [...$arguments, FFI::addr($pointer)]);
        return new Handle($this, $type, $pointer);
    }

    /** Calls what hands out text. */
    private function text(string $function, #[\SensitiveParameter] mixed ...$arguments): string
    {
        $text = $this->c->new('char*');
        $length = $this->c->new('size_t');
        $this->call($function, [...$arguments, FFI::addr($text), FFI::addr($length)]);
        try {
            return FFI::string($text, $length->cdata);
        } finally {
            $this->c->visitorseal_string_free($text);
        }
    }

    /**
     * Calls a function that returns a status: text becomes pointer and length, null such a text that is left out.
     *
     * @param list<Handle|CData|string|int|null> $given
     */
    private function call(string $function, #[\SensitiveParameter] array $given): void
    {
        $arguments = [];
        foreach ($given as $argument) {
            if (\is_string($argument)) {
                \array_push($arguments, $argument, \strlen($argument));
            } elseif ($argument === null) {
                \array_push($arguments, null, 0);
            } else {
                $arguments[] = $argument instanceof Handle ? $argument->pointer() : $argument;
            }
        }
        $error = $this->c->new('visitorseal_error');
        $arguments[] = FFI::addr($error);
        if ($this->c->{"visitorseal_$function"}(...$arguments) !== 0) {
            throw self::exception($error);
        }
    }

    private static function exception(CData $error): VisitorsealException
    {
        $field = FFI::string($error->field);
        $class = self::EXCEPTIONS[$error->kind] ?? InternalError::class;
        return new $class(FFI::string($error->code), $field === '' ? null : $field, FFI::string($error->reason));
    }

    /**
     * Keys as C wants them, and the copies that are to be wiped after the call.
     *
     * @param list<array{string, string|null}> $keys
     *
     * @return array{CData, list<CData>}
     */
    private function borrowed(#[\SensitiveParameter] array $keys): array
    {
        $structs = $this->c->new('visitorseal_key[' . \max(1, \count($keys)) . ']');
        $copies = [];
        foreach ($keys as $index => [$bytes, $kid]) {
            $copies[] = $key = $this->copy($bytes);
            $structs[$index]->bytes = FFI::addr($key[0]);
            $structs[$index]->length = \strlen($bytes);
            if ($kid !== null) {
                $copies[] = $name = $this->copy($kid);
                $structs[$index]->kid = FFI::addr($name[0]);
                $structs[$index]->kid_length = \strlen($kid);
            }
        }
        return [$structs, $copies];
    }

    private function copy(#[\SensitiveParameter] string $text): CData
    {
        $copy = $this->c->new('char[' . (\strlen($text) + 1) . ']');
        FFI::memcpy($copy, $text, \strlen($text));
        return $copy;
    }

    /** @param list<CData> $copies */
    private static function wipe(array $copies): void
    {
        foreach ($copies as $copy) {
            FFI::memset($copy, 0, FFI::sizeof($copy));
        }
    }
}
