<?php

declare(strict_types=1);

namespace Visitorseal;

/** Our turn: a fault of the library. */
final class InternalError extends VisitorsealException
{
    protected const KIND = 'internal';
}
