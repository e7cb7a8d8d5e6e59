<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/** An argument that was not given; null is one that was. */
enum Omitted
{
    case Here;
}
