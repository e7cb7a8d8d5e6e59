<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;
use Visitorseal\ConfigurationError;
use Visitorseal\Page\Brand;
use Visitorseal\Page\Brands;
use Visitorseal\Signer;
use Visitorseal\Twig\VisitorExtension;
use Visitorseal\VisitorError;

/** Brands, and the extension for Twig. */
final class PagesTest extends TestCase
{
    /** @param list<VisitorError> $failed */
    private static function brands(?array $visitor, ?array &$failed = null): Brands
    {
        return new Brands(new Brand(
            'shop',
            static fn(): Signer => new Signer('thread', SECRET, appId: 'a-1'),
            static fn(): ?array => $visitor,
            static function (VisitorError $error) use (&$failed): void {
                $failed[] = $error->errorCode;
            },
        ));
    }

    private static function rendered(string $template, ?array $visitor, ?array &$failed = null): string
    {
        if (!class_exists(\Twig\Environment::class)) {
            @include_once 'Twig/autoload.php';
        }
        if (!class_exists(\Twig\Environment::class)) {
            self::markTestSkipped('Twig, it is not installed (Debian: php-twig)');
        }
        $twig = new \Twig\Environment(new \Twig\Loader\ArrayLoader(['page' => $template]));
        $twig->addExtension(new VisitorExtension(self::brands($visitor, $failed)));
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

    public function testAVisitorWhoCannotBeSignedBreaksNoPageAndIsLogged(): void
    {
        $brand = self::brands(['email' => "jane\n@example.com"], $failed)->get();
        $anonymous = (string) $brand->signer()->anonymousScript();
        self::assertSame($anonymous, (string) $brand->script($brand->signed()));
        self::assertSame(['field_invalid'], $failed);
        self::assertStringNotContainsString('connectionKey', $anonymous);
    }

    public function testNobodySignedInIsAnonymous(): void
    {
        self::assertNull(self::brands(null)->get('shop')->signed());
        self::assertNull(self::brands(JANE)->get('shop')->signed([]));
    }

    public function testAnUnknownBrandIsAnErrorThatNamesTheOthers(): void
    {
        $error = caught(static fn() => self::brands(null)->get('other'));
        self::assertInstanceOf(ConfigurationError::class, $error);
        self::assertStringContainsString('shop', $error->reason);
    }
}
