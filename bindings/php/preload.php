<?php

/*
 * For `opcache.preload`: makes the package's classes part of the server, so that they may use FFI where
 * `ffi.enable` is `preload`, its default. `vendor/bin/visitorseal-ini` copies this file, the classes and the library to
 * a folder that stays, and prints the lines for php.ini.
 *
 * A server preloads one file: require this one from yours, if you have one (Symfony has config/preload.php).
 */

declare(strict_types=1);

foreach ([...glob(__DIR__ . '/src/*.php'), ...glob(__DIR__ . '/src/Internal/*.php')] as $file) {
    opcache_compile_file($file);
}
