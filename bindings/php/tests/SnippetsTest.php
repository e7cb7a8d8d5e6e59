<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;
use Twig\Environment;
use Twig\Loader\ArrayLoader;
use Visitorseal\RefusedException;

require_once __DIR__ . '/snippets.php';

/** The snippets of docs/vendors for PHP and Twig make a signature that verifies. */
final class SnippetsTest extends TestCase
{
    /** @var array<string, mixed>|null */
    public static ?array $user = null;

    public function testTheSnippetsForPhpSign(): void
    {
        foreach (Snippets::pages() as $page) {
            $namespace = "Snippets\\Php\\{$page['scheme']}";
            eval("namespace $namespace;\n" . Snippets::of($page, 'PHP')[0]);
            if ($page['gives'] === 'verified') {
                $verify = "$namespace\\verified_" . array_key_first($page['user']);
                self::assertSame(reset($page['user']), $verify(...$page['arguments']));
                self::assertRefused(RefusedException::class, static fn() => $verify(...$page['refused']));
                continue;
            }
            $sign = "$namespace\\visitor_{$page['gives']}";
            $user = Snippets::user($page);
            Snippets::assertSigned($page, $sign($user, ...$page['arguments']));
            if ($page['refused'] !== null) {
                self::assertRefused(\InvalidArgumentException::class, static fn() => $sign($user, ...$page['refused']));
            }
            if ($page['gives'] === 'script') {
                self::assertStringContainsString('", "anonymous", "", ', "$namespace\\visitor_script"(null));
            }
        }
    }

    /** @param class-string<\Throwable> $error */
    private static function assertRefused(string $error, \Closure $call): void
    {
        try {
            $call();
        } catch (\Throwable $thrown) {
            self::assertInstanceOf($error, $thrown);
            return;
        }
        self::fail('not refused');
    }

    public function testTheSnippetsForTwigSign(): void
    {
        @include_once 'Twig/autoload.php';
        if (!class_exists(Environment::class)) {
            self::markTestSkipped('Twig, it is not installed (Debian: php-twig)');
        }
        // Some schemes have warnings, such as that of a weak hash.
        ini_set('error_log', '/dev/null');
        foreach (Snippets::pagesWith('Twig') as $page) {
            $blocks = Snippets::of($page, 'Twig');
            self::$user = $page['user'];
            $namespace = "Snippets\\Twig\\{$page['scheme']}";
            eval("namespace $namespace;\nfunction signed_in_user() { return \\Visitorseal\\Tests\\SnippetsTest::\$user; }");
            $twig = new Environment(new ArrayLoader(['page' => $blocks[1]]), ['strict_variables' => true]);
            eval("namespace $namespace;\n$blocks[0]");
            $html = $twig->render('page');
            if ($page['gives'] === 'fields') {
                preg_match('/data-visitor="(.*?)"/', $html, $data);
                $html = html_entity_decode($data[1]);
            }
            Snippets::assertSigned($page, $html);
        }
        ini_restore('error_log');
    }
}
