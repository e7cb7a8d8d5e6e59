<?php

/* A secret and a visitor for all tests. */

declare(strict_types=1);

namespace Visitorseal\Tests;

const VECTORS = __DIR__ . '/../../../tests/vectors';
const KEYS = VECTORS . '/keys';
const SECRET = 'a-shared-secret-of-some-length';
const NOW = 1_795_132_800;
const JANE = [
    'id' => 'user-123',
    'email' => 'jane@example.com',
    'name' => 'Jane Doe',
    'phone' => '+442071838750',
    'avatar' => 'https://example.com/jane.png',
    'attributes' => ['plan' => 'growth', 'seats' => 7],
];

/** Whether the package calls the C library through its extension, and not through ffi. */
function hasExtension(): bool
{
    return extension_loaded('visitorseal');
}

/**
 * The environment for a PHP without the extension, which the suite loads from a folder that a variable names.
 *
 * @return array<string, string>
 */
function withoutExtension(): array
{
    return array_diff_key(getenv(), ['PHP_INI_SCAN_DIR' => true]);
}

/** The digest as the vendors' pages compute it. */
function digest(string $message, string $secret = SECRET): string
{
    return hash_hmac('sha256', $message, $secret);
}

function pem(string $name): string
{
    return file_get_contents(KEYS . "/$name.pem");
}

/** The exception that a call throws. A PHP warning counts as one. */
function caught(callable $call): ?\Throwable
{
    set_error_handler(static function (int $level, string $message): never {
        throw new \ErrorException($message, 0, $level);
    });
    try {
        $call();
    } catch (\Throwable $thrown) {
        return $thrown;
    } finally {
        restore_error_handler();
    }
    return null;
}
