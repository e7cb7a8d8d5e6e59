<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;
use Symfony\Bundle\FrameworkBundle\Console\Application;
use Symfony\Bundle\SecurityBundle\SecurityBundle;
use Symfony\Bundle\TwigBundle\TwigBundle;
use Symfony\Component\Config\Definition\Exception\InvalidConfigurationException;
use Symfony\Component\Console\Tester\CommandTester;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpFoundation\StreamedResponse;
use Symfony\Component\HttpKernel\Bundle\AbstractBundle;
use Symfony\Component\HttpKernel\HttpCache\Esi;
use Symfony\Component\HttpKernel\HttpCache\HttpCache;
use Symfony\Component\HttpKernel\HttpCache\Store;
use Symfony\Component\HttpKernel\HttpKernelInterface;
use Symfony\Component\HttpKernel\KernelInterface;
use Symfony\Component\HttpKernel\TerminableInterface;
use Symfony\Component\Security\Core\Authentication\Token\RememberMeToken;
use Symfony\Component\Security\Core\Authentication\Token\SwitchUserToken;
use Symfony\Component\Security\Core\Authentication\Token\UsernamePasswordToken;
use Symfony\Component\Security\Core\User\InMemoryUser;
use Visitorseal\Page;
use Visitorseal\Page\ErrorLog;
use Visitorseal\Symfony\CurrentUser;
use Visitorseal\Symfony\BrandFactory;
use Visitorseal\Symfony\VisitorsealBundle;

/** The bundle in a whole Symfony site: kernel, security, Twig, HttpCache, console, profiler. */
final class SymfonyTest extends TestCase
{
    private const SHOP = ['scheme' => 'bookbag', 'secret' => SECRET];
    private const SIGNED = 'private, no-store';
    private const SESSIONS = ['http_basic' => []];

    /** @var list<SymfonySite> */
    private array $sites = [];

    /** @var callable|null PHPUnit's exception handler; the console and Symfony 7 set their own */
    private mixed $handler;

    public static function setUpBeforeClass(): void
    {
        foreach (['Bundle/FrameworkBundle', 'Bundle/SecurityBundle', 'Bundle/TwigBundle', 'Bundle/WebProfilerBundle',
            'Component/Console', 'Component/VarDumper', 'Component/Yaml'] as $part) {
            @include_once "Symfony/$part/autoload.php";
        }
        @include_once 'Twig/Extra/Cache/autoload.php';
        $needed = [AbstractBundle::class, \Symfony\Bundle\FrameworkBundle\FrameworkBundle::class, SecurityBundle::class, TwigBundle::class];
        foreach ($needed as $class) {
            if (!class_exists($class)) {
                self::markTestSkipped('Symfony 6.4, it is not installed (Debian 13: php-symfony-framework-bundle, -security-bundle, -twig-bundle)');
            }
        }
        require_once __DIR__ . '/SymfonySite.php';
    }

    protected function setUp(): void
    {
        ErrorLog::reset();
        SymfonySite::$log = new SymfonyLog();
        $this->handler = self::exceptionHandler();
    }

    protected function tearDown(): void
    {
        foreach ($this->sites as $site) {
            $site->shutdown();
            (new \Symfony\Component\Filesystem\Filesystem())->remove($site->getProjectDir());
        }
        while (self::exceptionHandler() !== $this->handler) {
            restore_exception_handler();
        }
    }

    private function site(mixed ...$options): SymfonySite
    {
        $options += ['visitorseal' => ['brands' => ['shop' => self::SHOP]]];
        @mkdir(sys_get_temp_dir());
        return $this->sites[] = new SymfonySite(...$options);
    }

    private static function exceptionHandler(): ?callable
    {
        $handler = set_exception_handler(null);
        restore_exception_handler();
        return $handler;
    }

    /** @param array<string, string> $headers */
    private static function got(
        HttpKernelInterface&TerminableInterface $site,
        string $path,
        ?string $user = 'jane',
        string $method = 'GET',
        array $headers = [],
        string $body = '',
    ): Response {
        $request = Request::create($path, $method, content: $body);
        $request->headers->add($headers);
        if ($user !== null) {
            $request->server->add(['PHP_AUTH_USER' => $user, 'PHP_AUTH_PW' => 'pw']);
            $request->headers->set('PHP_AUTH_USER', $user);
            $request->headers->set('PHP_AUTH_PW', 'pw');
        }
        $response = $site->handle($request);
        if ($response instanceof StreamedResponse) {
            ob_start();
            $response->sendContent();
            $response = new Response((string) ob_get_clean(), $response->getStatusCode(), $response->headers->all());
        }
        $site->terminate($request, $response);
        return $response;
    }

    private static function isSigned(Response $response, string $user = 'jane'): bool
    {
        return str_contains((string) $response->getContent(), digest($user));
    }

    private static function caching(Response $response): string
    {
        $directives = explode(', ', (string) $response->headers->get('Cache-Control'));
        sort($directives);
        return implode(', ', array_reverse($directives));
    }

    private static function cached(KernelInterface $site): HttpCache
    {
        return new HttpCache($site, new Store($site->getCacheDir() . '/http'), new Esi(), ['debug' => true]);
    }

    // Caching.

    public function testAPageOfAStatelessFirewallIsNotGivenToAnotherVisitor(): void
    {
        $cache = self::cached($this->site());
        self::assertTrue(self::isSigned(self::got($cache, '/cacheable')));
        $second = self::got($cache, '/cacheable', 'john');
        self::assertFalse(self::isSigned($second));
        self::assertTrue(self::isSigned($second, 'john'));
        $third = self::got($cache, '/cacheable', null);
        self::assertFalse(self::isSigned($third, 'john') || self::isSigned($third));
        self::assertSame([self::SIGNED, self::SIGNED], [self::caching($second), self::caching($third)]);
        // A page that says nothing of its visitor may be cached, as the site says.
        self::got($cache, '/plain', null);
        self::assertStringContainsString('fresh', (string) self::got($cache, '/plain', null)->headers->get('X-Symfony-Cache'));
    }

    private static function anonymousPage(): string
    {
        return '<html><body>' . (new Page('bookbag'))->anonymousScript() . '</body></html>';
    }

    /** @return iterable<string, array{string, 1?: string}> */
    public static function waysOfCaching(): iterable
    {
        yield 'before' => ['/page'];
        yield 'in the controller' => ['/cacheable'];
        yield 'by the attribute Cache' => ['/attribute'];
        yield 'for other caches' => ['/headers'];
        yield 'afterwards, in a listener' => ['/afterwards'];
        yield 'with validators' => ['/validated'];
        yield 'around a part' => ['/inline'];
        yield 'of a forwarded request' => ['/forwarded'];
        yield 'around a part that is a request of its own' => ['/asked'];
        yield 'signed before it is streamed' => ['/streamOfASignedPage'];
        yield 'HEAD' => ['/headers', 'HEAD'];
    }

    #[DataProvider('waysOfCaching')]
    public function testASignedPageIsPrivateWhateverTheSiteSays(string $path, string $method = 'GET'): void
    {
        foreach ([['stateless' => true, 'http_basic' => []], self::SESSIONS] as $firewall) {
            $page = self::got($this->site(firewall: $firewall), $path, method: $method);
            self::assertSame($method === 'GET', self::isSigned($page));
            self::assertSame(self::SIGNED, self::caching($page));
            self::assertSame(self::SIGNED, self::caching(self::got($this->site(firewall: $firewall), $path, null, $method)), 'nobody is signed in');
            $kept = preg_grep('/-cache-control$|^(surrogate-control|edge-control|x-accel-expires|x-reverse-proxy-ttl|expires|etag|last-modified)$/', $page->headers->keys());
            self::assertSame([], $kept);
        }
    }

    public function testAnErrorAfterASignedPageIsPrivateToo(): void
    {
        $page = self::got($this->site(), '/broken');
        self::assertSame([500, self::SIGNED], [$page->getStatusCode(), self::caching($page)]);
    }

    public function testASignedPageIsPrivateAlsoWhereAListenerOfTheSiteFails(): void
    {
        $page = self::got($this->site(), '/cacheable', headers: ['X-Break-Listeners' => '1']);
        self::assertSame(self::SIGNED, self::caching($page));
    }

    public function testAStreamThatHasBegunIsNotSignedAndTheLogSaysSoOnce(): void
    {
        $site = $this->site();
        $page = self::got($site, '/stream');
        self::assertSame('<html><body></body></html>', $page->getContent());
        self::got($site, '/stream');
        self::assertCount(1, SymfonySite::$log->ofVisitorseal());
        [$level, $message, $context] = SymfonySite::$log->ofVisitorseal()[0];
        self::assertSame(['warning', 'shop', 'page_not_signed'], [$level, $context['brand'], $context['code']]);
        self::assertStringContainsString('stream', $message);
    }

    public function testWithoutARequestNothingIsSigned(): void
    {
        $site = $this->site();
        $site->boot();
        self::assertSame('', (string) $site->getContainer()->get('test.visitorseal.page_helpers')->visitorScript('shop', ['id' => 7]));
        self::assertSame('page_not_signed', SymfonySite::$log->ofVisitorseal()[0][2]['code']);
    }

    public function testASignedInUserIsNotAnswered304(): void
    {
        foreach ([['stateless' => true, 'http_basic' => []], self::SESSIONS] as $firewall) {
            $site = $this->site(firewall: $firewall);
            $known = ['If-None-Match' => '"the-same-for-all"', 'If-Modified-Since' => 'Thu, 01 Jan 2026 00:00:00 GMT'];
            self::assertSame(304, self::got($site, '/validated', null, headers: $known)->getStatusCode());
            $page = self::got($site, '/validated', headers: $known);
            self::assertSame([200, true], [$page->getStatusCode(), self::isSigned($page)]);
        }
    }

    public function testHttpCacheDoesNotAnswer304ToASignedInUser(): void
    {
        $cache = self::cached($this->site(visitorseal: ['brands' => ['shop' => ['insert' => true] + self::SHOP]]));
        $etag = (string) self::got($cache, '/tagged', null)->headers->get('ETag');
        self::assertSame(304, self::got($cache, '/tagged', null, headers: ['If-None-Match' => $etag])->getStatusCode());
        $page = self::got($cache, '/tagged', headers: ['If-None-Match' => $etag]);
        self::assertSame([200, true], [$page->getStatusCode(), self::isSigned($page)]);
    }

    public function testReadingTheSignedInUserKeepsAnonymousPagesCacheable(): void
    {
        $page = self::got($this->site(firewall: self::SESSIONS), '/plain', null, headers: ['If-None-Match' => '"x"']);
        self::assertSame('s-maxage=3600, public', self::caching($page));
    }

    /** @return iterable<string, array{string, string}> */
    public static function waysOfCachingAPart(): iterable
    {
        yield 'in a template' => ['/cached', '<html><body><p>null</p></body></html>'];
        yield 'in PHP' => ['/cachedInPhp', '<html><body></body></html>'];
    }

    #[DataProvider('waysOfCachingAPart')]
    public function testNothingIsWrittenIntoACacheAndTheLogSaysSoOnce(string $path, string $expected): void
    {
        if (!class_exists(\Twig\Extra\Cache\CacheExtension::class)) {
            self::markTestSkipped("Twig's {% cache %}, it is not installed (Debian 13: php-twig-cache-extra)");
        }
        $thread = ['scheme' => 'thread', 'settings' => ['app_id' => 'a-1'], 'visitor' => SymfonyStranger::class] + self::SHOP;
        $site = $this->site(visitorseal: ['brands' => ['shop' => $thread]]);
        foreach (['jane', 'john', null] as $user) {
            self::assertSame($expected, self::got($site, $path, $user)->getContent());
        }
        self::assertSame([['error', 'shop', 'not_offered']], array_map(
            static fn(array $line): array => [$line[0], $line[2]['brand'], $line[2]['code']],
            SymfonySite::$log->ofVisitorseal(),
        ));
        self::assertSame(500, self::got($this->site(visitorseal: ['brands' => ['shop' => $thread]], debug: true), $path)->getStatusCode());
        $inserted = $this->site(visitorseal: ['brands' => ['shop' => ['insert' => true] + self::SHOP]]);
        foreach (['jane', 'john'] as $user) {
            self::assertTrue(self::isSigned(self::got($inserted, $path, $user), $user));
        }
    }

    public function testAStatelessRouteUsesNoSession(): void
    {
        $site = $this->site(firewall: self::SESSIONS, debug: true);
        $request = Request::create('/stateless', cookies: ['MOCKSESSID' => 'abc']);
        $request->headers->set('If-None-Match', '"x"');
        self::assertSame(200, $site->handle($request)->getStatusCode());
    }

    public function testAFragmentOfAnEdgeSideIncludeIsEachVisitorsOwn(): void
    {
        $cache = self::cached($this->site());
        $page = self::got($cache, '/esi');
        self::assertTrue(self::isSigned($page));
        self::assertStringContainsString('no-store', self::caching($page));
        $other = self::got($cache, '/esi', 'john');
        self::assertSame([true, false], [self::isSigned($other, 'john'), self::isSigned($other)]);
        self::assertStringContainsString('no-store', self::caching($other));
        self::assertStringContainsString('fresh', (string) $other->headers->get('X-Symfony-Cache'));
    }

    public function testASignedPageKeepsItsEdgeSideIncludes(): void
    {
        $page = self::got(self::cached($this->site()), '/signedEsi');
        self::assertStringNotContainsString('esi:include', (string) $page->getContent());
        self::assertSame(2, substr_count((string) $page->getContent(), digest('jane')));
        self::assertStringContainsString('no-store', self::caching($page));
        $direct = self::got($this->site(), '/signedEsi', headers: ['Surrogate-Capability' => 'proxy="ESI/1.0"']);
        self::assertSame('no-store, content="ESI/1.0"', $direct->headers->get('Surrogate-Control'));
        self::assertSame(self::SIGNED, self::caching($direct));
    }

    // Pages.

    public function testAPageWithoutAVisitorSaysSoAndIsPrivate(): void
    {
        $page = self::got($this->site(), '/cacheable', null);
        self::assertSame(self::anonymousPage(), $page->getContent());
        self::assertSame(self::SIGNED, self::caching($page));
    }

    public function testTheElementIsWrittenAndItsPageIsPrivate(): void
    {
        $site = $this->site(templates: ['page' => "<html><body>{{ visitor_element('shop', endpoint='/visitor/shop') }}</body></html>"]);
        foreach (['jane' => 'signed', '' => 'anonymous'] as $user => $state) {
            $page = self::got($site, '/cacheable', $user ?: null);
            self::assertStringStartsWith("<html><body><visitorseal-visitor scheme=\"bookbag\" state=\"$state\" ", (string) $page->getContent());
            self::assertSame($user !== '', self::isSigned($page));
            self::assertSame($user !== '', str_contains((string) $page->getContent(), ' endpoint="/visitor/shop"'));
            self::assertSame(self::SIGNED, self::caching($page));
        }
        self::assertSame('<html><body></body></html>', self::got($site, '/stream', null)->getContent());
        self::assertSame([], SymfonySite::$log->ofVisitorseal(), 'a page without a visitor lacks nothing');
        $inserted = $this->site(
            visitorseal: ['brands' => ['shop' => ['insert' => true] + self::SHOP]],
            templates: ['page' => "<html><body>{{ visitor_element('shop') }}</body></html>"],
        );
        self::assertStringNotContainsString('<script', (string) self::got($inserted, '/page')->getContent(), 'the page has the element');
    }

    public function testTheStaticFilesAreWhereSymfonyLooksForThem(): void
    {
        $folder = (new VisitorsealBundle())->getPath() . '/public';
        $integrity = json_decode((string) file_get_contents("$folder/integrity.json"), true);
        $file = (string) file_get_contents("$folder/bookbag.js");
        self::assertSame('sha384-' . base64_encode(hash('sha384', $file, true)), $integrity['bookbag.js']);
        $site = $this->site();
        $files = new \Symfony\Component\Filesystem\Filesystem();
        $files->mkdir($site->getProjectDir() . '/public');
        $application = new Application($site);
        $application->setAutoExit(false);
        $install = new \Symfony\Component\Console\Tester\ApplicationTester($application);
        self::assertSame(0, $install->run(['assets:install', 'target' => $site->getProjectDir() . '/public']), $install->getDisplay());
        self::assertSame($file, file_get_contents($site->getProjectDir() . '/public/bundles/visitorseal/bookbag.js'));
    }

    public function testAServiceOfTheSiteSaysWhoTheVisitorIs(): void
    {
        $site = $this->site(visitorseal: ['brands' => ['shop' => ['visitor' => SymfonyVisitor::class] + self::SHOP]]);
        $page = self::got($site, '/page');
        self::assertTrue(self::isSigned($page, 'u-jane'));
        self::assertSame(1, substr_count((string) $page->getContent(), '</script'));
        self::assertFalse(self::isSigned(self::got($site, '/page', 'john'), 'john'));
    }

    public function testScriptsAndFieldsAreAsciiWhateverTheVisitorsNameIs(): void
    {
        $brand = ['visitor' => SymfonyStranger::class] + self::SHOP;
        $site = $this->site(visitorseal: ['brands' => ['shop' => $brand]], templates: ['page' => "{{ visitor_script('shop') }}"
            . "<i title=\"{{ visitor_fields('shop')|json_encode }}\">"]);
        foreach (['/page', '/visitor/shop'] as $path) {
            $page = (string) self::got($site, $path)->getContent();
            self::assertMatchesRegularExpression('/^[\x00-\x7f]+$/D', $page);
            self::assertMatchesRegularExpression('/\\\\u00a5/i', $page);
        }
        self::assertSame(SymfonyStranger::NAME, json_decode($page)->fields->user_metadata->note);
    }

    public function testWithoutSecurityBundleTheTemplateNamesTheVisitor(): void
    {
        $template = "{{ visitor_script('shop') }}|{{ visitor_script('shop', {id: 7}) }}";
        $page = self::got($this->site(hasSecurity: false, templates: ['page' => $template]), '/cacheable');
        self::assertStringStartsWith((new Page('bookbag'))->anonymousScript() . '|<script', (string) $page->getContent());
        self::assertTrue(self::isSigned($page, '7'));
        self::assertSame(self::SIGNED, self::caching($page));
    }

    public function testTheNonceIsAnAttributeOfTheRequest(): void
    {
        $site = $this->site(visitorseal: ['nonce' => 'my_nonce', 'brands' => ['shop' => self::SHOP]]);
        self::assertStringContainsString('<script nonce="bXlub25jZQ=="', (string) self::got($site, '/page')->getContent());
    }

    public function testTheNonceIsNelmiosWhichIsAskedOnlyWhereThereIsAScript(): void
    {
        $site = $this->site(hasNelmio: true);
        self::assertStringContainsString('<script nonce="bmVsbWlv"', (string) self::got($site, '/page')->getContent());
        $nelmio = $site->getContainer()->get('nelmio_security.csp_listener');
        self::assertSame(['script'], $nelmio->asked);
        self::got($site, '/page', null);
        self::assertSame(['script', 'script'], $nelmio->asked);
        self::got($site, '/plain', null);
        self::got($site, '/stream');
        self::assertSame(['script', 'script'], $nelmio->asked);
    }

    public function testInsertionPutsTheScriptIntoPagesWhoseTemplatesHaveNone(): void
    {
        $site = $this->site(visitorseal: ['brands' => ['shop' => ['insert' => true] + self::SHOP]]);
        $page = self::got($site, '/plain');
        self::assertTrue(self::isSigned($page));
        self::assertStringEndsWith('</script></body></html>', trim(preg_replace('~>\s+<~', '><', (string) $page->getContent())));
        self::assertSame(self::SIGNED, self::caching($page));
        self::assertSame(1, substr_count((string) self::got($site, '/page')->getContent(), digest('jane')));
        self::assertSame('<p>hello</p>', self::got($site, '/partial')->getContent());
        $public = self::got($site, '/plain', null);
        self::assertSame(['s-maxage=3600, public', '<html><body>hello</body></html>'], [self::caching($public), $public->getContent()]);
        self::assertSame(self::SIGNED, self::caching(self::got($site, '/uncached', null)));
        $cache = self::cached($site);
        self::got($cache, '/plain');
        self::assertFalse(self::isSigned(self::got($cache, '/plain', 'john')));
    }

    /** Code that the site pasted from a vendor's dashboard may have any character. */
    public function testAScriptWithCharactersThatThePagesLackIsNotInsertedAndTheLogSaysSoOnce(): void
    {
        $orlo = ['scheme' => 'orlo', 'secret' => pem('rsa-2048.private'), 'visitor' => SymfonyVisitorWithAddress::class, 'insert' => true,
            'settings' => ['embed_code' => "<script>/* é */ window.orlo = 'JWT_TOKEN';</script>"]];
        $brands = ['brands' => ['pasted' => $orlo, 'shop' => ['insert' => true] + self::SHOP]];
        self::assertStringContainsString('/* é */ window.orlo = ', self::got($this->site(visitorseal: $brands), '/plain')->getContent());
        self::assertSame([], SymfonySite::$log->ofVisitorseal());
        $site = $this->site(visitorseal: $brands, charsetOfPages: 'ISO-8859-1');
        foreach ([1, 2] as $visit) {
            $page = self::got($site, '/plain');
            self::assertSame('text/html; charset=ISO-8859-1', $page->headers->get('Content-Type'));
            self::assertStringNotContainsString('window.orlo', $page->getContent());
            self::assertTrue(self::isSigned($page), "the script of the other brand, visit $visit");
        }
        $lines = SymfonySite::$log->ofVisitorseal();
        self::assertSame([['warning', 'not_inserted', 'pasted']], array_map(static fn(array $line): array => [$line[0], $line[2]['code'], $line[2]['brand']], $lines));
    }

    public function testAScriptWithAPlaceOfItsOwnIsNotInsertedAndTheLogSaysSoOnce(): void
    {
        $why = "Put the script before GrowSurf's Universal Code. Write {{ visitor_script('shop') }} into your template";
        // The container cannot know the scheme.
        putenv('A_SCHEME=growsurf');
        $placed = ['scheme' => '%env(A_SCHEME)%', 'secret' => SECRET, 'visitor' => SymfonyVisitorWithAddress::class, 'insert' => true];
        $brands = ['shop' => $placed, 'chat' => ['insert' => true] + self::SHOP, 'off' => ['enabled' => false] + $placed];
        $site = $this->site(visitorseal: ['brands' => $brands]);
        foreach ([1, 2] as $visit) {
            $page = self::got($site, '/plain');
            self::assertSame([1, true], [substr_count((string) $page->getContent(), '<script'), self::isSigned($page)], "visit $visit");
        }
        $lines = SymfonySite::$log->ofVisitorseal();
        self::assertCount(1, $lines);
        self::assertSame(['error', 'visitorseal.brands.shop.insert'], [$lines[0][0], $lines[0][2]['option']]);
        self::assertStringContainsString($why, $lines[0][2]['reason']);
        $check = new CommandTester((new Application($site))->find('visitorseal:check'));
        self::assertSame(1, $check->execute([]));
        self::assertStringContainsString('visitorseal.brands.shop.insert', $check->getDisplay());
        self::assertStringNotContainsString('visitorseal.brands.off', $check->getDisplay());
        $developed = $this->site(visitorseal: ['brands' => ['shop' => $placed]], debug: true);
        self::assertSame(500, self::got($developed, '/plain')->getStatusCode());
        putenv('A_SCHEME');
    }

    public function testTheForgetScriptIsWritten(): void
    {
        $site = $this->site(visitorseal: ['brands' => ['shop' => ['scheme' => 'thread', 'settings' => ['app_id' => 'a-1']] + self::SHOP]]);
        self::assertStringContainsString('destroy()', (string) self::got($site, '/forget')->getContent());
    }

    public function testTheEndpointAnswersTheFieldsOfTheSignedInUser(): void
    {
        $site = $this->site();
        foreach (['/visitor/shop', '/visitor'] as $path) {
            $answer = self::got($site, $path);
            self::assertSame(digest('jane'), json_decode((string) $answer->getContent())->fields->user_hash);
            self::assertSame(self::SIGNED, self::caching($answer));
        }
        $none = self::got($site, '/visitor/shop', null);
        self::assertSame('{"scheme":"bookbag","fields":null,"mark":null,"expires_at":null}', $none->getContent());
        self::assertSame(self::SIGNED, self::caching($none));
        self::assertSame(404, self::got($site, '/visitor/other')->getStatusCode());
        self::assertSame(405, self::got($site, '/visitor/shop', method: 'POST')->getStatusCode());
    }

    // The signed-in user.

    public function testOnlyTheUserInPersonIsTheVisitor(): void
    {
        $site = $this->site();
        $site->boot();
        $tokens = $site->getContainer()->get('test.service_container')->get('security.untracked_token_storage');
        $current = $site->getContainer()->get('test.visitorseal.current_user');
        $jane = new InMemoryUser('jane', 'pw', ['ROLE_USER']);
        $known = new UsernamePasswordToken($jane, 'main', ['ROLE_USER']);
        $tokens->setToken($known);
        self::assertSame($jane, $current->get());
        $tokens->setToken(new RememberMeToken($jane, 'main', 'secret of the framework'));
        self::assertSame($jane, $current->get());
        $tokens->setToken(new SwitchUserToken(new InMemoryUser('john', 'pw'), 'main', ['ROLE_USER'], $known));
        self::assertNull($current->get());
        $tokens->setToken(null);
        self::assertNull($current->get());
    }

    public function testAUserWithoutTheSecondFactorIsAnonymous(): void
    {
        // The token of scheb/2fa-bundle has a user, and is neither full-fledged nor remembered.
        $trust = $this->createStub(\Symfony\Component\Security\Core\Authentication\AuthenticationTrustResolverInterface::class);
        $trust->method('isAuthenticated')->willReturn(true);
        $tokens = new \Symfony\Component\Security\Core\Authentication\Token\Storage\TokenStorage();
        $tokens->setToken(new UsernamePasswordToken(new InMemoryUser('jane', 'pw'), 'main'));
        self::assertNull((new \Visitorseal\Symfony\CurrentUser($tokens, $tokens, $trust))->get());
    }

    public function testAnEmailAddressIsPassedOnlyIfItIsVerifiedAndIsNeverAnId(): void
    {
        $user = static fn(?bool $isVerified): object => new class ($isVerified) extends UserOfDoctrine {
            public function isVerified(): ?bool
            {
                return $this->verified;
            }
        };
        $visitor = new \Visitorseal\Symfony\SignedInVisitor();
        self::assertSame(['id' => 42, 'email' => 'jane@example.com', 'name' => 'Jane Doe'], $visitor($user(true)));
        self::assertSame(['id' => 42, 'name' => 'Jane Doe'], $visitor($user(false)));
        self::assertSame(['id' => 42, 'name' => 'Jane Doe'], $visitor(new UserOfDoctrine(null)));
        self::assertSame(['id' => 'jane'], $visitor(new InMemoryUser('jane', 'pw')));
        $fault = caught(static fn() => $visitor(new InMemoryUser('jane@example.com', 'pw')));
        self::assertStringNotContainsString('jane@example.com', (string) $fault?->getMessage());
        self::assertStringContainsString('service', (string) $fault?->getMessage());
        $page = self::got($this->site(), '/page', 'jane@example.com');
        self::assertSame(self::anonymousPage(), $page->getContent());
    }

    public function testAServiceOfTheSiteSaysWhetherTheAddressIsVerified(): void
    {
        foreach ([false, SymfonyUnverified::class] as $option) {
            $brand = ['visitor' => SymfonyVisitorWithAddress::class, 'email_verified' => $option] + self::SHOP;
            $page = self::got($this->site(visitorseal: ['brands' => ['shop' => $brand]]), '/page');
            self::assertTrue(self::isSigned($page));
            self::assertStringNotContainsString('jane@', (string) $page->getContent());
        }
        $page = self::got($this->site(visitorseal: ['brands' => ['shop' => ['email_verified' => true] + $brand]]), '/page');
        self::assertStringContainsString('jane@', (string) $page->getContent());
        self::got($this->site(visitorseal: ['brands' => ['shop' => ['email_verified' => 'site.no_visitor'] + $brand]]), '/page');
        self::assertSame('visitorseal.brands.shop.email_verified', SymfonySite::$log->ofVisitorseal()[0][2]['option']);
    }

    // Verifying.

    public function testAControllerGetsTheVerifiedVisitor(): void
    {
        $site = $this->site(visitorseal: ['brands' => ['shop' => self::SHOP]]);
        $body = json_encode(['user_id' => '7', 'user_hash' => digest('7')]);
        self::assertSame('7', self::got($site, '/verified', null, 'POST', body: $body)->getContent());
        foreach ([str_replace('"7"', '"8"', $body), '', '[]', str_repeat('{', 3_000_000)] as $wrong) {
            $answer = self::got($site, '/verified', null, 'POST', body: $wrong);
            self::assertSame([401, '{"error":"identity_unverified"}'], [$answer->getStatusCode(), $answer->getContent()]);
        }
        self::assertSame('application/json', $answer->headers->get('Content-Type'));
        self::assertSame(self::SIGNED, self::caching($answer));
        $levels = array_unique(array_column(SymfonySite::$log->ofVisitorseal(), 0));
        self::assertSame(['notice'], $levels);
        self::assertSame([null, 'signature_mismatch', 'user_hash'], array_values(SymfonySite::$log->ofVisitorseal()[0][2]));
    }

    public function testOnlyTheBeginningOfALargeBodyIsRead(): void
    {
        $body = fopen('php://temp', 'w+');
        fwrite($body, str_repeat('{', 3_000_000));
        $answer = $this->site()->handle(Request::create('/verified', 'POST', content: $body));
        self::assertSame(401, $answer->getStatusCode());
        self::assertSame('fields_too_large', SymfonySite::$log->ofVisitorseal()[0][2]['code']);
        self::assertLessThan(1_100_000, ftell($body));
    }

    public function testAnAttributeNamesTheBrandThatVerifies(): void
    {
        $site = $this->site(visitorseal: ['brands' => [
            'shop' => self::SHOP,
            'chat' => ['scheme' => 'bookbag', 'keys' => ['the new key', ['key' => 'the former key']]],
        ]]);
        $body = json_encode(['user_id' => '7', 'user_hash' => digest('7', 'the former key')]);
        self::assertSame('7', self::got($site, '/named', null, 'POST', body: $body)->getContent());
        self::got($site, '/named', null, 'POST', body: str_replace('"7"', '"8"', $body));
        self::assertSame('chat', SymfonySite::$log->ofVisitorseal()[0][2]['brand']);
        SymfonySite::$log = new SymfonyLog();
        $site->reboot(null);
        // There are two brands, and the argument names none.
        self::assertSame(401, self::got($site, '/verified', null, 'POST', body: $body)->getStatusCode());
        self::assertSame('brand_unknown', SymfonySite::$log->ofVisitorseal()[0][2]['code']);
    }

    // Configuration.

    public function testWithoutASecretTheContainerIsMadeAndWarmedAndPagesWork(): void
    {
        $site = $this->site(visitorseal: ['brands' => [
            'shop' => ['scheme' => 'bookbag', 'secret' => '%env(trim:file:NO_SUCH_SECRET)%'],
        ]]);
        $application = new Application($site);
        $application->setAutoExit(false);
        foreach (['cache:clear', 'cache:warmup', 'lint:container'] as $command) {
            $tester = new \Symfony\Component\Console\Tester\ApplicationTester($application);
            self::assertSame(0, $tester->run([$command]), $tester->getDisplay());
        }
        for ($round = 0; $round < 2; ++$round) {
            $page = self::got($site, '/page');
            self::assertSame([200, self::anonymousPage()], [$page->getStatusCode(), $page->getContent()]);
            self::assertSame('{"scheme":"bookbag","fields":null,"mark":null,"expires_at":null}', self::got($site, '/visitor/shop')->getContent());
        }
        self::assertCount(1, SymfonySite::$log->ofVisitorseal());
        [$level, $message, $context] = SymfonySite::$log->ofVisitorseal()[0];
        self::assertSame(['error', 'shop', 'visitorseal.brands.shop.secret'], [$level, $context['brand'], $context['option']]);
        self::assertStringContainsString('%env(trim:file:NO_SUCH_SECRET)%', $message);
    }

    public function testWithoutFfiPagesWorkAndTheLogSaysWhichLineIsMissing(): void
    {
        foreach ([['-d', 'ffi.enable=0'], []] as $options) {
            $environment = $options ? [] : ['VISITORSEAL_LIBRARY' => '/nowhere/libvisitorseal.so'];
            $command = [PHP_BINARY, ...$options, __DIR__ . '/symfony_page.php'];
            $process = proc_open($command, [1 => ['pipe', 'w'], 2 => ['pipe', 'w']], $pipes, null, $environment + withoutExtension());
            $output = json_decode((string) stream_get_contents($pipes[1]), true);
            $wrong = stream_get_contents($pipes[2]);
            self::assertSame([0, ''], [proc_close($process), $wrong]);
            self::assertSame([[200, '<html><body></body></html>'], [200, '{"scheme":"bookbag","fields":null,"mark":null,"expires_at":null}'],
                [401, '{"error":"identity_unverified"}']], $output['answers']);
            self::assertSame([['error', 'library_missing']], $output['log']);
        }
    }

    /** @return iterable<string, array{array<string, mixed>, string}> */
    public static function wrongSetUps(): iterable
    {
        yield 'secret' => [['secret' => ''] + self::SHOP, 'visitorseal.brands.shop.secret'];
        yield 'scheme' => [['scheme' => 'bokbag'] + self::SHOP, 'visitorseal.brands.shop.scheme'];
        yield 'scheme file' => [['scheme_file' => '/nowhere/own.toml', 'secret' => SECRET], 'visitorseal.brands.shop.scheme_file'];
        yield 'settings of the environment' => [
            ['settings' => ['app_id' => '%env(NO_SUCH_APP)%']] + self::SHOP,
            'visitorseal.brands.shop.settings',
        ];
        yield 'settings' => [['settings' => ['app_id' => 'a-1']] + self::SHOP, 'visitorseal.brands.shop.settings'];
        yield 'visitor' => [['visitor' => 'site.no_visitor'] + self::SHOP, 'visitorseal.brands.shop'];
    }

    #[DataProvider('wrongSetUps')]
    public function testAWrongConfigurationStopsNoPageAndIsAnErrorInDevelopment(array $brand, string $key): void
    {
        $page = self::got($site = $this->site(visitorseal: ['brands' => ['shop' => $brand]]), '/page');
        self::assertSame(200, $page->getStatusCode());
        self::assertStringNotContainsString('user_hash', (string) $page->getContent());
        self::got($site, '/page');
        self::assertCount(1, SymfonySite::$log->ofVisitorseal());
        self::assertSame('error', SymfonySite::$log->ofVisitorseal()[0][0]);
        self::assertStringStartsWith($key, SymfonySite::$log->ofVisitorseal()[0][2]['option']);
        self::assertNotSame('', SymfonySite::$log->ofVisitorseal()[0][2]['reason']);
        $developed = $this->site(visitorseal: ['brands' => ['shop' => $brand]], debug: true);
        self::assertSame(500, self::got($developed, '/page')->getStatusCode());
    }

    public function testTheCheckNamesEachFaultAndExitsWithOne(): void
    {
        putenv('A_SECRET=' . SECRET . "\n");
        $check = function (array $brands): CommandTester {
            $site = $this->site(visitorseal: ['brands' => $brands]);
            $site->boot();
            $tester = new CommandTester((new Application($site))->find('visitorseal:check'));
            $tester->execute([], ['capture_stderr_separately' => false]);
            return $tester;
        };
        $well = $check(['shop' => ['secret' => '%env(A_SECRET)%'] + self::SHOP]);
        self::assertSame(0, $well->getStatusCode());
        self::assertStringContainsString('secret_space', $well->getDisplay());
        $wrong = $check(['shop' => ['secret' => '%env(NO_SUCH_SECRET)%'] + self::SHOP, 'chat' => ['scheme' => 'bokbag'] + self::SHOP]);
        self::assertSame(1, $wrong->getStatusCode());
        self::assertStringContainsString('visitorseal.brands.shop.secret', $wrong->getDisplay());
        self::assertStringContainsString('visitorseal.brands.chat.scheme', $wrong->getDisplay());
        self::assertStringNotContainsString(SECRET, $wrong->getDisplay() . $well->getDisplay());
        self::assertSame(1, $check([])->getStatusCode());
        putenv('A_SECRET');
    }

    public function testASecretInPlaceOfItsFilesNameIsNotShown(): void
    {
        putenv('MISTAKEN=' . SECRET);
        foreach (['trim:file:MISTAKEN', 'string:key:none:json:MISTAKEN', 'int:MISTAKEN'] as $variable) {
            $brand = ['secret' => "%env($variable)%"] + self::SHOP;
            $site = $this->site(visitorseal: ['brands' => ['shop' => $brand]]);
            self::assertSame(200, self::got($site, '/page')->getStatusCode());
            $check = new CommandTester((new Application($site))->find('visitorseal:check'));
            self::assertSame(1, $check->execute([]));
            $output = $check->getDisplay() . json_encode(SymfonySite::$log->lines);
            self::assertStringContainsString('MISTAKEN', $output);
            self::assertStringNotContainsString(SECRET, $output);
        }
        putenv('MISTAKEN');
    }

    public function testAFailingSecretStopsNoPageAndItsMessageIsNotLogged(): void
    {
        $log = new SymfonyLog();
        $user = new CurrentUser(null, null, null);
        foreach ([new \RuntimeException(SECRET), new \TypeError(SECRET), new \Error('no such method: ' . SECRET)] as $failure) {
            ErrorLog::reset();
            $given = static fn(mixed $value): array => [static fn(): mixed => $value, []];
            $brand = ['scheme' => 'bookbag', 'secret' => [static fn() => throw $failure, ['odd:SHOP_SECRET']], 'settings' => $given([]),
                'policy' => $given('required'), 'leeway' => $given(0), 'max_token' => $given(8192), 'visitor' => static fn() => null];
            $brands = BrandFactory::brands(['shop' => $brand], $user, BrandFactory::errorLog($log, false, $user));
            self::assertEquals((new Page('bookbag'))->anonymousScript(), $brands->script('shop', $brands->signed('shop', ['id' => 7])));
        }
        self::assertCount(3, $log->lines);
        self::assertStringContainsString('%env(odd:SHOP_SECRET)%', $log->lines[0][1]);
        self::assertStringNotContainsString(SECRET, json_encode($log->lines));
    }

    public function testWarningsAboutASecretAreLoggedOnce(): void
    {
        $site = $this->site(visitorseal: ['brands' => ['shop' => ['secret' => SECRET . "\n"] + self::SHOP]]);
        self::got($site, '/page');
        self::got($site, '/page', 'john');
        self::assertSame([['warning', 'secret_space']], array_map(
            static fn(array $line): array => [$line[0], $line[2]['code']],
            SymfonySite::$log->ofVisitorseal(),
        ));
    }

    /** @return iterable<string, array{mixed, string}> */
    public static function wrongConfigurations(): iterable
    {
        yield 'a misspelt option' => [['scheme' => 'bookbag', 'secrte' => SECRET], 'Did you mean "secret"'];
        yield 'no scheme' => [['secret' => SECRET], '"scheme"'];
        yield 'two schemes' => [['scheme_file' => '/own.toml'] + self::SHOP, 'either a "scheme" or a "scheme_file"'];
        yield 'neither secret nor keys' => [['scheme' => 'bookbag'], '"secret" to sign with, or "keys"'];
        yield 'pages without a secret' => [['scheme' => 'bookbag', 'keys' => SECRET, 'insert' => true], '"insert" needs a "secret"'];
        yield 'a script with a place of its own' => [
            ['scheme' => 'growsurf', 'secret' => SECRET, 'insert' => true],
            "Put the script before GrowSurf's Universal Code. Write {{ visitor_script('shop') }} into your template",
        ];
        yield 'a script of one page' => [
            ['scheme' => 'zendesk_support', 'secret' => SECRET, 'settings' => ['site' => 'https://shop.zendesk.com'], 'insert' => true],
            'the script of zendesk_support is never inserted. Only one page of the site may have the script.',
        ];
        yield 'a secret that is no text' => [['scheme' => 'bookbag', 'secret' => 123456789012], 'Put it in quotes'];
        yield 'a list as a secret' => [['scheme' => 'bookbag', 'secret' => [SECRET]], 'visitorseal.brands.shop.secret'];
        yield 'a policy that there is not' => [['policy' => 'lax'] + self::SHOP, 'visitorseal.brands.shop.policy'];
        yield 'a number in place of a service' => [['email_verified' => 5] + self::SHOP, 'visitorseal.brands.shop.email_verified'];
        yield 'much leeway' => [['leeway' => 3600] + self::SHOP, 'visitorseal.brands.shop.leeway'];
        yield 'a key without a key' => [['keys' => [['kid' => 'a']]] + self::SHOP, 'visitorseal.brands.shop.keys'];
    }

    #[DataProvider('wrongConfigurations')]
    public function testAWrongConfigurationIsNamedAndShowsNoSecret(mixed $brand, string $expected): void
    {
        try {
            $this->site(visitorseal: ['brands' => ['shop' => $brand]])->boot();
            self::fail('the container was made');
        } catch (InvalidConfigurationException $fault) {
        }
        self::assertStringContainsString($expected, $fault->getMessage());
        self::assertStringContainsString('visitorseal.brands.shop', $fault->getMessage());
        foreach ([SECRET, '123456789012'] as $secret) {
            self::assertStringNotContainsString($secret, $fault->getMessage());
        }
    }

    public function testAVisitorServiceThatIsNotThereIsNamedWhenTheContainerIsMade(): void
    {
        $this->expectExceptionMessageMatches('/App.NoSuchVisitor/');
        $this->site(visitorseal: ['brands' => ['shop' => ['visitor' => 'App\NoSuchVisitor'] + self::SHOP]])->boot();
    }

    public function testASchemeMayBeAFileAndEveryOptionMayComeFromTheEnvironment(): void
    {
        $file = sys_get_temp_dir() . '/visitorseal-own-' . getmypid() . '.toml';
        file_put_contents($file, str_replace('name = "bookbag"', 'name = "own"', (string) file_get_contents(
            __DIR__ . '/../../../core/schemes/bookbag.toml',
        )));
        file_put_contents("$file.secret", SECRET . "\n");
        putenv("OWN_SCHEME=$file");
        putenv("OWN_SECRET=$file.secret");
        putenv('OWN_LEEWAY=30');
        putenv('OWN_ENABLED=1');
        $site = $this->site(visitorseal: ['brands' => ['shop' => [
            'scheme_file' => '%env(OWN_SCHEME)%',
            'secret' => '%env(trim:file:OWN_SECRET)%',
            'keys' => ['%env(trim:file:OWN_SECRET)%'],
            'leeway' => '%env(int:OWN_LEEWAY)%',
            'enabled' => '%env(bool:OWN_ENABLED)%',
        ]]]);
        self::assertTrue(self::isSigned(self::got($site, '/page')));
        $body = json_encode(['user_id' => '7', 'user_hash' => digest('7')]);
        self::assertSame('7', self::got($site, '/verified', null, 'POST', body: $body)->getContent());
        array_map(putenv(...), ['OWN_SCHEME', 'OWN_SECRET', 'OWN_LEEWAY', 'OWN_ENABLED']);
        array_map(unlink(...), [$file, "$file.secret"]);
    }

    // Dumps and the profiler.

    public function testDumpShowsNoSecretAndNoVisitor(): void
    {
        $site = $this->site(visitorseal: ['brands' => ['shop' => ['secret' => '%env(DUMPED)%'] + self::SHOP]]);
        putenv('DUMPED=' . SECRET);
        $site->boot();
        $container = $site->getContainer();
        $brands = $container->get('test.visitorseal.brands');
        $signed = $brands->signed('shop', ['id' => 'user-123', 'name' => 'Jane Doe']);
        $verified = $brands->verify('shop', (string) json_encode($signed->fields));
        $cloner = new \Symfony\Component\VarDumper\Cloner\VarCloner();
        foreach ([$brands, $brands->get('shop'), $signed, $verified, $verified->contact(), $brands->get('shop')->signer(),
            $signed->script(), $container->get('test.visitorseal.page_helpers')] as $value) {
            $shown = (new \Symfony\Component\VarDumper\Dumper\CliDumper())->dump($cloner->cloneVar($value)->withMaxDepth(12), true);
            foreach ([SECRET, 'Jane Doe', 'user-123', digest('user-123')] as $private) {
                self::assertStringNotContainsString($private, (string) $shown, get_debug_type($value));
            }
        }
        putenv('DUMPED');
    }

    public function testTheProfilerSaysWhichBrandsWereSignedAndNothingOfTheVisitor(): void
    {
        if (!class_exists(\Symfony\Bundle\WebProfilerBundle\WebProfilerBundle::class)) {
            self::markTestSkipped('the profiler, it is not installed (Debian 13: php-symfony-web-profiler-bundle)');
        }
        putenv('PROFILED=' . SECRET);
        $site = $this->site(
            visitorseal: ['brands' => ['shop' => ['secret' => '%env(PROFILED)%', 'visitor' => SymfonyVisitor::class] + self::SHOP]],
            debug: true,
            hasProfiler: true,
        );
        $page = self::got($site, '/page');
        self::assertTrue(self::isSigned($page, 'u-jane'));
        self::assertSame(self::SIGNED, self::caching($page));
        $container = $site->getContainer()->get('test.service_container');
        $profile = $container->get('profiler')->loadProfile((string) $page->headers->get('X-Debug-Token'));
        self::assertSame(['shop' => ['state' => 'signed', 'warnings' => []]], $profile->getCollector('visitorseal')->getBrands());
        $twig = $container->get('twig');
        $panel = $twig->load('@Visitorseal/collector.html.twig')
            ->renderBlock('panel', ['collector' => $profile->getCollector('visitorseal')]);
        self::assertStringContainsString('<td>shop</td><td>signed</td>', $panel);
        self::assertStringContainsString('signed', $twig->load('@Visitorseal/collector.html.twig')->renderBlock('toolbar', [
            'collector' => $profile->getCollector('visitorseal'), 'name' => 'visitorseal', 'profiler_url' => '', 'token' => 'x',
            'profiler_markup_version' => 3,
        ]));
        foreach ([SECRET, digest('u-jane'), 'Jane </script>'] as $private) {
            self::assertStringNotContainsString($private, serialize($profile->getCollector('visitorseal')));
        }
        putenv('PROFILED');
    }

    // Names.

    public function testSymfonyHasTheNamesOfTheTable(): void
    {
        $site = $this->site();
        $site->boot();
        $container = $site->getContainer()->get('test.service_container');
        $functions = preg_grep('/^visitor_/', array_keys($container->get('twig')->getFunctions()));
        $routes = array_keys($container->get('router')->getRouteCollection()->all());
        $bundle = new VisitorsealBundle();
        $configuration = $bundle->getContainerExtension()->getConfiguration([], new \Symfony\Component\DependencyInjection\ContainerBuilder());
        $tree = $configuration->getConfigTreeBuilder()->buildTree()->getChildren();
        $options = [...array_keys(array_diff_key($tree, ['brands' => true])), ...array_keys($tree['brands']->getPrototype()->getChildren())];
        self::assertSame([], array_diff(Api::options(), $options), 'the options are those of a brand');
        $commands = array_keys((new Application($site))->all('visitorseal'));
        self::assertContains('visitor_fields', $routes);
        // An argument with the type Verified carries the visitor, and so does this attribute of the request.
        self::assertSame('visitor', \Visitorseal\Symfony\VerifyVisitorResolver::ATTRIBUTE);
        Api::assertNames('symfony', [
            ...$functions,
            Api::snake((new \ReflectionClass(\Visitorseal\Symfony\VerifyVisitor::class))->getShortName()),
            ...array_map(static fn(string $option): string => "option $option", $options),
            ...$commands,
            ...Api::membersOf('/Symfony'),
        ]);
    }

    // The README.

    public function testTheReadmesSiteSignsVerifiesAndChecks(): void
    {
        preg_match('/^## Symfony\n(.*?)(?=^## )/ms', (string) file_get_contents(__DIR__ . '/../README.md'), $section);
        preg_match_all('/^```(\w+)\n(.*?)^```/ms', $section[1], $blocks, PREG_SET_ORDER);
        $examples = ['php' => [], 'yaml' => [], 'twig' => []];
        foreach ($blocks as [, $language, $text]) {
            $examples[$language][] = $text;
        }
        [$bundles, $visitor, $controller] = $examples['php'];
        [$configuration, $routes] = array_map(\Symfony\Component\Yaml\Yaml::parse(...), $examples['yaml']);
        self::assertSame([VisitorsealBundle::class => ['all' => true]], eval($bundles));
        self::assertSame('@VisitorsealBundle/config/routes.php', $routes['visitorseal']['resource']);
        $source = sys_get_temp_dir() . '/visitorseal-readme-' . bin2hex(random_bytes(4));
        mkdir($source);
        foreach (['ChatVisitor' => $visitor, 'MessagesController' => $controller] as $class => $text) {
            file_put_contents("$source/$class.php", "<?php\n\ndeclare(strict_types=1);\n\n$text");
            require "$source/$class.php";
        }
        file_put_contents("$source/secret", SECRET . "\n");
        putenv("BOOKBAG_SECRET_FILE=$source/secret");
        try {
            $site = $this->site(visitorseal: $configuration['visitorseal'], source: $source, templates: ['page' => $examples['twig'][0]]);
            $page = self::got($site, '/page');
            self::assertTrue(self::isSigned($page, '42'));
            self::assertStringContainsString('jane@example.com', (string) $page->getContent());
            self::assertSame([], SymfonySite::$log->ofVisitorseal());
            $fields = json_encode(json_decode((string) self::got($site, '/visitor/shop')->getContent())->fields);
            self::assertSame('{"from":"42"}', self::got($site, '/messages', null, 'POST', body: $fields)->getContent());
            $forged = str_replace('"42"', '"43"', $fields);
            $answer = self::got($site, '/messages', null, 'POST', body: $forged);
            self::assertSame([401, '{"error":"identity_unverified"}'], [$answer->getStatusCode(), $answer->getContent()]);
            $check = new CommandTester((new Application($site))->find('visitorseal:check'));
            self::assertSame(0, $check->execute([]));
        } finally {
            putenv('BOOKBAG_SECRET_FILE');
            (new \Symfony\Component\Filesystem\Filesystem())->remove($source);
        }
    }
}
