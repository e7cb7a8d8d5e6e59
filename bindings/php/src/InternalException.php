<?php

declare(strict_types=1);

namespace Visitorseal;

/** A fault in this library. Please report it. */
final class InternalException extends VisitorsealException
{
    protected const KIND = 'internal';
}
