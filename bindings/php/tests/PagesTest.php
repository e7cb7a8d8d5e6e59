<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;
use Visitorseal\Page\Brand;
use Visitorseal\Page\Brands;
use Visitorseal\Twig\VisitorExtension;

/** The extension for Twig. */
final class PagesTest extends TestCase
{
    private static function brands(?array $visitor): Brands
    {
        return new Brands([new Brand('shop', 'thread', SECRET, ['app_id' => 'a-1'], static fn(): ?array => $visitor)]);
    }

    private static function rendered(string $template, ?array $visitor): string
    {
        if (!class_exists(\Twig\Environment::class)) {
            @include_once 'Twig/autoload.php';
        }
        if (!class_exists(\Twig\Environment::class)) {
            self::markTestSkipped('Twig, it is not installed (Debian: php-twig)');
        }
        $twig = new \Twig\Environment(new \Twig\Loader\ArrayLoader(['page' => $template]));
        $twig->addExtension(new VisitorExtension(self::brands($visitor)));
        return $twig->render('page', ['jane' => JANE]);
    }

    public function testTwigPutsTheScriptIntoThePageAsItStands(): void
    {
        $page = self::rendered("{{ visitor_script('shop', nonce='bm9uY2U=') }}", ['email' => '</script>@example.com'] + JANE);
        self::assertStringStartsWith('<script nonce="bm9uY2U=">', $page);
        self::assertSame(1, substr_count($page, '</script'));
        $signed = self::rendered('{{ visitor_script() }}', JANE);
        self::assertStringContainsString(digest('jane@example.com'), $signed);
        self::assertSame($signed, self::rendered("{{ visitor_script('shop', jane) }}", null));
    }

    public function testTwigGivesFieldsAndTheForgetScript(): void
    {
        $fields = self::rendered("{{ visitor_fields('shop')|json_encode|raw }}", JANE);
        self::assertSame(digest('jane@example.com'), json_decode($fields, true)['connectionKey']);
        self::assertSame('null', self::rendered("{{ visitor_fields('shop')|json_encode|raw }}", null));
        self::assertStringContainsString('destroy()', self::rendered("{{ visitor_forget_script('shop') }}", null));
    }
}
