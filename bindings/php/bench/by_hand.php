<?php

/* What people write by hand. */

declare(strict_types=1);

namespace Visitorseal\Bench;

const SECRET = '3c6f1d0e5b2a49788f7e6d5c4b3a29180f1e2d3c';
const NONCE = 'bm9uY2U=';
const JANE = ['id' => 'user-123', 'name' => 'Jane Doe', 'email' => 'jane@example.com', 'attributes' => ['plan' => 'growth']];
const FLAGS = JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR;
/** Without these flags, a name such as "</script>" ends the script. */
const FLAGS_OF_A_PAGE = JSON_HEX_TAG | JSON_HEX_AMP | JSON_HEX_APOS | JSON_HEX_QUOT | JSON_THROW_ON_ERROR;

/** Bookbag's fields. */
function byHand(array $user): array
{
    return [
        'user_id' => $user['id'],
        'user_hash' => \hash_hmac('sha256', $user['id'], SECRET),
        'user_metadata' => ['name' => $user['name'], 'email' => $user['email'], ...$user['attributes']],
    ];
}

function fieldsByHand(array $user): string
{
    return \json_encode(byHand($user), FLAGS);
}

function scriptByHand(array $user): string
{
    return '<script nonce="' . NONCE . '">window.bookbag("identify", ' . \json_encode(byHand($user), FLAGS_OF_A_PAGE) . ');</script>';
}

function verifiedByHand(string $body): string
{
    $fields = \json_decode($body, true, 8, JSON_THROW_ON_ERROR);
    if (!\hash_equals(\hash_hmac('sha256', $fields['user_id'], SECRET), $fields['user_hash'])) {
        throw new \RuntimeException('refused');
    }
    return $fields['user_id'];
}

function base64url(string $bytes): string
{
    return \rtrim(\strtr(\base64_encode($bytes), '+/', '-_'), '=');
}

function tokenByHand(mixed $key): string
{
    $claims = ['name' => 'Jane Doe', 'isLoggedIn' => true, 'User ID' => 124, 'exp' => \time() + 3600];
    $message = base64url(\json_encode(['typ' => 'JWT', 'alg' => 'RS256'])) . '.' . base64url(\json_encode($claims));
    \openssl_sign($message, $signature, $key, OPENSSL_ALGO_SHA256);
    return $message . '.' . base64url($signature);
}

function claimsByHand(string $token, mixed $key): array
{
    [$header, $claims, $signature] = \explode('.', $token);
    $bytes = \base64_decode(\strtr($signature, '-_', '+/'));
    if (\openssl_verify("$header.$claims", $bytes, $key, OPENSSL_ALGO_SHA256) !== 1) {
        throw new \RuntimeException('refused');
    }
    $claims = \json_decode(\base64_decode(\strtr($claims, '-_', '+/')), true, 8, JSON_THROW_ON_ERROR);
    return $claims['exp'] > \time() ? $claims : throw new \RuntimeException('expired');
}
