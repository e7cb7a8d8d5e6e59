<?php

declare(strict_types=1);

namespace Visitorseal;

/** The developer's turn: a scheme, a setting, a secret or a key is not usable as given, or the library is not. */
final class ConfigurationError extends VisitorsealException
{
    protected const KIND = 'configuration';
}
