<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

use FFI;
use FFI\CData;
use Visitorseal\ConfigurationException;
use Visitorseal\InternalException;
use Visitorseal\RefusedException;
use Visitorseal\VisitorException;
use Visitorseal\VisitorsealException;

/**
 * Calls the C library. No other class does. Each method checks the status, throws a VisitorsealException, and frees what
 * the library returned. Text goes in as pointer and length, and comes out as a copy.
 *
 * @internal
 */
final class Library
{
    private const EXCEPTIONS = [
        1 => ConfigurationException::class,
        2 => VisitorException::class,
        3 => RefusedException::class,
        4 => InternalException::class,
    ];

    private const HOW_TO_ENABLE = 'Set php_admin_value[ffi.enable]=1 in the pool of this site (php-fpm), '
        . 'php_admin_value ffi.enable 1 in its virtual host (Apache), or ffi.enable=1 in php.ini. '
        . 'Or preload the package with vendor/bin/visitorseal-ini.';

    private static ?self $loaded = null;

    /** For digests. It is null during a call, because a signal handler may compute a digest of its own then. */
    private ?CData $buffer = null;

    private function __construct(private readonly FFI $c)
    {
        $version = $c->visitorseal_version();
        if (!str_starts_with("$version.", Version::INTERFACE . '.')) {
            $reason = "The C library is version $version, and this package needs " . Version::INTERFACE
                . '.x. Install the library that belongs to the package. If PHP preloads it, restart PHP.';
            throw new ConfigurationException('library_version', LibraryPath::VARIABLE, $reason);
        }
        try {
            $c->type('visitorseal_digest');
        } catch (FFI\Exception) {
            $reason = 'PHP has preloaded the header of an older version. Run visitorseal-ini again and restart PHP.';
            throw new ConfigurationException('library_version', 'ffi.preload', $reason);
        }
    }

    /**
     * The library. The first call loads it.
     *
     * @throws ConfigurationException `library_missing` or `library_version`
     */
    public static function get(): self
    {
        return self::$loaded ??= new self(self::open());
    }

    /**
     * The file that this machine loads, for a server to preload.
     *
     * @throws ConfigurationException as `get`
     */
    public static function file(): string
    {
        self::requireFfi();
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

    public function signer(
        Handle $scheme,
        #[\SensitiveParameter] string $secret,
        #[\SensitiveParameter] ?string $settings,
    ): Handle {
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

    public function page(Handle $scheme, #[\SensitiveParameter] ?string $settings): Handle
    {
        return $this->handle('page', 'page_new', $scheme, $settings);
    }

    public function pagePrefill(Handle $page, #[\SensitiveParameter] string $visitor): Handle
    {
        return $this->handle('signed', 'page_prefill', $page, $visitor);
    }

    public function pageForgetScript(Handle $page, #[\SensitiveParameter] ?string $nonce): string
    {
        return $this->text('page_forget_script', $page, $nonce);
    }

    public function pageAnonymousScript(Handle $page, #[\SensitiveParameter] ?string $nonce): string
    {
        return $this->text('page_anonymous_script', $page, $nonce);
    }

    public function pageAnonymousElement(Handle $page): string
    {
        return $this->text('page_anonymous_element', $page);
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
            // Call the variant that fills an error, to learn why it failed.
            $this->call('signer_digest', [$signer, $message, $buffer[0]->text, FFI::sizeof($buffer)]);
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

    public function element(Handle $signed, #[\SensitiveParameter] ?string $endpoint): string
    {
        return $this->text('signed_element', $signed, $endpoint);
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
        [$structs, $copies] = $this->keyStructs($keys);
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
        return $this->handle('verified', 'verifier_verify_json', $verifier, $fields, $now);
    }

    public function maxBody(Handle $verifier): int
    {
        $bytes = $this->c->new('size_t');
        $this->call('verifier_max_body', [$verifier, FFI::addr($bytes)]);
        return $bytes->cdata;
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
        int $leeway,
        int $maxToken,
        #[\SensitiveParameter] ?string $settings,
        #[\SensitiveParameter] ?string $visitor,
    ): string {
        [$structs, $copies] = $this->keyStructs($keys);
        $options = [$now, $leeway, $maxToken, $settings, $visitor];
        try {
            return $this->text('explain', $scheme, $structs, \count($keys), $fields, ...$options);
        } finally {
            self::wipe($copies);
        }
    }

    /** An explanation of an error that this package found before it called the library. */
    public function explainError(VisitorsealException $error): string
    {
        $status = $this->c->{'VISITORSEAL_' . \strtoupper($error->errorCode)};
        return $this->text('explain_error', $status, $error->field, $error->reason);
    }

    public function inspectToken(#[\SensitiveParameter] string $token): string
    {
        return $this->text('inspect_token', $token);
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

    private static function requireFfi(): void
    {
        if (!\class_exists(FFI::class)) {
            throw self::ffiDisabled('PHP has no ffi. Install the extension (Debian: in php-common; Docker: '
                . 'docker-php-ext-install ffi, with libffi-dev), and set extension=ffi in php.ini.');
        }
        $enable = \function_exists('ini_get') ? \ini_get('ffi.enable') : '1';
        if (!\filter_var($enable, FILTER_VALIDATE_BOOL) && $enable !== 'preload') {
            throw self::ffiDisabled('PHP may not call C: ffi.enable is 0. ' . self::HOW_TO_ENABLE);
        }
    }

    private static function open(): FFI
    {
        self::requireFfi();
        try {
            // Succeeds where the server preloads the library, and then costs a request nothing.
            return FFI::scope('visitorseal');
        } catch (FFI\Exception) {
            return self::load()[0];
        }
    }

    /** @return array{FFI, string} the library and its file */
    private static function load(): array
    {
        $failures = [];
        foreach (LibraryPath::candidates() as $file) {
            try {
                return [FFI::cdef(\file_get_contents(Header::FILE), $file), $file];
            } catch (FFI\Exception $failure) {
                if (\str_contains($failure->getMessage(), 'ffi.enable')) {
                    throw self::ffiDisabled('Only preloaded PHP code may call C, and the package is not preloaded. '
                        . self::HOW_TO_ENABLE);
                }
                $failures[] = \trim($failure->getMessage());
            }
        }
        throw new ConfigurationException(
            'library_missing',
            LibraryPath::VARIABLE,
            'PHP cannot load the C library: ' . \implode('; ', $failures) . '. Install ' . LibraryPath::soname()
                . ', put it at ' . (LibraryPath::bundled()[0] ?? 'lib/PLATFORM/libvisitorseal.so in this package')
                . ', or set ' . LibraryPath::VARIABLE . ' to its path.',
        );
    }

    private static function ffiDisabled(string $reason): ConfigurationException
    {
        return new ConfigurationException('library_missing', 'ffi.enable', $reason);
    }

    /** Calls a function that makes a handle. */
    private function handle(string $type, string $function, #[\SensitiveParameter] mixed ...$arguments): Handle
    {
        $pointer = $this->c->new("visitorseal_$type*");
        $this->call($function, [...$arguments, FFI::addr($pointer)]);
        return new Handle($this, $type, $pointer);
    }

    /** Calls a function that returns text. */
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
     * Calls a function that returns a status. Text becomes pointer and length; null becomes a text that is left out.
     *
     * @param list<Handle|CData|string|int|null> $values
     */
    private function call(string $function, #[\SensitiveParameter] array $values): void
    {
        $arguments = [];
        foreach ($values as $argument) {
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
        $class = self::EXCEPTIONS[$error->kind] ?? InternalException::class;
        $arguments = [FFI::string($error->code), $field === '' ? null : $field, FFI::string($error->reason)];
        return $class === RefusedException::class && $error->http_status !== 0
            ? new RefusedException(...$arguments, httpStatus: $error->http_status, httpError: FFI::string($error->http_error))
            : new $class(...$arguments);
    }

    /**
     * Keys as C structs, and the copies that they point to, which must be wiped after the call.
     *
     * @param list<array{string, string|null}> $keys
     *
     * @return array{CData, list<CData>}
     */
    private function keyStructs(#[\SensitiveParameter] array $keys): array
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
