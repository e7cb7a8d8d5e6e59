<?php

declare(strict_types=1);

namespace Visitorseal;

/** What a scheme asks of the site beside the secret. */
final readonly class Setting
{
    /**
     * @param string $name     the setting's name; as a named argument `app_id` is `appId`
     * @param string $about    what it is and where the vendor shows it
     * @param bool   $required whether a signer needs it; others are asked for by the call that uses them
     */
    public function __construct(public string $name, public string $about, public bool $required)
    {
    }
}
