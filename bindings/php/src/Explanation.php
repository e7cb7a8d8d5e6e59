<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Input;
use Visitorseal\Internal\Json;
use Visitorseal\Internal\Library;
use Visitorseal\Internal\Text;

/** Why the fields of a page do not verify: names the mistake and the change that mends it. */
final readonly class Explanation
{
    /**
     * @param bool          $isVerified whether the fields verify as they are
     * @param list<Finding> $findings   best first: why it is refused, or what else stops a widget that verifies
     */
    private function __construct(public bool $isVerified, public array $findings)
    {
    }

    /**
     * Explains. A finding may show the message that should have been signed, and keys by their fingerprint only.
     *
     * @param Scheme|string                                       $scheme
     * @param string|\Stringable|Key|list<string|\Stringable|Key> $keys
     * @param array<string, mixed>|string                         $fields   or the body of a request as it came
     * @param int|null                                            $now      Unix seconds, the system's clock unless given
     * @param string|int                                          $settings as named arguments
     *
     * @throws ConfigurationError `scheme_unknown`, `key_count`, `now_invalid` or `setting_…`
     */
    public static function of(
        #[\SensitiveParameter] mixed $scheme,
        #[\SensitiveParameter] mixed $keys,
        #[\SensitiveParameter] mixed $fields,
        #[\SensitiveParameter] mixed $now = null,
        #[\SensitiveParameter] mixed ...$settings,
    ): self {
        $scheme = Scheme::of($scheme);
        $keys = Input::keys($keys);
        $now = Text::ofNow($now);
        $settings = Input::settings($settings);
        try {
            $json = Text::of($fields) ?? Input::fields($fields);
        } catch (Refused $refused) {
            $fix = 'send the fields as JSON';
            return new self(false, [new Finding($refused->errorCode, $refused->field, $refused->reason, $fix)]);
        }
        $said = Json::read(Library::loaded()->explain($scheme->handle(), $keys, $json, $now, $settings));
        $finding = static fn(array $finding): Finding => new Finding(...$finding);
        return new self($said['verified'], array_map($finding, $said['findings']));
    }

    /** `{"verified", "findings": [{"code", "field", "reason", "fix"}]}`. */
    public function toJson(): string
    {
        $said = ['verified' => $this->isVerified, 'findings' => $this->findings];
        return Json::ascii($said);
    }
}
