<?php

/* Loads the package that VISITORSEAL_AUTOLOAD names, and what the tests share. */

declare(strict_types=1);

require getenv('VISITORSEAL_AUTOLOAD');
require __DIR__ . '/Api.php';
require __DIR__ . '/VectorCase.php';
require __DIR__ . '/samples.php';
