<?php

// Tells the support widgets who is signed in.

declare(strict_types=1);

use Visitorseal\Signer;
use Visitorseal\VisitorException;

const BRANDS = ['reamaze', 'fernand', 'orlo', 'bookbag', 'thread'];

function signer(string $brand): Signer
{
    $file = $brand === 'orlo' ? 'orlo-private.pem' : "$brand.txt";
    $secret = rtrim(file_get_contents(getenv('SECRETS') . "/$file"));
    return match ($brand) {
        'thread' => new Signer('thread', $secret, appId: 'demo'),
        'orlo' => new Signer(
            'orlo',
            $secret,
            widgetId: 'demo',
            lifetime: 3600,
            embedCode: "<script>window.orloCustomer = 'JWT_TOKEN';</script>",
            mobileUrl: getenv('DESK') . '/mobile/WIDGET_ID?jwt=JWT_TOKEN',
        ),
        default => new Signer($brand, $secret),
    };
}

/** The script for a page. A visitor who cannot be signed is anonymous, so that one customer's data cannot break a page. */
function visitorScript(string $brand, ?array $visitor, string $nonce): string
{
    $signer = signer($brand);
    try {
        if ($visitor) {
            return (string) $signer->sign($visitor)->script($nonce);
        }
    } catch (VisitorException $error) {
        error_log("$brand: {$error->getMessage()}");
    }
    return (string) $signer->anonymousScript($nonce);
}

/** The customers, each under the key that signs them in. All other members are fields of the visitor. */
function customers(): array
{
    $customers = json_decode(file_get_contents(__DIR__ . '/../customers.json'), true, flags: JSON_THROW_ON_ERROR);
    $visitors = array_map(static fn(array $customer): array => array_diff_key($customer, ['key' => 0]), $customers);
    return array_combine(array_column($customers, 'key'), $visitors);
}
