<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Argument;
use Visitorseal\Internal\Handle;
use Visitorseal\Internal\HoldsSecret;
use Visitorseal\Internal\Input;
use Visitorseal\Internal\Json;
use Visitorseal\Internal\Library;
use Visitorseal\Internal\ReadsWhenAsked;

/** A scheme with its secret and settings, ready to sign many visitors. Make one and keep it for the request. */
final readonly class Signer implements \JsonSerializable
{
    use HoldsSecret;
    use ReadsWhenAsked;

    private const READ_WHEN_ASKED = ['scheme' => false, 'warnings' => false];

    /** The scheme's name. */
    public string $scheme;

    /** @var list<Warning> problems with the secret or the scheme that do not stop signing, such as white space at the secret's end */
    public array $warnings;

    private Library $library;
    private Handle $handle;
    private ?Scheme $of;

    /**
     * @param Scheme|string           $scheme   the name of a scheme, or a scheme of your own
     * @param string|\Stringable|null $secret   the vendor's shared secret as its dashboard shows it, or, if the scheme's
     *                                          `keyKind` is `pair` (Orlo), the site's private key as PEM. Null and false,
     *                                          which `getenv()` gives for a missing variable, count as empty
     * @param string|int              $settings the scheme's settings as named arguments: Thread's `app_id` is `appId`
     *
     * @throws ConfigurationException `scheme_unknown`, `secret_…`, `key_…` or `setting_…`
     */
    public function __construct(
        #[\SensitiveParameter] Scheme|string|\Stringable $scheme,
        #[\SensitiveParameter] mixed $secret,
        #[\SensitiveParameter] mixed ...$settings,
    ) {
        $secret = Input::secret($secret, __METHOD__, 2, 'secret');
        $this->library = Library::get();
        $settings = $settings ? Input::settings($settings) : null;
        unset($this->warnings);
        // Only a scheme of one's own must be read to know its name.
        if ($scheme instanceof Scheme) {
            unset($this->scheme);
            $this->of = $scheme;
            $this->handle = $this->library->signer($scheme->handle(), $secret, $settings);
        } else {
            $this->scheme = (string) $scheme;
            $this->of = null;
            $this->handle = $this->library->signerOf($this->scheme, $secret, $settings);
        }
    }

    /**
     * Signs a visitor. Pass named arguments, or an array with these names as keys; named arguments replace the array's
     * members.
     *
     * @param array<string, mixed>       $visitor
     * @param string|int|\Stringable     $id         the signed-in user's id: text, a whole number or a UUID object
     * @param string|\Stringable         $email      an address that the site has verified
     * @param string|\Stringable|null    $name
     * @param string|\Stringable|null    $phone      E.164, such as `+14155552671`
     * @param string|\Stringable|null    $avatar     an http or https address
     * @param array<string, mixed>|null  $attributes what else the vendor's agents see: text, numbers, booleans, lists and
     *                                               maps of these; also DateTimeInterface, backed enums and UUID objects
     * @param int|null                   $now        Unix seconds; null is the system's clock. Only signatures that hold a time use it
     *
     * @throws VisitorException       a field that the signature covers is missing, null, empty or ambiguous, or any field
     *                                has a wrong form
     * @throws ConfigurationException `now_invalid`
     */
    public function sign(
        #[\SensitiveParameter] mixed $visitor = [],
        #[\SensitiveParameter] mixed $id = Argument::NotGiven,
        #[\SensitiveParameter] mixed $email = Argument::NotGiven,
        #[\SensitiveParameter] mixed $name = Argument::NotGiven,
        #[\SensitiveParameter] mixed $phone = Argument::NotGiven,
        #[\SensitiveParameter] mixed $avatar = Argument::NotGiven,
        #[\SensitiveParameter] mixed $attributes = Argument::NotGiven,
        #[\SensitiveParameter] ?int $now = null,
    ): Signed {
        $given = [];
        if ($id !== Argument::NotGiven) {
            $given['id'] = $id;
        }
        if ($email !== Argument::NotGiven) {
            $given['email'] = $email;
        }
        if ($name !== Argument::NotGiven) {
            $given['name'] = $name;
        }
        if ($phone !== Argument::NotGiven) {
            $given['phone'] = $phone;
        }
        if ($avatar !== Argument::NotGiven) {
            $given['avatar'] = $avatar;
        }
        if ($attributes !== Argument::NotGiven) {
            $given['attributes'] = $attributes;
        }
        return $this->signed(Input::visitor($visitor, $given), $now ?? \time());
    }

    /**
     * Signs a visitor and gives the fields as JSON in ASCII: what `sign($visitor)->fieldsJson` is, without an object in between.
     *
     * @param array<string, mixed> $visitor as `sign` takes it
     * @param int|null             $now     Unix seconds; null is the system's clock
     *
     * @throws VisitorException       as `sign`
     * @throws ConfigurationException `now_invalid`
     */
    public function fieldsJson(#[\SensitiveParameter] mixed $visitor, #[\SensitiveParameter] ?int $now = null): string
    {
        return $this->library->signText($this->handle, Input::visitor($visitor, []), $now ?? \time(), Library::FIELDS);
    }

    /**
     * Signs a visitor and gives the page's script: what `sign($visitor)->script($nonce)` is, without an object in between.
     *
     * @param array<string, mixed> $visitor as `sign` takes it
     * @param string|null          $nonce   the page's Content-Security-Policy nonce
     * @param int|null             $now     Unix seconds; null is the system's clock
     *
     * @throws VisitorException       as `sign`
     * @throws ConfigurationException as `Signed::script`, and `now_invalid`
     */
    public function script(
        #[\SensitiveParameter] mixed $visitor,
        #[\SensitiveParameter] string|\Stringable|null $nonce = null,
        #[\SensitiveParameter] ?int $now = null,
    ): Script {
        $visitor = Input::visitor($visitor, []);
        return new Script($this->library->signText($this->handle, $visitor, $now ?? \time(), Library::SCRIPT, Input::nonce($nonce)));
    }

    /**
     * Signs a visitor and gives the page's element: what `sign($visitor)->element($endpoint)` is, without an object in between.
     *
     * @param array<string, mixed> $visitor  as `sign` takes it
     * @param string|null          $endpoint as `Signed::element` takes it
     * @param int|null             $now      Unix seconds; null is the system's clock
     *
     * @throws VisitorException       as `sign`
     * @throws ConfigurationException as `Signed::element`, and `now_invalid`
     */
    public function element(
        #[\SensitiveParameter] mixed $visitor,
        #[\SensitiveParameter] string|\Stringable|null $endpoint = null,
        #[\SensitiveParameter] ?int $now = null,
    ): Script {
        $visitor = Input::visitor($visitor, []);
        $endpoint = $endpoint === null ? null : (string) $endpoint;
        return new Script($this->library->signText($this->handle, $visitor, $now ?? \time(), Library::ELEMENT, $endpoint));
    }

    /**
     * Signs many visitors in order. For a visitor who cannot be signed, the list holds the exception.
     *
     * @param iterable<array<string, mixed>> $visitors
     * @param int|null                       $now      Unix seconds; null is the system's clock
     *
     * @return list<Signed|VisitorException>
     *
     * @throws ConfigurationException `now_invalid`
     */
    public function signMany(#[\SensitiveParameter] iterable $visitors, #[\SensitiveParameter] ?int $now = null): array
    {
        $now ??= \time();
        $signed = [];
        foreach ($visitors as $visitor) {
            try {
                // One by one: to write one list for the library and to split its answer takes longer than the calls.
                $signed[] = $this->signed(Input::visitor($visitor, []), $now);
            } catch (VisitorException $error) {
                $signed[] = $error;
            }
        }
        return $signed;
    }

    /**
     * Fills the vendor's form without a signature, where the vendor documents that. It proves nothing.
     *
     * @param array<string, mixed> $visitor as `sign` takes it, and the other arguments, too
     *
     * @throws ConfigurationException `not_offered` where the vendor has no such form
     * @throws VisitorException       as `sign`
     */
    public function prefill(
        #[\SensitiveParameter] mixed $visitor = [],
        #[\SensitiveParameter] mixed $id = Argument::NotGiven,
        #[\SensitiveParameter] mixed $email = Argument::NotGiven,
        #[\SensitiveParameter] mixed $name = Argument::NotGiven,
        #[\SensitiveParameter] mixed $phone = Argument::NotGiven,
        #[\SensitiveParameter] mixed $avatar = Argument::NotGiven,
        #[\SensitiveParameter] mixed $attributes = Argument::NotGiven,
    ): Signed {
        $given = Input::given(\compact('id', 'email', 'name', 'phone', 'avatar', 'attributes'));
        return Signed::ofHandle($this->library, $this->library->prefill($this->handle, Input::visitor($visitor, $given)));
    }

    /**
     * Computes the HMAC of a message as the scheme writes it, for code that writes the page itself. For
     * SHA-256 in hex, it is what `hash_hmac('sha256', $message, $secret)` returns.
     *
     * @param string $message any bytes
     *
     * @throws ConfigurationException `not_offered` if the scheme's signature is a token
     */
    public function digest(#[\SensitiveParameter] mixed $message): string
    {
        return \is_string($message)
            ? $this->library->digest($this->handle, $message)
            : throw Input::typeError(__METHOD__, 1, 'message', 'string', $message);
    }

    /**
     * Computes the digests of many messages in order.
     *
     * @param iterable<string> $messages
     *
     * @return list<string>
     *
     * @throws ConfigurationException as `digest`
     */
    public function digestMany(#[\SensitiveParameter] iterable $messages): array
    {
        $list = [];
        foreach ($messages as $message) {
            $list[] = \is_string($message) ? $message
                : throw Input::typeError(self::class . '::digest', 1, 'message', 'string', $message);
        }
        return $this->library->digestMany($this->handle, $list);
    }

    /**
     * The script of the page after sign-out: the widget forgets the visitor. {@see Page} makes it without a secret.
     *
     * @param string|null $nonce the page's Content-Security-Policy nonce
     *
     * @throws ConfigurationException `nonce_invalid`
     */
    public function forgetScript(#[\SensitiveParameter] string|\Stringable|null $nonce = null): Script
    {
        return new Script($this->library->forgetScript($this->handle, Input::nonce($nonce)));
    }

    /**
     * The script of every page where nobody is signed in. A widget that knows somebody forgets them. {@see Page} makes it
     * without a secret.
     *
     * @param string|null $nonce the page's Content-Security-Policy nonce
     *
     * @throws ConfigurationException `nonce_invalid`
     */
    public function anonymousScript(#[\SensitiveParameter] string|\Stringable|null $nonce = null): Script
    {
        return new Script($this->library->anonymousScript($this->handle, Input::nonce($nonce)));
    }

    /** @return array{scheme: string|null} */
    public function __debugInfo(): array
    {
        return ['scheme' => $this->scheme ?? null];
    }

    /**
     * Where signing again makes the same, a signed visitor needs no handle: it writes its script by signing again. A token is
     * not signed again, because a key pair takes long. A digest may hold chance, so the first visitor is signed twice.
     */
    private function signed(#[\SensitiveParameter] string $visitor, int $now): Signed
    {
        if ($this->handle->repeats ??= $this->repeats($visitor, $now)) {
            $fields = $this->library->signText($this->handle, $visitor, $now, Library::FIELDS);
            return new Signed($this->library, $this->handle, $visitor, $now, $fields);
        }
        return Signed::ofHandle($this->library, $this->library->sign($this->handle, $visitor, $now));
    }

    private function repeats(#[\SensitiveParameter] string $visitor, int $now): bool
    {
        $sign = fn(): string => $this->library->signText($this->handle, $visitor, $now, Library::SIGNED);
        return $this->library->makesDigests($this->handle) && $sign() === $sign();
    }

    private function read(string $name): void
    {
        if ($name === 'scheme') {
            $this->scheme = $this->of->name;
            return;
        }
        $this->warnings = \array_map(
            static fn(array $warning): Warning => new Warning(...$warning),
            Json::decode($this->library->warnings($this->handle)),
        );
    }
}
