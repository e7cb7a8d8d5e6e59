<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Json;

/** Why a signature was refused, and what to change. `Visitorseal::explain()` returns it. */
final readonly class Explanation
{
    /**
     * @internal
     *
     * @param bool          $isVerified whether the signature is right after all
     * @param list<Finding> $findings   what was found, the most likely cause first; if the signature is right, what else
     *                                  may stop the widget
     */
    public function __construct(public bool $isVerified, public array $findings)
    {
    }

    /** @internal */
    public static function fromJson(#[\SensitiveParameter] string $json): self
    {
        $explanation = Json::decode($json);
        $findings = array_map(static fn(array $finding): Finding => new Finding(...$finding), $explanation['findings']);
        return new self($explanation['verified'], $findings);
    }

    /** The explanation as JSON: `{"verified", "findings": [{"code", "field", "reason", "fix"}]}`. */
    public function toJson(): string
    {
        return Json::toAscii(['verified' => $this->isVerified, 'findings' => $this->findings]);
    }
}
