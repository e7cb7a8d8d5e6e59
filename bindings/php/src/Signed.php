<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Handle;
use Visitorseal\Internal\IsNotSerialized;
use Visitorseal\Internal\Json;
use Visitorseal\Internal\Library;
use Visitorseal\Internal\Text;

/** A signed visitor, ready for the page. */
final readonly class Signed
{
    use IsNotSerialized;

    private const KEEP = 'Keep its fields or its toJson(), or sign the visitor again where the page is made.';

    /** The scheme's name. */
    public string $scheme;

    /** What the vendor checks: 64 lower-case hex digits, or a JWT. Null for a pre-filled form. */
    public ?string $signature;

    /** @var array<string, mixed> the payload under the vendor's names, in the order of the vendor's page */
    public array $fields;

    /** The same as JSON of ASCII alone, for a page or an endpoint to send as it stands. */
    public string $fieldsJson;

    /** @var list<Warning> what works and deserves a look, such as a field that the widget has no place for */
    public array $warnings;

    private string $json;

    /** @internal */
    public function __construct(private Library $library, private Handle $handle)
    {
        $this->json = $library->signedJson($handle);
        $said = Json::read($this->json);
        $this->scheme = $said['scheme'];
        $this->signature = $said['signature'];
        $this->fields = (array) $said['fields'];
        // Scheme and signature before it hold no quote, and after it stand the warnings, whose texts hold none unescaped.
        $from = strpos($this->json, ',"fields":') + strlen(',"fields":');
        $this->fieldsJson = substr($this->json, $from, strrpos($this->json, ',"warnings":[') - $from);
        $this->warnings = array_map(
            static fn(array $warning): Warning => new Warning(...$warning),
            $said['warnings'],
        );
    }

    /** `{"scheme", "signature", "fields", "warnings"}`. */
    public function toJson(): string
    {
        return $this->json;
    }

    /**
     * The HTML that hands the fields to the widget, for the page of this visitor alone: send
     * `Cache-Control: private, no-store` with it.
     *
     * @param string|null $nonce the page's Content-Security-Policy nonce
     *
     * @throws ConfigurationError `nonce_invalid`, `setting_missing` or `not_offered`
     */
    public function script(#[\SensitiveParameter] mixed $nonce = null): Script
    {
        return new Script($this->library->script($this->handle, Text::ofNonce($nonce)));
    }

    /**
     * The address of the vendor's page for mobile apps, with the token in it (Orlo). Whoever has it is the visitor.
     *
     * @throws ConfigurationError `not_offered` or `setting_missing`
     */
    public function url(): string
    {
        return $this->library->url($this->handle);
    }

    /** @return array{scheme: string} */
    public function __debugInfo(): array
    {
        return ['scheme' => $this->scheme];
    }
}
