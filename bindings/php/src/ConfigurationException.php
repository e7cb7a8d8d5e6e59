<?php

declare(strict_types=1);

namespace Visitorseal;

/** A scheme, setting, secret or key is wrong, or the C library cannot be used. The developer must fix it. */
final class ConfigurationException extends VisitorsealException
{
    protected const KIND = 'configuration';
}
