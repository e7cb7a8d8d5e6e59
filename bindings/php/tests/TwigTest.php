<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;
use Symfony\Component\Cache\Adapter\ArrayAdapter;
use Twig\Environment;
use Twig\Extension\SandboxExtension;
use Twig\Extra\Cache\CacheExtension;
use Twig\Extra\Cache\CacheRuntime;
use Twig\Loader\ArrayLoader;
use Twig\RuntimeLoader\FactoryRuntimeLoader;
use Twig\Sandbox\SecurityPolicy;
use Visitorseal\Page\Brand;
use Visitorseal\Page\Brands;
use Visitorseal\Page\ErrorLog;
use Visitorseal\Twig\PageHelpers;
use Visitorseal\Twig\VisitorExtension;

/** The extension for Twig. */
final class TwigTest extends TestCase
{
    public static function setUpBeforeClass(): void
    {
        if (!class_exists(Environment::class)) {
            @include_once 'Twig/autoload.php';
        }
        if (!class_exists(Environment::class)) {
            self::markTestSkipped('Twig, it is not installed (Debian: php-twig)');
        }
    }

    protected function setUp(): void
    {
        ErrorLog::reset();
    }

    private static function shop(?array $visitor, mixed $secret = SECRET): Brand
    {
        return new Brand('shop', 'thread', $secret, ['app_id' => 'a-1'], static fn(): ?array => $visitor);
    }

    private static function rendered(string $template, ?array $visitor, bool $inSandbox = false): string
    {
        $twig = new Environment(new ArrayLoader(['page' => $template]), ['strict_variables' => true]);
        $twig->addExtension(new VisitorExtension(new Brands([self::shop($visitor)])));
        if ($inSandbox) {
            $functions = ['visitor_script', 'visitor_element', 'visitor_forget_script', 'visitor_fields'];
            $twig->addExtension(new SandboxExtension(new SecurityPolicy(['set'], ['escape', 'default'], [], [], $functions), true));
        }
        return $twig->render('page', ['jane' => JANE]);
    }

    public function testTwigDoesNotEscapeTheScript(): void
    {
        $page = self::rendered("{{ visitor_script('shop', nonce='bm9uY2U=') }}", ['email' => '</script>@example.com'] + JANE);
        self::assertStringStartsWith('<script nonce="bm9uY2U="', $page);
        self::assertSame(1, substr_count($page, '</script'));
        $signed = self::rendered('{{ visitor_script() }}', JANE);
        self::assertStringContainsString(digest('jane@example.com'), $signed);
        self::assertSame($signed, self::rendered("{{ visitor_script('shop', jane) }}", null));
    }

    public function testTwigHasTheNamesOfTheTable(): void
    {
        $functions = array_map(
            static fn(\Twig\TwigFunction $function): string => $function->getName(),
            (new VisitorExtension(new Brands([])))->getFunctions(),
        );
        Api::assertNames('twig', [...$functions, ...Api::membersOf('/Twig')]);
    }

    public function testAScriptIsHtmlWhereverATemplatePutsIt(): void
    {
        $script = self::rendered("{{ visitor_script('shop') }}", JANE);
        foreach ([
            "{% set s = visitor_script('shop') %}{{ s }}",
            "{{ visitor_script('shop')|default('') }}",
            "{% set s = visitor_script('shop')|default('') %}{{ s|default('none') }}",
            "{% set s %}{{ visitor_script('shop') }}{% endset %}{{ s }}",
            "{{ (visitor_script('shop') ~ '')|raw }}",
            "{{ true ? visitor_script('shop') : '' }}",
            "{{ '%s'|format(visitor_script('shop'))|raw }}",
        ] as $template) {
            self::assertSame($script, self::rendered($template, JANE), $template);
        }
        $forget = self::rendered("{{ visitor_forget_script('shop') }}", JANE);
        self::assertStringStartsWith('<script ', $forget);
        self::assertSame($forget, self::rendered("{% set s = visitor_forget_script('shop') %}{{ s }}", JANE));
    }

    public function testTwigWritesTheElement(): void
    {
        $page = self::rendered("<body>{{ visitor_element('shop', endpoint='/visitor/shop') }}</body>", JANE);
        self::assertStringStartsWith('<body><visitorseal-visitor scheme="thread" state="signed" mark="', $page);
        self::assertStringContainsString('&quot;connectionKey&quot;:&quot;' . digest('jane@example.com'), $page);
        self::assertStringContainsString(' endpoint="/visitor/shop"', $page);
        self::assertStringEndsWith('></visitorseal-visitor></body>', $page);
        $signed = self::rendered('{{ visitor_element() }}', JANE);
        self::assertSame($signed, self::rendered("{% set e = visitor_element('shop', jane) %}{{ e }}", null));
        self::assertStringStartsWith('<visitorseal-visitor scheme="thread" state="anonymous" ', self::rendered('{{ visitor_element() }}', null));
    }

    public function testAPageWithoutAVisitorSaysSo(): void
    {
        $expected = (string) (new \Visitorseal\Page('thread', appId: 'a-1'))->anonymousScript('bm9uY2U=');
        self::assertSame($expected, self::rendered("{{ visitor_script('shop', nonce='bm9uY2U=') }}", null));
    }

    public function testASandboxedTemplateMayWriteScripts(): void
    {
        foreach (["{{ visitor_script('shop') }}", "{% set s = visitor_script('shop')|default('') %}{{ s }}"] as $template) {
            self::assertStringStartsWith('<script ', self::rendered($template, JANE, inSandbox: true));
        }
        self::assertStringStartsWith('<visitorseal-visitor ', self::rendered("{{ visitor_element('shop') }}", JANE, inSandbox: true));
    }

    public function testTwigGivesFieldsAndTheForgetScript(): void
    {
        $fields = self::rendered("{{ visitor_fields('shop')|json_encode|raw }}", JANE);
        self::assertSame(digest('jane@example.com'), json_decode($fields, true)['connectionKey']);
        self::assertSame('null', self::rendered("{{ visitor_fields('shop')|json_encode|raw }}", null));
        self::assertStringContainsString('destroy()', self::rendered("{{ visitor_forget_script('shop') }}", null));
    }

    public function testAWrongConfigurationStopsNoPageAndIsLoggedOnce(): void
    {
        $logged = [];
        $faults = new ErrorLog(static function (string $level, string $message, array $context) use (&$logged): void {
            $logged[] = [$level, $context['brand'], $context['option'], $context['code']];
        });
        $twig = new Environment(new ArrayLoader(['page' => "<body>{{ visitor_script('shop') }}{{ visitor_forget_script('shop') }}"
            . "{{ visitor_fields('shop')|json_encode|raw }}{{ visitor_script('chat') }}</body>"]));
        $shop = new Brand('shop', 'bookbag', '', visitor: static fn(): array => JANE);
        $chat = new Brand('chat', 'bookbag', SECRET . "\n", visitor: static fn(): array => JANE);
        $twig->addExtension(new VisitorExtension(new Brands([$shop, $chat], $faults)));
        for ($round = 0; $round < 2; ++$round) {
            $anonymous = new \Visitorseal\Page('bookbag');
            $expected = "<body>{$anonymous->anonymousScript()}{$anonymous->forgetScript()}null<script ";
            self::assertStringStartsWith($expected, $twig->render('page'));
        }
        self::assertSame([['error', 'shop', 'secret', 'secret_empty'], ['warning', 'chat', 'secret', 'secret_space']], $logged);
    }

    public function testAPageThatCannotBeKeptOutOfCachesSaysNothingOfItsVisitor(): void
    {
        $calls = ['visitor_script', 'visitor_element', 'visitor_forget_script'];
        foreach ([null, JANE] as $visitor) {
            $pages = new PageHelpers(new Brands([self::shop($visitor)], static fn() => null), static fn(): bool => false);
            foreach ($calls as $call) {
                $twig = new Environment(new ArrayLoader(['page' => "<p>{{ $call('shop') }}</p>"]));
                $twig->addExtension(new VisitorExtension($pages));
                self::assertSame('<p></p>', $twig->render('page'), $call);
            }
        }
    }

    public function testAPageThatCannotBeKeptOutOfCachesHasNoSignedVisitor(): void
    {
        $logged = [];
        $faults = new ErrorLog(static function (string $level, string $message, array $context) use (&$logged): void {
            $logged[] = $context['code'];
        });
        $brands = new Brands([self::shop(JANE)], $faults);
        foreach ([false, true] as $isPrivate) {
            $pages = new PageHelpers($brands, static fn(): bool => $isPrivate);
            $twig = new Environment(new ArrayLoader(['page' => "{{ visitor_script('shop') }}"]));
            $twig->addExtension(new VisitorExtension($pages));
            self::assertSame($isPrivate, str_contains($twig->render('page'), digest('jane@example.com')));
            self::assertSame($isPrivate, str_contains($twig->render('page'), digest('jane@example.com')));
        }
        self::assertSame(['page_not_signed'], $logged);
    }

    public function testNothingIsWrittenIntoATemplateCacheAndTheLogSaysSoOnce(): void
    {
        @include_once 'Twig/Extra/Cache/autoload.php';
        if (!class_exists(CacheExtension::class)) {
            self::markTestSkipped("Twig's {% cache %}, it is not installed (Debian 13: php-twig-cache-extra)");
        }
        $logged = [];
        $faults = new ErrorLog(static function (string $level, string $message, array $context) use (&$logged): void {
            $logged[] = [$level, $context['brand'], $context['code']];
        });
        $twig = new Environment(new ArrayLoader(['page' => "{% cache 'a part' %}<p>{{ visitor_script() }}</p>{% endcache %}"
            . "{{ visitor_script() }}"]));
        $twig->addExtension(new VisitorExtension(new Brands([self::shop(JANE)], $faults)));
        $twig->addExtension(new CacheExtension());
        $twig->addRuntimeLoader(new FactoryRuntimeLoader([CacheRuntime::class => static fn() => new CacheRuntime(new ArrayAdapter())]));
        self::assertStringStartsWith('<p></p><script ', $twig->render('page'));
        self::assertStringStartsWith('<p></p><script ', $twig->render('page'));
        self::assertSame([['error', 'shop', 'not_offered']], $logged);
    }

    public function testPhpsOwnHeadersKeepASignedPageOutOfCaches(): void
    {
        foreach (['before', 'after'] as $when) {
            [$headers, $page] = self::served("/$when");
            self::assertStringContainsString(digest('jane'), $page);
            self::assertSame(['private, no-store'], $headers['cache-control']);
            $kept = array_intersect(['cdn-cache-control', 'surrogate-control', 'edge-control', 'x-accel-expires',
                'x-reverse-proxy-ttl', 'expires', 'etag'], array_keys($headers));
            self::assertSame([], $kept);
            [$headers, $page] = self::served("/$when?anonymous");
            self::assertSame(['private, no-store'], $headers['cache-control'], 'nobody is signed in, and that is not for all either');
            self::assertSame('<body>' . (new \Visitorseal\Page('bookbag'))->anonymousScript() . '</body>', $page);
        }
    }

    public function testAPageThatHasBegunIsNotSignedAndTheLogSaysSoOnce(): void
    {
        [$headers, $page, $log] = self::served('/begun');
        self::assertSame('<!doctype html><body></body><body></body>', $page);
        self::assertSame(['public, max-age=3600'], $headers['cache-control']);
        self::assertSame(1, substr_count($log, 'page_not_signed'), $log);
    }

    /** @return array{array<string, list<string>>, string, string} headers, body, log of PHP's own server */
    private static function served(string $address): array
    {
        $log = tempnam(sys_get_temp_dir(), 'visitorseal');
        $free = stream_socket_server('tcp://127.0.0.1:0');
        $host = stream_socket_get_name($free, false);
        fclose($free);
        $command = [PHP_BINARY, '-d', 'ffi.enable=1', '-d', 'error_log=', '-d', 'output_buffering=0', '-S', $host, __DIR__ . '/twig_page.php'];
        $server = proc_open($command, [['file', '/dev/null', 'r'], ['file', $log, 'a'], ['file', $log, 'a']], $pipes);
        try {
            for ($tries = 0; $tries < 200 && self::isClosed($host); ++$tries) {
                usleep(50_000);
            }
            $page = file_get_contents("http://$host$address");
            foreach ($http_response_header as $line) {
                if (str_contains($line, ':')) {
                    [$name, $value] = explode(':', $line, 2);
                    $headers[strtolower($name)][] = trim($value);
                }
            }
        } finally {
            proc_terminate($server);
            proc_close($server);
        }
        $output = (string) file_get_contents($log);
        unlink($log);
        return [$headers, $page, $output];
    }

    private static function isClosed(string $host): bool
    {
        $socket = @stream_socket_client("tcp://$host", timeout: 1);
        return $socket === false || !fclose($socket);
    }
}
