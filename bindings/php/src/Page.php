<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Argument;
use Visitorseal\Internal\Handle;
use Visitorseal\Internal\Input;
use Visitorseal\Internal\Library;
use Visitorseal\Internal\NotSerializable;

/** A scheme with its settings: what a page needs without a secret. */
final readonly class Page
{
    use NotSerializable;

    private const KEEP_INSTEAD = 'Make another one where you need it.';

    /** The scheme's name. */
    public string $scheme;

    private Library $library;
    private Handle $handle;

    /**
     * @param Scheme|string $scheme   the name of a scheme, or a scheme of your own
     * @param string|int    $settings the scheme's settings as named arguments: Thread's `app_id` is `appId`
     *
     * @throws ConfigurationException `scheme_unknown` or `setting_…`
     */
    public function __construct(
        #[\SensitiveParameter] Scheme|string|\Stringable $scheme,
        #[\SensitiveParameter] mixed ...$settings,
    ) {
        $this->library = Library::get();
        $scheme = Scheme::from($scheme);
        $this->scheme = $scheme->name;
        $this->handle = $this->library->page($scheme->handle(), Input::settings($settings));
    }

    /**
     * Fills the vendor's form without a signature, where the vendor documents that. It proves nothing.
     *
     * @param array<string, mixed> $visitor as `Signer::sign` takes it, and the other arguments, too
     *
     * @throws ConfigurationException `not_offered` where the vendor has no such form
     * @throws VisitorException       as `Signer::sign`
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
        return Signed::ofHandle($this->library, $this->library->pagePrefill($this->handle, Input::visitor($visitor, $given)));
    }

    /**
     * The script of the page after sign-out: the widget forgets the visitor.
     *
     * @param string|null $nonce the page's Content-Security-Policy nonce
     *
     * @throws ConfigurationException `nonce_invalid`
     */
    public function forgetScript(#[\SensitiveParameter] string|\Stringable|null $nonce = null): Script
    {
        return new Script($this->library->pageForgetScript($this->handle, Input::nonce($nonce)));
    }

    /**
     * The script of every page where nobody is signed in. A widget that knows somebody forgets them. If the widget needs a
     * script to start without a visitor, this is that script too.
     *
     * @param string|null $nonce the page's Content-Security-Policy nonce
     *
     * @throws ConfigurationException `nonce_invalid`
     */
    public function anonymousScript(#[\SensitiveParameter] string|\Stringable|null $nonce = null): Script
    {
        return new Script($this->library->pageAnonymousScript($this->handle, Input::nonce($nonce)));
    }

    /**
     * The element of every page where nobody is signed in. The scheme's static file acts on it as `anonymousScript` does.
     *
     * @throws ConfigurationException `not_offered` if the scheme has no code for pages
     */
    public function anonymousElement(): Script
    {
        return new Script($this->library->pageAnonymousElement($this->handle));
    }

    /** @return array{scheme: string} */
    public function __debugInfo(): array
    {
        return ['scheme' => $this->scheme];
    }
}
