<?php

/* Finds the snippets of docs/vendors, and verifies what they make. tests/snippets/README.md says how. */

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\Assert;
use Visitorseal\RefusedException;
use Visitorseal\Verifier;

final class Snippets
{
    private const ROOT = __DIR__ . '/../../..';

    /** @return list<array<string, mixed>> the pages of docs/vendors, with their secrets in the environment */
    public static function pages(): array
    {
        $pages = json_decode(file_get_contents(self::ROOT . '/tests/snippets/pages.json'), true);
        foreach ($pages as $page) {
            foreach ($page['environment'] as $name => $value) {
                putenv("$name=$value");
            }
        }
        return $pages;
    }

    /**
     * The blocks of code under a title.
     *
     * @param array<string, mixed> $page
     * @return list<string>
     */
    public static function of(array $page, string $title): array
    {
        $text = file_get_contents(self::ROOT . "/docs/vendors/{$page['page']}");
        if (!preg_match("~<summary>$title</summary>(.*?)</details>~s", $text, $part)) {
            return [];
        }
        preg_match_all('/^```\w+\n(.*?)^```/ms', $part[1], $blocks);
        return $blocks[1];
    }

    /** @return list<array<string, mixed>> the pages that have a snippet under a title */
    public static function pagesWith(string $title): array
    {
        return array_values(array_filter(self::pages(), static fn(array $page): bool => !in_array($title, $page['without'], true)));
    }

    /**
     * The user's own values: not those that come with a request.
     *
     * @param array<string, mixed> $page
     * @return array<string, mixed>
     */
    public static function user(array $page): array
    {
        return array_diff_key($page['user'], array_flip($page['handed']));
    }

    /** @param array<string, mixed> $page */
    public static function assertSigned(array $page, string $made): void
    {
        $settings = [];
        foreach (array_diff_key($page['settings'], ['endpoint' => '']) as $name => $value) {
            $settings[lcfirst(str_replace('_', '', ucwords($name, '_')))] = $value;
        }
        $verifier = new Verifier($page['scheme'], [$page['key']], ...$settings);
        $refusals = [];
        foreach (self::candidates($page, $made) as $body) {
            try {
                $signed = $verifier->verifyJson($body)->signed;
                Assert::assertNotSame([], $signed);
                foreach ($signed as $name => $value) {
                    Assert::assertSame($page['user'][$name] ?? $value, $value, $page['scheme']);
                }
                return;
            } catch (RefusedException $refusal) {
                $refusals[] = $refusal->reason;
            }
        }
        Assert::fail($page['scheme'] . ': ' . implode(' ', $refusals) . "\n$made");
    }

    /**
     * What may be the signed fields, as JSON.
     *
     * @param array<string, mixed> $page
     * @return iterable<string>
     */
    private static function candidates(array $page, string $made): iterable
    {
        if (preg_match('~"signed", "[^"]*", (\{.*\})\);</script>~', $made, $script)) {
            yield $script[1];
        } elseif ($page['gives'] === 'fields') {
            yield $made;
        }
        // Not parse_str: it changes names.
        $query = [];
        foreach (explode('&', str_replace('#', '&', explode('?', $made, 2)[1] ?? '')) as $pair) {
            [$name, $text] = explode('=', $pair, 2) + ['', ''];
            $query[urldecode($name)] = urldecode($text);
        }
        $options = JSON_INVALID_UTF8_SUBSTITUTE | JSON_FORCE_OBJECT;
        yield json_encode($query, $options);
        yield json_encode(array_map(static fn(string $text): string|int => ctype_digit($text) ? (int) $text : $text, $query), $options);
        preg_match_all('/[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/', $made, $tokens);
        foreach ($tokens[0] as $token) {
            yield json_encode([$page['signature_field'] => $token]);
        }
        preg_match_all('/data-([\w-]+)="(.*?)"/', $made, $data);
        yield json_encode(array_combine(str_replace('-', '_', $data[1]), array_map(html_entity_decode(...), $data[2])), $options);
    }
}
