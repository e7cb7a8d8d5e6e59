<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Handle;
use Visitorseal\Internal\Input;
use Visitorseal\Internal\Json;
use Visitorseal\Internal\Library;
use Visitorseal\Internal\NotSerializable;

/** A signed visitor, ready for the page. */
final readonly class Signed
{
    use NotSerializable;

    private const KEEP_INSTEAD = 'Keep its fields or its toJson(), or sign the visitor again where you make the page.';

    /** The scheme's name. */
    public string $scheme;

    /** What the vendor checks: a digest as the scheme writes it, or a JWT. Null for a form that `prefill` fills. */
    public ?string $signature;

    /** @var array<string, mixed> the payload under the vendor's names, in the order of the vendor's documentation */
    public array $fields;

    /** The payload as JSON in ASCII, as a page posts it. */
    public string $fieldsJson;

    /** When the vendor stops accepting the signature, in Unix seconds. Null if it never expires, and without a signature. */
    public ?int $expiresAt;

    /**
     * Who the visitor is, for the widget's code: 16 characters that differ from visitor to visitor and say nothing about
     * them. Null for a form that `prefill` fills.
     */
    public ?string $mark;

    /** @var list<Warning> problems that do not stop signing, such as a field that the widget does not show */
    public array $warnings;

    private string $json;

    /**
     * @internal
     *
     * @param list<Warning> $extra warnings of the package, after those of the library
     */
    public function __construct(private Library $library, private Handle $handle, array $extra = [])
    {
        $json = $library->signedJson($handle);
        $signed = Json::decode($json);
        $this->scheme = $signed['scheme'];
        $this->signature = $signed['signature'];
        $this->fields = (array) $signed['fields'];
        $this->expiresAt = $signed['expires_at'];
        $this->mark = $signed['mark'];
        // No quotation mark is in the scheme or signature before the fields, and none is unescaped in the warnings after
        // them. So these three are found by their names.
        $from = strpos($json, ',"fields":') + strlen(',"fields":');
        $this->fieldsJson = substr($json, $from, strrpos($json, ',"expires_at":') - $from);
        $warnings = strrpos($json, ',"warnings":[');
        $this->warnings = [
            ...array_map(static fn(array $warning): Warning => new Warning(...$warning), $signed['warnings']),
            ...$extra,
        ];
        $this->json = $extra === [] ? $json : substr($json, 0, $warnings) . ',"warnings":' . Json::toAscii($this->warnings) . '}';
    }

    /**
     * The same with more warnings.
     *
     * @internal
     *
     * @param list<Warning> $warnings
     */
    public function withWarnings(array $warnings): self
    {
        return $warnings === [] ? $this : new self($this->library, $this->handle, $warnings);
    }

    /** The signed visitor as JSON: `{"scheme", "signature", "fields", "expires_at", "mark", "warnings"}`. */
    public function toJson(): string
    {
        return $this->json;
    }

    /**
     * The HTML that hands the fields to the widget. Only this visitor may get the page: send
     * `Cache-Control: private, no-store` with it.
     *
     * @param string|null $nonce the page's Content-Security-Policy nonce
     *
     * @throws ConfigurationException `nonce_invalid`, `setting_missing` or `not_offered`
     */
    public function script(#[\SensitiveParameter] string|\Stringable|null $nonce = null): Script
    {
        return new Script($this->library->script($this->handle, Input::nonce($nonce)));
    }

    /**
     * The element that states who the visitor is. The scheme's static file reads it, so the page needs no inline script and
     * no nonce. Only this visitor may get the page: send `Cache-Control: private, no-store` with it.
     *
     * @param string|null $endpoint the address of your site that gives the fields anew when they expire, such as `/visitor/shop`
     *
     * @throws ConfigurationException `not_offered` if the scheme has no code for pages, or `setting_invalid` for a wrong
     *                                `endpoint`
     */
    public function element(#[\SensitiveParameter] string|\Stringable|null $endpoint = null): Script
    {
        return new Script($this->library->element($this->handle, $endpoint === null ? null : (string) $endpoint));
    }

    /**
     * The address of the vendor's page for mobile apps, with the token in it (Orlo). Whoever has the address is the visitor.
     *
     * @throws ConfigurationException `not_offered` or `setting_missing`
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
