<?php

/*
 * For `opcache.preload`: loads the package's classes when the server starts, so that they may call C although `ffi.enable` is
 * `preload`, PHP's default. `vendor/bin/visitorseal-ini` copies this file, the classes and the library to a folder outside the
 * project, and prints the lines for php.ini.
 *
 * A server preloads one file. If you have one already (Symfony has config/preload.php), require this file from it.
 */

declare(strict_types=1);

if (extension_loaded('visitorseal')) {
    // The extension has the classes that call C.
    return;
}
foreach ([__DIR__ . '/src', __DIR__ . '/src/Internal'] as $folder) {
    foreach (preg_grep('/\.php$/', scandir($folder)) as $name) {
        opcache_compile_file("$folder/$name");
    }
}
