<?php

/*
 * For `opcache.preload`: makes the package's classes part of the server, so that they may use FFI where
 * `ffi.enable` is `preload`, its default. `vendor/bin/visitorseal-ini` copies this file, the classes and the library to
 * a folder that stays, and prints the lines for php.ini.
 *
 * A server preloads one file: require this one from yours, if you have one (Symfony has config/preload.php).
 */

declare(strict_types=1);

foreach ([__DIR__ . '/src', __DIR__ . '/src/Internal'] as $folder) {
    foreach (preg_grep('/\.php$/', scandir($folder)) as $name) {
        opcache_compile_file("$folder/$name");
    }
}
