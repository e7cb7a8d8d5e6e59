<?php

declare(strict_types=1);

namespace Visitorseal;

/** The site's turn: this visitor cannot be signed as given. */
final class VisitorError extends VisitorsealException
{
    protected const KIND = 'visitor';
}
