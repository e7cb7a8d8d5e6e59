<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/**
 * The default of a parameter for which null is a value of its own.
 *
 * @internal
 */
enum Argument
{
    case NotGiven;
}
