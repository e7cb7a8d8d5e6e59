<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

use FFI;
use FFI\CData;
use Visitorseal\ConfigurationException;
use Visitorseal\VisitorsealException;

/**
 * Calls the C library. No other class does. Each method checks the status, throws a VisitorsealException, and frees what
 * the library returned. Text goes in as pointer and length, and comes out as a copy.
 *
 * @internal
 */
final class Library
{
    private const HOW_TO_ENABLE = 'Set php_admin_value[ffi.enable]=1 in the pool of this site (php-fpm), '
        . 'php_admin_value ffi.enable 1 in its virtual host (Apache), or ffi.enable=1 in php.ini. '
        . 'Or preload the package with vendor/bin/visitorseal-ini.';

    private static ?self $loaded = null;

    /** The forms of `signText`: the numbers of `visitorseal_form`. */
    public const FIELDS = 0;
    public const SIGNED = 1;
    public const SCRIPT = 2;
    public const ELEMENT = 3;
    public const URL = 4;

    private const BUFFER_TOO_SMALL = 912;

    /** Enough for most visitors. */
    private const FIRST_CAPACITY = 8192;

    /** So many messages cross at once. PHP passes two arguments for each to `pack`. */
    private const MESSAGES_AT_ONCE = 16_384;

    /** For digests. It is null during a call, because a signal handler may compute a digest of its own then. */
    private ?CData $buffer = null;

    /** For signed visitors, in the same way. It is zero between calls. */
    private ?CData $text = null;

    /** The length of the text in it, in the same way. */
    private ?CData $length = null;

    /** @var array<string, \FFI\CType> of `all()` */
    private array $types = [];

    /**
     * @param FFI         $c    has the functions that sign: PHP parses the declarations in each request, and all take three times
     *                          as long
     * @param FFI|null    $all  has all functions; if it is null, the first call that needs it declares them
     * @param string|null $file the library
     */
    private function __construct(private readonly FFI $c, private ?FFI $all, private readonly ?string $file)
    {
        self::checkVersion($c->visitorseal_version(), $file);
        if ($all && !self::knows($all, 'visitorseal_form')) {
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
        return self::$loaded ??= self::open();
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
        (new self($c, null, $file))->all();
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

    /**
     * A signer for a scheme of the catalogue: `scheme` and `signer`, without an object for the scheme. A request begins with
     * it.
     */
    public function signerOf(
        #[\SensitiveParameter] string $name,
        #[\SensitiveParameter] string $secret,
        #[\SensitiveParameter] ?string $settings,
    ): Handle {
        $c = $this->c;
        $scheme = $c->new('visitorseal_scheme*');
        if ($c->visitorseal_scheme_new($name, \strlen($name), FFI::addr($scheme), null) !== 0) {
            // The calls that fill an error throw.
            return $this->signer($this->scheme($name), $secret, $settings);
        }
        $signer = $c->new('visitorseal_signer*');
        $length = $settings === null ? 0 : \strlen($settings);
        $status = $c->visitorseal_signer_new($scheme, $secret, \strlen($secret), $settings, $length, FFI::addr($signer), null);
        $c->visitorseal_scheme_free($scheme);
        return $status === 0 ? new Handle($this, 'signer', $signer) : $this->signer($this->scheme($name), $secret, $settings);
    }

    public function warnings(Handle $signer): string
    {
        return $this->text('signer_warnings', $signer);
    }

    /**
     * Signs a visitor, and gives one of the forms. `$option` is the nonce of a script or the endpoint of an element.
     *
     * Nothing of the visitor stays in the buffer.
     */
    public function signText(
        Handle $signer,
        #[\SensitiveParameter] string $visitor,
        int $now,
        int $form,
        #[\SensitiveParameter] ?string $option = null,
    ): string {
        $buffer = $this->text ?? $this->c->new('char[' . self::FIRST_CAPACITY . ']');
        $length = $this->length ?? $this->c->new('size_t[1]');
        $this->text = $this->length = null;
        try {
            $status = $this->c->visitorseal_signer_sign_text(
                $signer->pointer(),
                $visitor,
                \strlen($visitor),
                $now,
                $form,
                $option,
                $option === null ? 0 : \strlen($option),
                $buffer,
                \count($buffer),
                $length,
                null,
            );
            if ($status !== 0) {
                // Call again with an error to fill, to learn why it failed.
                $error = $this->all()->new('visitorseal_error[1]');
                $arguments = [$signer, $visitor, $now, $form, $option];
                while (($status = $this->status('signer_sign_text', [...$arguments, $buffer, \count($buffer), $length, $error])) !== 0) {
                    if ($status !== self::BUFFER_TOO_SMALL) {
                        throw self::exception($error[0]);
                    }
                    $buffer = $this->c->new("char[$length[0]]");
                }
            }
            $text = FFI::string($buffer, $length[0]);
        } catch (\Throwable $thrown) {
            // A signal handler may throw at any place.
            FFI::memset($buffer, 0, \count($buffer));
            $this->text = $buffer;
            $this->length = $length;
            throw $thrown;
        }
        FFI::memset($buffer, 0, \strlen($text));
        $this->text = $buffer;
        $this->length = $length;
        return $text;
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

    /** Whether the signature is a digest and not a token. */
    public function makesDigests(Handle $signer): bool
    {
        return $this->c->visitorseal_signer_digest_size($signer->pointer()) > 0;
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
            $this->call('signer_digest', [$signer, $message, $this->all()->new('char[129]'), 129]);
        }
        $this->buffer = $buffer;
        return $digest;
    }

    /**
     * The digests of many messages.
     *
     * @param list<string> $messages
     *
     * @return list<string>
     */
    public function digestMany(Handle $signer, #[\SensitiveParameter] array $messages): array
    {
        $size = $this->c->visitorseal_signer_digest_size($signer->pointer());
        $digests = [];
        foreach (\array_chunk($messages, self::MESSAGES_AT_ONCE) as $chunk) {
            $bytes = $this->copy(\implode('', $chunk));
            $structs = $this->all()->new('visitorseal_message[' . \count($chunk) . ']');
            $out = $this->c->new('char[' . (\max(0, $size - 1) * \count($chunk) + 1) . ']');
            try {
                // PHP writes the structs as text: to set their members one by one takes longer than the digests.
                $address = $this->c->cast('uintptr_t', FFI::addr($bytes[0]))->cdata;
                $members = [];
                foreach ($chunk as $message) {
                    $members[] = $address;
                    $members[] = $length = \strlen($message);
                    $address += $length;
                }
                FFI::memcpy($structs, \pack(PHP_INT_SIZE === 8 ? 'Q*' : 'L*', ...$members), FFI::sizeof($structs));
                $this->call('signer_digest_many', [$signer, $structs, \count($chunk), $out, FFI::sizeof($out)]);
                $text = FFI::string($out);
                \array_push($digests, ...\str_split($text, $size - 1));
            } finally {
                self::wipe([$bytes, $out]);
            }
        }
        return $digests;
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

    public function fieldsJson(Handle $signed): string
    {
        return $this->text('signed_fields_json', $signed);
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
        $options = $this->all()->new('visitorseal_verifier_options');
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
        $status = $this->all()->{'VISITORSEAL_' . \strtoupper($error->errorCode)};
        return $this->text('explain_error', $status, $error->field, $error->reason);
    }

    public function inspectToken(#[\SensitiveParameter] string $token): string
    {
        return $this->text('inspect_token', $token);
    }

    /** For {@see Handle} alone. */
    public function free(string $type, CData $pointer): void
    {
        ($type === 'signer' ? $this->c : $this->all())->{"visitorseal_{$type}_free"}($pointer);
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
                . 'docker-php-ext-install ffi, with libffi-dev), and set extension=ffi in php.ini. '
                . "Or install the extension visitorseal: see the README of visitorseal/visitorseal.");
        }
        $enable = \function_exists('ini_get') ? \ini_get('ffi.enable') : '1';
        if (!\filter_var($enable, FILTER_VALIDATE_BOOL) && $enable !== 'preload') {
            throw self::ffiDisabled('PHP may not call C: ffi.enable is 0. ' . self::HOW_TO_ENABLE);
        }
    }

    private static function open(): self
    {
        self::requireFfi();
        try {
            // Succeeds where the server preloads the library.
            $preloaded = FFI::scope('visitorseal');
        } catch (FFI\Exception) {
            [$c, $file] = self::load();
            return new self($c, null, $file);
        }
        return new self($preloaded, $preloaded, null);
    }

    private static function knows(FFI $c, string $type): bool
    {
        try {
            $c->type($type);
        } catch (FFI\Exception) {
            return false;
        }
        return true;
    }

    /** All functions. PHP makes separate types here, so a value of the functions that sign does not fit these. */
    private function all(): FFI
    {
        if ($this->all === null) {
            try {
                $all = self::declared(Declarations::ALL, $this->file);
            } catch (FFI\Exception) {
                $all = null;
            }
            // glibc gives the library that it has loaded. If a deployment has replaced the file since, musl gives another one, whose
            // functions do not know our pointers.
            if ($all?->visitorseal_version != $this->c->visitorseal_version) {
                $reason = "The C library $this->file was replaced or removed after PHP had loaded it. Restart PHP.";
                throw new ConfigurationException('library_version', LibraryPath::VARIABLE, $reason);
            }
            $this->all = $all;
        }
        return $this->all;
    }

    /** @throws ConfigurationException for a library that lacks a function */
    private static function declared(string $declarations, string $file): FFI
    {
        try {
            return FFI::cdef($declarations, $file);
        } catch (FFI\Exception $failure) {
            if (\preg_match("/^Failed resolving C \\w+ '(\\w+)'/", $failure->getMessage(), $match) === 1) {
                throw self::lacks($match[1], $file);
            }
            throw $failure;
        }
    }

    /** @return array{FFI, string} the functions that sign, and the library */
    private static function load(): array
    {
        $path = new LibraryPath(self::platform());
        $named = LibraryPath::named();
        $failures = [];
        foreach ($named === null ? $path->candidates() : [$named] as $file) {
            try {
                return [self::declared(Declarations::SIGNING, $file), $file];
            } catch (FFI\Exception $failure) {
                if (\str_contains($failure->getMessage(), 'ffi.enable')) {
                    throw self::ffiDisabled('Only preloaded PHP code may call C, and the package is not preloaded. '
                        . self::HOW_TO_ENABLE);
                }
                $failures[$file] = self::loaderSays($file);
            }
        }
        throw new ConfigurationException('library_missing', LibraryPath::VARIABLE, LoadFailure::reason($path, $named, $failures));
    }

    /** What PHP runs on. It needs ffi. */
    public static function platform(): Platform
    {
        return Platform::current(self::isMusl());
    }

    /**
     * Whether PHP itself runs with musl. Files would not tell: Debian may have musl beside glibc, and Alpine may have parts of
     * glibc. A library for the other one could load and crash.
     */
    private static function isMusl(): bool
    {
        if (PHP_OS_FAMILY !== 'Linux') {
            return false;
        }
        try {
            FFI::cdef('const char *gnu_get_libc_version(void);');
            return false;
        } catch (FFI\Exception $failure) {
            return \str_starts_with($failure->getMessage(), 'Failed resolving');
        }
    }

    /** Why the system's loader cannot load a file. PHP before 8.3 does not tell. */
    private static function loaderSays(string $file): string
    {
        try {
            $loader = FFI::cdef('const char *dlerror(void);');
            $loader->dlerror();
        } catch (FFI\Exception) {
            $loader = null;
        }
        try {
            FFI::cdef('', $file);
            return '';
        } catch (FFI\Exception $failure) {
            return $loader?->dlerror() ?? (\preg_match('/^Failed loading .*? \((.*)\)$/s', $failure->getMessage(), $match) === 1 ? $match[1] : '');
        }
    }

    /** @throws ConfigurationException `library_version` */
    private static function checkVersion(?string $version, ?string $file): void
    {
        if (!\str_starts_with("$version.", Version::INTERFACE . '.')) {
            $is = $version === null ? 'has no version' : "is version $version";
            throw self::wrongVersion($file, "$is, and this package needs " . Version::INTERFACE . '.x');
        }
    }

    /** The error about a library that lacks a function: it is an older one, if its interface is the same. */
    private static function lacks(string $function, string $file): ConfigurationException
    {
        try {
            $version = FFI::cdef('const char *visitorseal_version(void);', $file)->visitorseal_version();
        } catch (FFI\Exception) {
            $version = null;
        }
        self::checkVersion($version, $file);
        return self::wrongVersion($file, "is version $version and lacks the function $function, which this package needs");
    }

    private static function wrongVersion(?string $file, string $problem): ConfigurationException
    {
        $reason = $file === null
            ? "The C library that PHP has preloaded $problem. Run visitorseal-ini again and restart PHP."
            : "The C library $file $problem. Install the library that belongs to the package.";
        return new ConfigurationException('library_version', LibraryPath::VARIABLE, $reason);
    }

    private static function ffiDisabled(string $reason): ConfigurationException
    {
        return new ConfigurationException('library_missing', 'ffi.enable', $reason);
    }

    /** Calls a function that makes a handle. */
    private function handle(string $type, string $function, #[\SensitiveParameter] mixed ...$arguments): Handle
    {
        $pointer = $this->all()->new($this->type("visitorseal_$type*"));
        $this->call($function, [...$arguments, FFI::addr($pointer)]);
        if ($type === 'signer') {
            // A cast would point into the memory of the other object.
            $made = $pointer;
            $pointer = $this->c->new('visitorseal_signer*');
            FFI::memcpy(FFI::addr($pointer), FFI::addr($made), FFI::sizeof($made));
        }
        return new Handle($this, $type, $pointer);
    }

    /** Calls a function that returns text. */
    private function text(string $function, #[\SensitiveParameter] mixed ...$arguments): string
    {
        $text = $this->all()->new($this->type('char*'));
        $length = $this->all()->new($this->type('size_t'));
        $this->call($function, [...$arguments, FFI::addr($text), FFI::addr($length)]);
        try {
            return FFI::string($text, $length->cdata);
        } finally {
            $this->all()->visitorseal_string_free($text);
        }
    }

    /**
     * Calls a function that returns a status, and throws if it is not OK.
     *
     * @param list<Handle|CData|string|int|null> $values as `status` takes them, but for the error
     */
    private function call(string $function, #[\SensitiveParameter] array $values): void
    {
        $error = $this->all()->new($this->type('visitorseal_error[1]'));
        $values[] = $error;
        if ($this->status($function, $values) !== 0) {
            throw self::exception($error[0]);
        }
    }

    /**
     * Calls a function that returns a status. Text becomes pointer and length; null becomes a text that is left out.
     *
     * @param list<Handle|CData|string|int|null> $values
     */
    private function status(string $function, #[\SensitiveParameter] array $values): int
    {
        $arguments = [];
        foreach ($values as $argument) {
            if (\is_string($argument)) {
                $arguments[] = $argument;
                $arguments[] = \strlen($argument);
            } elseif ($argument === null) {
                $arguments[] = null;
                $arguments[] = 0;
            } else {
                $arguments[] = $argument instanceof Handle ? $this->pointer($argument) : $argument;
            }
        }
        return $this->all()->{"visitorseal_$function"}(...$arguments);
    }

    private function pointer(Handle $handle): CData
    {
        $pointer = $handle->pointer();
        return $handle->type === 'signer' ? $this->all()->cast($this->type('visitorseal_signer*'), $pointer) : $pointer;
    }

    /** PHP parses a type that is given as text at each use. */
    private function type(string $name): \FFI\CType
    {
        return $this->types[$name] ??= $this->all()->type($name);
    }

    private static function exception(CData $error): VisitorsealException
    {
        return Failure::exception(
            $error->kind,
            FFI::string($error->code),
            FFI::string($error->field),
            FFI::string($error->reason),
            $error->http_status,
            FFI::string($error->http_error),
        );
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
        $structs = $this->all()->new('visitorseal_key[' . \max(1, \count($keys)) . ']');
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
