<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Failure;
use Visitorseal\Internal\Handle;
use Visitorseal\Internal\Input;
use Visitorseal\Internal\Json;
use Visitorseal\Internal\Library;
use Visitorseal\Internal\NotSerializable;
use Visitorseal\Internal\ReadsWhenAsked;

/** A signed visitor, ready for the page. */
final readonly class Signed implements \JsonSerializable
{
    use NotSerializable;
    use ReadsWhenAsked;

    private const KEEP_INSTEAD = Failure::OF_SIGNED;

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

    private bool $isRead;

    /** What the library writes of it. */
    private string $json;

    private const READ_WHEN_ASKED = [
        'scheme' => false, 'signature' => true, 'fields' => false, 'fieldsJson' => false, 'expiresAt' => true, 'mark' => true,
        'warnings' => false,
    ];

    /**
     * @internal
     *
     * @param Handle        $handle     the signer, or without a visitor what the library has signed
     * @param string|null   $visitor    the visitor as JSON, for a signer that makes the same of it again
     * @param string|null   $fieldsJson the fields, if they are written already
     * @param list<Warning> $extra      warnings of the package, after those of the library
     */
    public function __construct(
        private Library $library,
        private Handle $handle,
        private ?string $visitor,
        private int $now,
        ?string $fieldsJson,
        private array $extra = [],
    ) {
        unset($this->scheme, $this->signature, $this->fields, $this->expiresAt, $this->mark, $this->warnings);
        if ($fieldsJson === null) {
            unset($this->fieldsJson);
        } else {
            $this->fieldsJson = $fieldsJson;
        }
    }

    /**
     * What the library has signed or filled.
     *
     * @internal
     */
    public static function ofHandle(Library $library, Handle $signed): self
    {
        return new self($library, $signed, null, 0, null);
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
        return $warnings === [] ? $this
            : new self($this->library, $this->handle, $this->visitor, $this->now, $this->fieldsJson, $warnings);
    }

    /** The signed visitor as JSON: `{"scheme", "signature", "fields", "expires_at", "mark", "warnings"}`. */
    public function toJson(): string
    {
        $json = $this->json();
        return $this->extra === [] ? $json
            : substr($json, 0, strrpos($json, ',"warnings":[')) . ',"warnings":' . Json::toAscii($this->warnings) . '}';
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
        $nonce = Input::nonce($nonce);
        return new Script($this->visitor === null ? $this->library->script($this->handle, $nonce)
            : $this->library->signText($this->handle, $this->visitor, $this->now, Library::SCRIPT, $nonce));
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
        $endpoint = $endpoint === null ? null : (string) $endpoint;
        return new Script($this->visitor === null ? $this->library->element($this->handle, $endpoint)
            : $this->library->signText($this->handle, $this->visitor, $this->now, Library::ELEMENT, $endpoint));
    }

    /**
     * The address of the vendor's page for mobile apps, with the token in it (Orlo). Whoever has the address is the visitor.
     *
     * @throws ConfigurationException `not_offered` or `setting_missing`
     */
    public function url(): string
    {
        return $this->visitor === null ? $this->library->url($this->handle)
            : $this->library->signText($this->handle, $this->visitor, $this->now, Library::URL);
    }

    /** @return array{scheme: string|null} */
    public function __debugInfo(): array
    {
        return ['scheme' => $this->scheme ?? null];
    }

    private function json(): string
    {
        return $this->json ??= $this->visitor === null ? $this->library->signedJson($this->handle)
            : $this->library->signText($this->handle, $this->visitor, $this->now, Library::SIGNED);
    }

    private function read(string $name): void
    {
        if ($name === 'fieldsJson') {
            $this->fieldsJson = $this->visitor === null ? $this->library->fieldsJson($this->handle)
                : $this->library->signText($this->handle, $this->visitor, $this->now, Library::FIELDS);
            return;
        }
        if ($name === 'fields') {
            $this->fields = (array) Json::decode($this->fieldsJson);
            return;
        }
        if (isset($this->isRead)) {
            return;
        }
        $this->isRead = true;
        $signed = Json::decode($this->json());
        $this->scheme = $signed['scheme'];
        $this->signature = $signed['signature'];
        $this->expiresAt = $signed['expires_at'];
        $this->mark = $signed['mark'];
        $warnings = \array_map(static fn(array $warning): Warning => new Warning(...$warning), $signed['warnings']);
        $this->warnings = [...$warnings, ...$this->extra];
    }
}
