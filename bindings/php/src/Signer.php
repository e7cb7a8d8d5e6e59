<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Handle;
use Visitorseal\Internal\HoldsSecret;
use Visitorseal\Internal\Input;
use Visitorseal\Internal\Json;
use Visitorseal\Internal\Library;
use Visitorseal\Internal\Omitted;
use Visitorseal\Internal\Text;

/** A scheme with its secret and settings. Make one and keep it for the request: it signs any number of visitors. */
final readonly class Signer
{
    use HoldsSecret;

    /** The scheme's name. */
    public string $scheme;

    /** @var list<Warning> what deserves a look about the secret: it is short, or in quotes, or the vendor's sample */
    public array $warnings;

    private Library $library;
    private Handle $handle;

    /**
     * @param Scheme|string      $scheme   the name of a scheme, or one of your own
     * @param string|\Stringable $secret   the vendor's shared secret as its panel shows it (Re:amaze, Fernand,
     *                                     Bookbag, Thread), or the site's RSA private key as PEM (Orlo)
     * @param string|int         $settings as named arguments: Thread's `app_id` is `appId`
     *
     * @throws ConfigurationError `scheme_unknown`, `secret_…`, `key_…` or `setting_…`
     */
    public function __construct(
        #[\SensitiveParameter] mixed $scheme,
        #[\SensitiveParameter] mixed $secret,
        #[\SensitiveParameter] mixed ...$settings,
    ) {
        $this->library = Library::loaded();
        $scheme = Scheme::of($scheme);
        $this->scheme = $scheme->name;
        $this->handle = $this->library->signer(
            $scheme->handle(),
            Text::ofSecret($secret, 'secret_encoding', 'secret'),
            Input::settings($settings),
        );
        $this->warnings = array_map(
            static fn(array $warning): Warning => new Warning(...$warning),
            Json::read($this->library->warnings($this->handle)),
        );
    }

    /**
     * Signs a visitor, given as named arguments or as an array with these names. Given both, named arguments
     * take the place of the array's members.
     *
     * @param array<string, mixed>    $visitor
     * @param string|int|\Stringable  $id         text, a whole number or an object that is written as text (a UUID)
     * @param string|\Stringable      $email      an address that the site has verified
     * @param string|\Stringable|null $name
     * @param string|\Stringable|null $phone      E.164, such as `+14155552671`
     * @param string|\Stringable|null $avatar     an http or https address
     * @param array<string, mixed>|null $attributes JSON values for the vendor's agents to see
     * @param int|null                $now        Unix seconds, the system's clock unless given; it matters only
     *                                            to tokens with a lifetime
     *
     * @throws VisitorError       where a field that the signature covers is missing, null, empty or ambiguous, or
     *                            any field is not of its form
     * @throws ConfigurationError `now_invalid`
     */
    public function sign(
        #[\SensitiveParameter] mixed $visitor = [],
        #[\SensitiveParameter] mixed $id = Omitted::Here,
        #[\SensitiveParameter] mixed $email = Omitted::Here,
        #[\SensitiveParameter] mixed $name = Omitted::Here,
        #[\SensitiveParameter] mixed $phone = Omitted::Here,
        #[\SensitiveParameter] mixed $avatar = Omitted::Here,
        #[\SensitiveParameter] mixed $attributes = Omitted::Here,
        #[\SensitiveParameter] mixed $now = null,
    ): Signed {
        $visitor = Input::visitor($visitor, compact('id', 'email', 'name', 'phone', 'avatar', 'attributes'));
        return new Signed($this->library, $this->library->sign($this->handle, $visitor, Text::ofNow($now)));
    }

    /**
     * Signs visitors, in their order. What is wrong with one stands in its place.
     *
     * @param iterable<array<string, mixed>> $visitors
     * @param int|null                       $now      Unix seconds, the system's clock unless given
     *
     * @return list<Signed|VisitorError>
     *
     * @throws VisitorError       `visitor_malformed` for anything but a list
     * @throws ConfigurationError `now_invalid`
     */
    public function signMany(#[\SensitiveParameter] mixed $visitors, #[\SensitiveParameter] mixed $now = null): array
    {
        if (!is_iterable($visitors)) {
            throw new VisitorError('visitor_malformed', null, 'many visitors are a list of arrays');
        }
        $now = Text::ofNow($now);
        $signed = [];
        foreach ($visitors as $visitor) {
            try {
                $signed[] = $this->sign($visitor, now: $now);
            } catch (VisitorError $error) {
                $signed[] = $error;
            }
        }
        return $signed;
    }

    /**
     * Name and email without a signature, where the vendor documents that: a form is filled in, nothing is proven.
     * The parameters are those of `sign`.
     *
     * @param array<string, mixed>      $visitor
     * @param string|int|\Stringable    $id
     * @param string|\Stringable        $email
     * @param string|\Stringable|null   $name
     * @param string|\Stringable|null   $phone
     * @param string|\Stringable|null   $avatar
     * @param array<string, mixed>|null $attributes
     *
     * @throws ConfigurationError `not_offered` for other vendors
     * @throws VisitorError       as `sign`
     */
    public function prefill(
        #[\SensitiveParameter] mixed $visitor = [],
        #[\SensitiveParameter] mixed $id = Omitted::Here,
        #[\SensitiveParameter] mixed $email = Omitted::Here,
        #[\SensitiveParameter] mixed $name = Omitted::Here,
        #[\SensitiveParameter] mixed $phone = Omitted::Here,
        #[\SensitiveParameter] mixed $avatar = Omitted::Here,
        #[\SensitiveParameter] mixed $attributes = Omitted::Here,
    ): Signed {
        $visitor = Input::visitor($visitor, compact('id', 'email', 'name', 'phone', 'avatar', 'attributes'));
        return new Signed($this->library, $this->library->prefill($this->handle, $visitor));
    }

    /**
     * The digest of exactly these bytes: 64 lower-case hex digits, the one-liner of the vendors' pages.
     *
     * @param string $message
     *
     * @throws ConfigurationError `not_offered` where the scheme's signature is a token
     * @throws VisitorError       `field_type` for anything but text
     */
    public function digest(#[\SensitiveParameter] mixed $message): string
    {
        if (!\is_string($message)) {
            throw new VisitorError('field_type', 'message', 'it is ' . get_debug_type($message) . ' and no text');
        }
        return $this->library->digest($this->handle, $message);
    }

    /**
     * The digests of many messages, in their order.
     *
     * @param iterable<string> $messages
     *
     * @return list<string>
     *
     * @throws ConfigurationError|VisitorError as `digest`
     */
    public function digestMany(#[\SensitiveParameter] mixed $messages): array
    {
        if (!is_iterable($messages)) {
            throw new VisitorError('field_type', 'messages', 'many messages are a list of texts');
        }
        $digests = [];
        foreach ($messages as $message) {
            $digests[] = $this->digest($message);
        }
        return $digests;
    }

    /**
     * The HTML that a page runs after sign-out; empty where a page without the script is anonymous.
     *
     * @param string|null $nonce the page's Content-Security-Policy nonce
     *
     * @throws ConfigurationError `nonce_invalid`
     */
    public function forgetScript(#[\SensitiveParameter] mixed $nonce = null): Script
    {
        return new Script($this->library->forgetScript($this->handle, Text::ofNonce($nonce)));
    }

    /**
     * The HTML that starts the widget for a visitor who is not signed in; empty where none is needed.
     *
     * @param string|null $nonce the page's Content-Security-Policy nonce
     *
     * @throws ConfigurationError `nonce_invalid`
     */
    public function anonymousScript(#[\SensitiveParameter] mixed $nonce = null): Script
    {
        return new Script($this->library->anonymousScript($this->handle, Text::ofNonce($nonce)));
    }

    /** @return array{scheme: string} */
    public function __debugInfo(): array
    {
        return ['scheme' => $this->scheme];
    }
}
