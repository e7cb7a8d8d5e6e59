<?php

declare(strict_types=1);

namespace Visitorseal;

/** This visitor cannot be signed as given. The site must pass other values. */
final class VisitorException extends VisitorsealException
{
    protected const KIND = 'visitor';
}
