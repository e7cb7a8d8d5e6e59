<?php

declare(strict_types=1);

namespace Visitorseal;

/** A setting of a scheme. */
final readonly class Setting
{
    /**
     * @param string $name       the setting's name; as a named argument, `app_id` is `appId`
     * @param string $about      what the setting is and where the vendor shows it
     * @param bool   $isRequired whether a signer needs the setting; others are needed by the call that uses them
     */
    public function __construct(public string $name, public string $about, public bool $isRequired)
    {
    }
}
