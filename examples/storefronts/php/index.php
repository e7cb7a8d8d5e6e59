<?php

// A small shop whose support widgets know who is signed in.

declare(strict_types=1);

require __DIR__ . '/vendor/autoload.php';
require __DIR__ . '/visitors.php';

function seeOther(string $address): never
{
    header("Location: $address", response_code: 303);
    exit;
}

/** Redirects only to the shop's own pages, because anyone can edit the form. */
function back(): never
{
    $next = filter_input(INPUT_POST, 'next');
    seeOther(in_array($next, array_map(static fn($brand) => "/$brand", BRANDS), true) ? $next : '/');
}

session_start(['cookie_httponly' => true, 'cookie_samesite' => 'Lax', 'use_strict_mode' => true, 'cache_limiter' => '']);
header('Cache-Control: private, no-store');
$customers = customers();
$customer = $customers[$_SESSION['customer'] ?? ''] ?? null;
$path = strtok($_SERVER['REQUEST_URI'], '?');

switch ("$_SERVER[REQUEST_METHOD] $path") {
    case 'GET /shop.css':
        header('Content-Type: text/css');
        readfile(__DIR__ . '/../shop.css');
        exit;

    case 'POST /sign-in':
        session_regenerate_id(true);
        $_SESSION['customer'] = filter_input(INPUT_POST, 'customer');
        back();

    case 'POST /sign-out':
        session_destroy();
        back();

    // The page of Orlo's widget for mobile apps. The token in its address says who the visitor is.
    case 'GET /orlo/mobile':
        seeOther($customer ? signer('orlo')->sign($customer)->url() : '/orlo');

    default:
        $brand = substr($path, 1);
        if ($_SERVER['REQUEST_METHOD'] === 'GET' && in_array($brand, ['', ...BRANDS], true)) {
            require __DIR__ . '/page.php';
        } else {
            http_response_code(404);
        }
}
