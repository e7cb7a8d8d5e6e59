<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Handle;
use Visitorseal\Internal\IsNotSerialized;
use Visitorseal\Internal\Json;
use Visitorseal\Internal\Library;
use Visitorseal\Internal\Text;

/** How one vendor's widget wants a visitor signed. */
final readonly class Scheme
{
    use IsNotSerialized;

    private const KEEP = 'Keep its name, or the text of its file.';

    /** The scheme's name, such as `bookbag`. */
    public string $name;

    /** The vendor's name as the vendor writes it. */
    public string $vendor;

    /** The address of the vendor's page that the scheme was read from. */
    public string $document;

    /** `HMAC-SHA256` (RFC 2104) or `RS256` (RFC 7518). */
    public string $algorithm;

    /** @var list<string> what the signature covers, in the visitor's words; `attributes` stands for all of them */
    public array $covers;

    /** @var list<Setting> the settings that the scheme takes */
    public array $settings;

    /** The status that answers a refused request. */
    public int $httpStatus;

    /** The error code of that answer. */
    public string $httpError;

    private function __construct(private Handle $handle, private string $json)
    {
        $about = Json::read($json);
        $this->name = $about['name'];
        $this->vendor = $about['vendor'];
        $this->document = $about['document'];
        $this->algorithm = $about['algorithm'];
        $this->covers = $about['covers'];
        $this->settings = array_map(
            static fn(array $setting): Setting => new Setting($setting['name'], $setting['about'], $setting['required']),
            $about['settings'],
        );
        ['status' => $this->httpStatus, 'error' => $this->httpError] = $about['refused'];
    }

    /**
     * Reads a scheme of your own. A scheme file is code: load only your own.
     *
     * @param string $toml the file's text
     *
     * @throws ConfigurationError `scheme_malformed`, with the key as `field` and the line in the reason
     */
    public static function parse(#[\SensitiveParameter] mixed $toml): self
    {
        $toml = Text::of($toml)
            ?? throw new ConfigurationError('scheme_malformed', null, 'a scheme file is text');
        return self::from(Library::loaded()->parsedScheme($toml));
    }

    /**
     * The scheme of that name in the catalogue, or the one that was given.
     *
     * @internal
     */
    public static function of(#[\SensitiveParameter] mixed $scheme): self
    {
        if ($scheme instanceof self) {
            return $scheme;
        }
        $name = Text::of($scheme)
            ?? throw new ConfigurationError('scheme_unknown', null, 'no scheme is named; give the name of one, such as bookbag, or a Scheme of your own');
        return self::from(Library::loaded()->scheme($name));
    }

    /** All that a catalogue shows, as JSON. */
    public function toJson(): string
    {
        return $this->json;
    }

    /** @internal */
    public function handle(): Handle
    {
        return $this->handle;
    }

    /** @return array{name: string} */
    public function __debugInfo(): array
    {
        return ['name' => $this->name];
    }

    private static function from(Handle $handle): self
    {
        return new self($handle, Library::loaded()->schemeJson($handle));
    }
}
