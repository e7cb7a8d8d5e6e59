<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Handle;
use Visitorseal\Internal\Json;
use Visitorseal\Internal\Library;
use Visitorseal\Internal\NotSerializable;
use Visitorseal\Internal\ReadsWhenAsked;

/** How one vendor's widget wants a visitor signed. `Visitorseal::scheme()` returns one by its name. */
final readonly class Scheme implements \JsonSerializable
{
    use NotSerializable;
    use ReadsWhenAsked;

    private const KEEP_INSTEAD = 'Keep its name, or the text of its file.';

    /** The scheme's name, such as `bookbag`. */
    public string $name;

    /** The vendor's name as the vendor writes it. */
    public string $vendor;

    /** The product as the vendor names it, such as `Messenger`. Null if the scheme's file does not say it. */
    public ?string $product;

    /** What the product is for, such as `support_chat`. Null if the scheme's file does not say it. */
    public ?string $category;

    /** The address of the vendor's documentation that the scheme was read from. */
    public string $document;

    /** @var 'shared'|'pair' what verifies a signature: the secret itself, or the public key of a key pair */
    public string $keyKind;

    /** `HMAC-SHA256`, `HMAC-SHA512` or `HMAC-SHA1` (RFC 2104), or a token's, such as `HS256` or `RS256` (RFC 7518). */
    public string $algorithm;

    /**
     * @var list<string> the visitor's fields that the signature covers; `attributes` stands for all attributes,
     *                   `attributes.plan` for one
     */
    public array $covers;

    /** @var list<Setting> the settings that the scheme takes */
    public array $settings;

    private bool $isRead;

    private const READ_WHEN_ASKED = [
        'name' => false, 'vendor' => false, 'product' => true, 'category' => true, 'document' => false, 'keyKind' => false,
        'algorithm' => false, 'covers' => false, 'settings' => false,
    ];

    private string $json;

    /** @param string|null $name the name, if it is known: a scheme of the catalogue has the one that it is asked for by */
    private function __construct(private Library $library, private Handle $handle, ?string $name = null)
    {
        if ($name === null) {
            unset($this->name);
        } else {
            $this->name = $name;
        }
        unset($this->vendor, $this->product, $this->category, $this->document, $this->keyKind);
        unset($this->algorithm, $this->covers, $this->settings);
    }

    /**
     * Reads a scheme of your own from the text of its TOML file. A scheme file is code: load only your own.
     *
     * @throws ConfigurationException `scheme_malformed`; `field` is the key, and the reason names the line
     */
    public static function parse(#[\SensitiveParameter] string|\Stringable $toml): self
    {
        $library = Library::get();
        return new self($library, $library->parsedScheme((string) $toml));
    }

    /**
     * The scheme itself, or the one of that name in the catalogue.
     *
     * @internal
     *
     * @throws ConfigurationException `scheme_unknown`
     */
    public static function from(#[\SensitiveParameter] self|string|\Stringable $scheme): self
    {
        if ($scheme instanceof self) {
            return $scheme;
        }
        $library = Library::get();
        $name = (string) $scheme;
        return new self($library, $library->scheme($name), $name);
    }

    /** The scheme as JSON. */
    public function toJson(): string
    {
        if (!isset($this->json)) {
            $this->json = $this->library->schemeJson($this->handle);
        }
        return $this->json;
    }

    /** @internal */
    public function handle(): Handle
    {
        return $this->handle;
    }

    /** @return array{name: string|null} */
    public function __debugInfo(): array
    {
        return ['name' => $this->name ?? null];
    }

    private function read(string $name): void
    {
        if (isset($this->isRead)) {
            return;
        }
        $this->isRead = true;
        $scheme = Json::decode($this->toJson());
        if (!array_key_exists('name', get_object_vars($this))) {
            $this->name = $scheme['name'];
        }
        $this->vendor = $scheme['vendor'];
        $this->product = $scheme['product'];
        $this->category = $scheme['category'];
        $this->document = $scheme['document'];
        $this->keyKind = $scheme['key_kind'];
        $this->algorithm = $scheme['algorithm'];
        $this->covers = $scheme['covers'];
        $this->settings = array_map(
            static fn(array $setting): Setting => new Setting($setting['name'], $setting['about'], $setting['required']),
            $scheme['settings'],
        );
    }
}
