<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use Illuminate\Config\Repository;
use Illuminate\Container\Container;
use Illuminate\Events\Dispatcher;
use Illuminate\Filesystem\Filesystem;
use Illuminate\Http\Request;
use Illuminate\Http\Response;
use Illuminate\Routing\CallableDispatcher;
use Illuminate\Routing\Contracts\CallableDispatcher as CallableDispatcherContract;
use Illuminate\Routing\Router;
use Illuminate\Support\Facades\Facade;
use Illuminate\View\Compilers\BladeCompiler;
use PHPUnit\Framework\TestCase;
use Symfony\Component\HttpFoundation\BinaryFileResponse;
use Symfony\Component\HttpFoundation\StreamedResponse;
use Symfony\Component\HttpKernel\Exception\NotFoundHttpException;
use Visitorseal\ConfigurationException;
use Visitorseal\Laravel\CheckCommand;
use Visitorseal\Laravel\Facades\Visitorseal;
use Visitorseal\Laravel\Html;
use Visitorseal\Laravel\InsertVisitorScript;
use Visitorseal\Laravel\PageHelpers;
use Visitorseal\Laravel\SkipNotModified;
use Visitorseal\Laravel\ServiceProvider;
use Visitorseal\Laravel\VisitorFieldsController;
use Visitorseal\Page;
use Visitorseal\Page\ErrorLog;

/** The service provider, in the components of Laravel that Debian 12 has. */
final class LaravelTest extends TestCase
{
    private Container $app;

    /** @var list<array{string, string, string|null}> level, code and key of the configuration */
    private array $logged = [];

    /** @var list<string> the messages of these */
    private array $messages = [];

    protected function setUp(): void
    {
        foreach (['Config', 'Container', 'Events', 'Filesystem', 'Http', 'Routing', 'Support', 'View'] as $component) {
            @include_once "Illuminate/$component/autoload.php";
        }
        if (!class_exists(BladeCompiler::class) || !class_exists(Router::class)) {
            self::markTestSkipped('Laravel, its components are not installed (Debian: php-illuminate-view, -routing, …)');
        }
        error_reporting(E_ALL & ~E_DEPRECATED); // Debian 12's Laravel is older than its PHP.
        ErrorLog::reset();
        $this->app = new class extends Container {
            public function basePath(string $path = ''): string
            {
                return "/site/$path";
            }

            public function runningInConsole(): bool
            {
                return false;
            }
        };
        Container::setInstance($this->app);
        Facade::clearResolvedInstances();
        Facade::setFacadeApplication($this->app);
        $this->app->instance('config', new Repository(['app' => ['debug' => false], 'visitorseal' => ['brands' => [
            'shop' => ['scheme' => 'bookbag', 'secret' => SECRET],
            'chat' => ['scheme' => 'thread', 'secret' => SECRET, 'settings' => ['app_id' => 'a-1'], 'visitor' => Guest::class],
        ]]]));
        $this->app->instance('events', $events = new Dispatcher($this->app));
        $this->app->alias('request', Request::class);
        $this->app->instance('router', new Router($events, $this->app));
        if (interface_exists(CallableDispatcherContract::class)) {
            $this->app->bind(CallableDispatcherContract::class, static fn(Container $app) => new CallableDispatcher($app));
        }
        $this->app->singleton('blade.compiler', static fn() => new BladeCompiler(new Filesystem(), sys_get_temp_dir()));
        $this->app->instance('log', new class ($this->logged, $this->messages) {
            public function __construct(private array &$logged, private array &$messages)
            {
            }

            public function log(string $level, string $message, array $context): void
            {
                $this->logged[] = [$level, $context['code'], $context['option']];
                $this->messages[] = $message;
            }
        });
        $provider = new ServiceProvider($this->app);
        $provider->register();
        $provider->boot();
        $this->request((object) ['email' => 'jane@example.com', 'name' => '</script>']);
    }

    protected function tearDown(): void
    {
        error_reporting(E_ALL);
    }

    private function request(?object $user, string $body = ''): Request
    {
        $request = Request::create('/', $body === '' ? 'GET' : 'POST', content: $body);
        $request->setUserResolver(static fn() => $user === null ? null : new class ($user) {
            public function __construct(private object $user)
            {
            }

            public function getAuthIdentifier(): int
            {
                return 7;
            }

            public function __get(string $name): mixed
            {
                return $this->user->$name ?? null;
            }

            public function __isset(string $name): bool
            {
                return isset($this->user->$name);
            }
        });
        $this->app->instance('request', $request);
        return $request;
    }

    private function rendered(string $template): string
    {
        ob_start();
        eval('?>' . $this->app->make('blade.compiler')->compileString($template));
        return ob_get_clean();
    }

    public function testBladeWritesTheScriptOfTheSignedInUser(): void
    {
        $page = $this->rendered("<body>@visitorScript('shop')</body>");
        self::assertStringContainsString('"user_id":"7","user_hash":"' . digest('7') . '"', $page);
        self::assertSame(1, substr_count($page, '</script'));
        self::assertStringContainsString('nonce="bm9uY2U="', $this->rendered("@visitorScript('shop', nonce: 'bm9uY2U=')"));
        self::assertStringContainsString(digest('8'), $this->rendered("@visitorScript('shop', ['id' => 8])"));
    }

    public function testAPageWithoutAVisitorSaysSo(): void
    {
        $this->request(null);
        foreach (['shop' => new Page('bookbag'), 'chat' => new Page('thread', appId: 'a-1')] as $brand => $page) {
            self::assertSame((string) $page->anonymousScript(), $this->rendered("@visitorScript('$brand')"));
            self::assertSame((string) $page->anonymousElement(), $this->rendered("@visitorElement('$brand')"));
        }
    }

    public function testBladeWritesTheElementOfTheSignedInUser(): void
    {
        $page = $this->rendered("<body>@visitorElement('shop', endpoint: '/visitor/shop')</body>");
        self::assertStringStartsWith('<body><visitorseal-visitor scheme="bookbag" state="signed" mark="', $page);
        self::assertStringContainsString('&quot;user_hash&quot;:&quot;' . digest('7') . '&quot;', $page);
        self::assertStringContainsString(' endpoint="/visitor/shop"', $page);
        self::assertStringEndsWith('></visitorseal-visitor></body>', $page);
        self::assertStringContainsString(digest('8'), $this->rendered("@visitorElement('shop', ['id' => 8])"));
        self::assertSame($this->rendered("@visitorElement('shop')"), $this->rendered("{{ \Visitorseal\Laravel\Facades\Visitorseal::visitorElement('shop') }}"));
    }

    public function testBladeWritesTheForgetScript(): void
    {
        self::assertStringContainsString('destroy()', $this->rendered("@visitorForgetScript('chat')"));
    }

    /** A response to the current request after the listeners of an event. */
    private function after(string $event, Response $response): Response
    {
        $this->app->make('events')->dispatch($event, (object) ['request' => $this->app->make('request'), 'response' => $response]);
        return $response;
    }

    public function testAPageWithASignedVisitorIsPrivateAndNotStored(): void
    {
        $public = [
            'Cache-Control' => 'public, max-age=3600', 'CDN-Cache-Control' => 'max-age=60', 'Surrogate-Control' => 'max-age=60',
            'Cloudflare-CDN-Cache-Control' => 'max-age=60', 'X-Accel-Expires' => '60', 'Expires' => 'Thu, 01 Dec 2033 16:00:00 GMT',
            'Edge-Control' => '!no-store, max-age=1h', 'X-Reverse-Proxy-TTL' => '60',
        ];
        foreach (['Illuminate\Routing\Events\ResponsePrepared', 'Illuminate\Foundation\Http\Events\RequestHandled'] as $event) {
            $this->request((object) ['name' => 'Jane']);
            $this->rendered("@visitorScript('shop')");
            $headers = $this->after($event, new Response('', 200, $public))->headers;
            self::assertSame('no-store, private', $headers->get('Cache-Control'));
            foreach (array_slice(array_keys($public), 1) as $name) {
                self::assertFalse($headers->has($name), "$event leaves $name");
            }
            foreach (["@visitorScript('shop')", "@visitorElement('shop')", "@visitorForgetScript('shop')"] as $directive) {
                $this->request(null);
                $this->rendered($directive);
                $headers = $this->after($event, new Response('', 200, $public))->headers;
                self::assertSame('no-store, private', $headers->get('Cache-Control'), "nobody is signed in: $directive");
                self::assertFalse($headers->has('X-Accel-Expires'));
            }
            $this->request(null);
            self::assertSame('60', $this->after($event, new Response('', 200, $public))->headers->get('X-Accel-Expires'), 'a page that says nothing');
        }
    }

    public function testAPageWhoseResponseHasLeftIsNotSignedAndTheLogSaysWhyOnce(): void
    {
        $this->after('Illuminate\Foundation\Http\Events\RequestHandled', new Response());
        self::assertSame('', $this->rendered("@visitorScript('shop')@visitorElement('shop')@visitorForgetScript('shop')"));
        self::assertSame([['warning', 'page_not_signed', null]], $this->logged);
        $this->logged = [];
        $this->request(null)->attributes->set(PageHelpers::HANDLED, true);
        self::assertSame('', $this->rendered("@visitorScript('shop')@visitorElement('shop')@visitorForgetScript('shop')"));
        self::assertSame([], $this->logged, 'a page without a visitor lacks nothing');
    }

    public function testAVisitorWhoCannotBeSignedIsLoggedAndBreaksNoPage(): void
    {
        $anonymous = (string) (new Page('bookbag'))->anonymousScript();
        self::assertSame($anonymous, $this->rendered("@visitorScript('shop', ['id' => \"a\\nb\"])"));
        self::assertSame([['warning', 'field_invalid', 'visitorseal.brands.shop.visitor']], $this->logged);
        $this->app->make('config')->set('app.debug', true);
        self::assertNotNull(caught(fn() => $this->rendered("@visitorScript('shop', ['id' => \"a\\nb\"])")));
        ob_end_clean();
    }

    public function testAWrongConfigurationStopsNoPage(): void
    {
        $wrong = [
            [['scheme' => 'bookbag', 'secret' => null], 'secret_empty', 'shop.secret'],
            [['scheme' => '', 'secret' => SECRET], 'scheme_unknown', 'shop.scheme'],
            [['scheme' => 'bookbag', 'secret' => SECRET, 'visitor' => 'App\Nothing'], 'setting_invalid', 'shop.visitor'],
            [null, 'scheme_unknown', 'shop.scheme'],
        ];
        foreach ($wrong as [$options, $code, $key]) {
            ErrorLog::reset();
            $this->app->make('config')->set('visitorseal.brands.shop', $options);
            // Scheme and settings are enough to say that nobody is signed in.
            $anonymous = $code === 'scheme_unknown' ? '' : (string) (new Page('bookbag'))->anonymousScript();
            self::assertSame($anonymous, $this->rendered("@visitorScript('shop')@visitorScript('other')"));
            $this->rendered("@visitorForgetScript('shop')");
            self::assertSame([['error', $code, "visitorseal.brands.$key"], ['error', 'brand_unknown', 'visitorseal.brands']], $this->logged);
            $this->logged = [];
            self::assertNull(json_decode($this->app->make(VisitorFieldsController::class)('shop')->getContent())->fields);
        }
        $this->app->make('config')->set('visitorseal', null);
        self::assertSame('', $this->rendered("@visitorScript('shop')"));
        $this->app->make('config')->set('app.debug', true);
        self::assertNotNull(caught(fn() => $this->rendered("@visitorScript('shop')")));
        ob_end_clean();
    }

    public function testAClassOfTheSiteSaysWhetherTheAddressIsVerified(): void
    {
        $this->request((object) ['email' => 'jane@example.com']);
        self::assertStringContainsString('jane@', Visitorseal::signed('shop')->fieldsJson);
        foreach ([false, Unverified::class] as $option) {
            $this->app->make('config')->set('visitorseal.brands.shop.email_verified', $option);
            self::assertStringNotContainsString('jane@', Visitorseal::signed('shop')->fieldsJson);
        }
        self::assertSame([], $this->logged);
        $this->app->make('config')->set('visitorseal.brands.shop.email_verified', 'App\Nothing');
        self::assertNull(Visitorseal::signed('shop'));
        self::assertSame([['error', 'setting_invalid', 'visitorseal.brands.shop.email_verified']], $this->logged);
        self::assertStringContainsString('App\Nothing', implode(Visitorseal::errors()));
    }

    public function testAnotherTenantIsSignedWithItsOwnSecret(): void
    {
        self::assertSame(digest('7'), Visitorseal::signed('shop')->signature);
        $this->app->make('config')->set('visitorseal.brands.shop.secret', 'the secret of tenant B');
        self::assertSame(digest('7', 'the secret of tenant B'), Visitorseal::signed('shop')->signature);
        $body = json_encode(['user_id' => '7', 'user_hash' => digest('7', 'the secret of tenant B')]);
        self::assertTrue(Visitorseal::verifyVisitor('shop', $body)->isVerified);
    }

    public function testAVisitorMayBeACollectionAndAnythingElseBreaksNoPage(): void
    {
        foreach ([collect(['id' => 7]), ['id' => 7]] as $visitor) {
            $this->app->make('config')->set('visitorseal.brands.shop.visitor', static fn() => $visitor);
            self::assertSame(digest('7'), Visitorseal::signed('shop')->signature);
        }
        foreach ([false, null, [], 'jane', 7] as $visitor) {
            $this->app->make('config')->set('visitorseal.brands.shop.visitor', static fn() => $visitor);
            self::assertNull(Visitorseal::signed('shop'));
        }
    }

    public function testAScriptIsHtmlToBladeAndTextToJson(): void
    {
        $script = Visitorseal::visitorScript('shop');
        self::assertSame((string) $script, e($script));
        self::assertSame(json_encode((string) $script), json_encode($script));
        self::assertSame((string) $script, $this->rendered("{{ \Visitorseal\Laravel\Facades\Visitorseal::visitorScript('shop') }}"));
    }

    private function through(string $middleware, string $html, string $type = 'text/html; charset=UTF-8', string ...$brands): Response
    {
        $request = $this->app->make('request');
        $next = static fn() => new Response($html, 200, ['Content-Type' => $type, 'Cache-Control' => 'public, max-age=60']);
        return $this->app->make($middleware)->handle($request, $next, ...$brands);
    }

    public function testTheScriptIsInsertedIntoARenderedPageOnce(): void
    {
        $page = '<html><body><p>Tea</p></body></html>';
        $answer = $this->through(InsertVisitorScript::class, $page, 'text/html; charset=UTF-8', 'shop');
        self::assertStringContainsString('<p>Tea</p><script ', $answer->getContent());
        self::assertStringEndsWith('</script></body></html>', rtrim($answer->getContent()));
        self::assertStringContainsString(digest('7'), $answer->getContent());
        self::assertSame('no-store, private', $answer->headers->get('Cache-Control'));
        $again = $this->through(InsertVisitorScript::class, $page, 'text/html; charset=UTF-8', 'shop');
        self::assertSame($page, $again->getContent(), 'the page of this request has it');
        foreach (['application/json', 'text/plain', 'text/html; charset=UTF-16', 'text/html; charset=ISO-2022-JP'] as $type) {
            $this->request((object) ['name' => 'Jane']);
            $left = $this->through(InsertVisitorScript::class, $page, $type, 'shop');
            self::assertSame($page, $left->getContent());
            self::assertStringContainsString('public', $left->headers->get('Cache-Control'));
        }
    }

    public function testWithoutAVisitorNothingIsInsertedIntoAPageThatCachesMayKeep(): void
    {
        $page = '<html><body></body></html>';
        $anonymous = (string) (new Page('bookbag'))->anonymousScript();
        $headers = [
            ['Cache-Control' => 'public'], ['Cache-Control' => 's-maxage=60'], ['CDN-Cache-Control' => 'max-age=60'], ['Surrogate-Control' => 'max-age=60'],
            ['X-Accel-Expires' => '60'],
        ];
        foreach ([[], ...$headers] as $of) {
            $this->request(null);
            $response = new Response($page, 200, $of);
            $this->app->make(InsertVisitorScript::class)->handle($this->app->make('request'), static fn() => $response, 'shop');
            self::assertSame($of === [] ? "<html><body>$anonymous</body></html>" : $page, $response->getContent(), json_encode($of));
            self::assertSame($of === [], $response->headers->hasCacheControlDirective('no-store'), json_encode($of));
        }
    }

    public function testOnlyWholePagesGetAScriptInserted(): void
    {
        $page = '<html><body></body></html>';
        $file = tempnam(sys_get_temp_dir(), 'page');
        file_put_contents($file, $page);
        $left = [
            'a stream' => new StreamedResponse(static fn() => print $page), 'a file' => new BinaryFileResponse($file),
            'a redirection' => new Response($page, 302), 'an error' => new Response($page, 500), 'a part' => new Response($page, 206),
            'a fragment' => new Response('<p>'), 'compressed' => new Response($page, 200, ['Content-Encoding' => 'gzip']),
            'an attachment' => new Response($page, 200, ['Content-Disposition' => 'attachment; filename="a.html"']),
        ];
        foreach ($left as $what => $response) {
            $this->request((object) ['name' => 'Jane']);
            $answer = $this->app->make(InsertVisitorScript::class)->handle($this->app->make('request'), static fn() => $response, 'shop');
            self::assertStringNotContainsString('<script', (string) $answer->getContent(), $what);
            self::assertNull($this->app->make('request')->attributes->get(PageHelpers::KEPT_PRIVATE), $what);
        }
        unlink($file);
        $this->request((object) ['name' => 'Jane']);
        $whole = new Response($page, 404, ['Content-Length' => (string) strlen($page)]);
        $answer = $this->app->make(InsertVisitorScript::class)->handle($this->app->make('request'), static fn() => $whole);
        self::assertStringContainsString(digest('7'), $answer->getContent());
        self::assertSame((string) strlen($answer->getContent()), $answer->headers->get('Content-Length'));
    }

    /** Code that the site pasted from a vendor's dashboard may have any character. */
    public function testAScriptWithCharactersThatThePageLacksIsLeftOutAndTheLogSaysSoOnce(): void
    {
        $orlo = ['scheme' => 'orlo', 'secret' => pem('rsa-2048.private'), 'settings' => ['embed_code' => "<script>/* é */ window.orlo = 'JWT_TOKEN';</script>"]];
        $this->app->make('config')->set('visitorseal.brands', ['pasted' => $orlo, 'shop' => ['scheme' => 'bookbag', 'secret' => SECRET]]);
        $page = function (string $type): string {
            $this->request((object) ['name' => 'Jane']);
            $html = $this->through(InsertVisitorScript::class, '<html><body></body></html>', $type)->getContent();
            self::assertStringContainsString(digest('7'), $html, "$type: the script of the other brand");
            return $html;
        };
        foreach (['text/html', 'text/html; charset=UTF-8', 'text/html;charset="utf-8"'] as $type) {
            self::assertStringContainsString('/* é */ window.orlo = ', $page($type), $type);
        }
        self::assertSame([], $this->logged);
        foreach (['ISO-8859-1', 'ISO-8859-1', 'windows-1252'] as $charset) {
            $html = $page("text/html; charset=$charset");
            self::assertStringNotContainsString('window.orlo', $html);
            self::assertDoesNotMatchRegularExpression('~[^\x00-\x7f]~', $html);
        }
        self::assertSame(array_fill(0, 2, ['warning', 'not_inserted', 'visitorseal.brands.pasted']), $this->logged);
        self::assertStringContainsString('characters beyond ASCII, which are other characters in ISO-8859-1. ', $this->messages[0]);
    }

    /** Brands whose scripts have a place of their own, each with why. */
    private const PLACED = [
        [['scheme' => 'growsurf', 'secret' => SECRET], "Put the script before GrowSurf's Universal Code."],
        [
            ['scheme' => 'zendesk_support', 'secret' => SECRET, 'settings' => ['site' => 'https://shop.zendesk.com']],
            'Only one page of the site may have the script.',
        ],
    ];

    public function testAScriptWithAPlaceOfItsOwnIsLeftOutAndTheLogSaysSoOnce(): void
    {
        foreach (self::PLACED as $number => [$brand, $why]) {
            $this->app->make('config')->set('visitorseal.brands', ['placed' => $brand, 'shop' => ['scheme' => 'bookbag', 'secret' => SECRET]]);
            foreach ([1, 2] as $visit) {
                $this->request((object) ['email' => 'jane@example.com', 'name' => 'Jane']);
                $page = $this->through(InsertVisitorScript::class, '<html><body></body></html>')->getContent();
                self::assertSame([1, true], [substr_count($page, '<script'), str_contains($page, digest('7'))], "$why, visit $visit");
            }
            self::assertSame(['warning', 'not_inserted', 'visitorseal.brands.placed'], $this->logged[$number]);
            self::assertCount($number + 1, $this->logged);
            foreach (["the script of {$brand['scheme']}. ", $why, "Write @visitorScript('placed') into your view"] as $part) {
                self::assertStringContainsString($part, $this->messages[$number]);
            }
        }
    }

    public function testToNameABrandWhoseScriptHasAPlaceOfItsOwnIsAnError(): void
    {
        $page = '<html><body></body></html>';
        $named = fn(string $name): string =>
            $this->through(InsertVisitorScript::class, $page, 'text/html; charset=UTF-8', $name)->getContent();
        foreach (self::PLACED as $number => [$brand, $why]) {
            $this->app->make('config')->set('app.debug', false);
            $this->app->make('config')->set('visitorseal.brands', ['placed' => $brand, 'off' => ['enabled' => false] + $brand]);
            self::assertSame([$page, $page, $page], [$named('placed'), $named('placed'), $named('off')]);
            self::assertSame(['error', 'setting_invalid', 'visitorseal.brands.placed'], $this->logged[$number]);
            self::assertCount($number + 1, $this->logged);
            self::assertStringContainsString($why, $this->messages[$number]);
            $this->app->make('config')->set('app.debug', true);
            try {
                $named('placed');
                self::fail("nothing is thrown: $why");
            } catch (ConfigurationException $error) {
                self::assertStringContainsString($why, $error->getMessage());
            }
        }
    }

    public function testInsertionIgnoresBrandsThatOnlyVerify(): void
    {
        $this->app->make('config')->set('visitorseal.brands', ['vendor' => ['scheme' => 'bookbag', 'keys' => [SECRET]]]);
        $answer = $this->through(InsertVisitorScript::class, '<html><body></body></html>');
        self::assertSame('<html><body></body></html>', $answer->getContent());
        self::assertSame([], $this->logged);
    }

    public function testASignedInUserIsNotAnswered304(): void
    {
        foreach ([[(object) ['name' => 'Jane'], false], [null, true]] as [$user, $expected]) {
            $request = $this->request($user);
            $request->headers->set('If-None-Match', '"anonymous"');
            $request->headers->set('If-Modified-Since', 'Thu, 01 Dec 2022 16:00:00 GMT');
            $this->through(SkipNotModified::class, '');
            self::assertSame([$expected, $expected], [$request->headers->has('If-None-Match'), $request->headers->has('If-Modified-Since')]);
        }
        self::assertContains(SkipNotModified::class, $this->app->make('router')->getMiddlewareGroups()['web']);
    }

    public function testDumpShowsNoSecretAndNoVisitor(): void
    {
        if (!class_exists(\Symfony\Component\VarDumper\Cloner\VarCloner::class)) {
            self::markTestSkipped('VarDumper, it is not installed (Debian: php-symfony-var-dumper)');
        }
        $signed = Visitorseal::signed('shop');
        $verified = Visitorseal::verifyVisitor('shop', json_encode($signed->fields));
        $things = [$signed, $signed->script(), $verified, $verified->contact(), Visitorseal::brand('shop'), Visitorseal::visitorScript('shop'),
            Visitorseal::brand('shop')->signer(), Visitorseal::brand('shop')->verifier(), Visitorseal::brands(), new \Visitorseal\Key(SECRET)];
        $shown = '';
        foreach ($things as $thing) {
            $shown .= (new \Symfony\Component\VarDumper\Dumper\CliDumper())
                ->dump((new \Symfony\Component\VarDumper\Cloner\VarCloner())->cloneVar($thing), true);
        }
        self::assertStringContainsString('bookbag', $shown);
        foreach ([SECRET, 'jane@', '</script', digest('7')] as $hidden) {
            self::assertStringNotContainsString($hidden, $shown);
        }
    }

    public function testTheEndpointAnswersTheFieldsAsJson(): void
    {
        $answer = $this->app->make(VisitorFieldsController::class)('shop');
        self::assertSame(digest('7'), json_decode($answer->getContent())->fields->user_hash);
        self::assertSame(['scheme', 'fields', 'mark', 'expires_at'], array_keys(json_decode($answer->getContent(), true)));
        self::assertSame([Visitorseal::signed('shop')->mark, null], [json_decode($answer->getContent())->mark, json_decode($answer->getContent())->expires_at]);
        self::assertSame('no-store, private', $answer->headers->get('Cache-Control'));
        $this->request(null);
        self::assertSame('{"scheme":"bookbag","fields":null,"mark":null,"expires_at":null}', $this->app->make(VisitorFieldsController::class)('shop')->getContent());
        self::assertInstanceOf(NotFoundHttpException::class, caught(fn() => $this->app->make(VisitorFieldsController::class)('other')));
        self::assertSame([], $this->logged);
    }

    public function testTheEndpointAnswersInAscii(): void
    {
        $this->request((object) ['name' => "J\u{e4}nne \u{a5} \u{1f375}"]);
        $answer = $this->app->make(VisitorFieldsController::class)('shop')->getContent();
        self::assertDoesNotMatchRegularExpression('/[^\x20-\x7e]/', $answer);
        self::assertSame("J\u{e4}nne \u{a5} \u{1f375}", json_decode($answer)->fields->user_metadata->name);
    }

    public function testTheMiddlewareLetsVerifiedPostsPass(): void
    {
        $router = $this->app->make('router');
        $router->post('/', static fn(Request $request) => $request->attributes->get('visitor')->contact()->externalId)
            ->middleware('verify_visitor:shop');
        $body = json_encode(['user_id' => '7', 'user_hash' => digest('7')]);
        self::assertSame('7', $router->dispatch($this->request(null, $body))->getContent());
        $answer = $router->dispatch($this->request(null, str_replace('"7"', '"8"', $body)));
        self::assertSame([401, '{"error":"identity_unverified"}'], [$answer->getStatusCode(), $answer->getContent()]);
        $this->app->make('config')->set('visitorseal.brands.shop.secret', null);
        $answer = $router->dispatch($this->request(null, $body));
        self::assertSame([401, '{"error":"identity_unverified"}'], [$answer->getStatusCode(), $answer->getContent()]);
        self::assertSame([['error', 'secret_empty', 'visitorseal.brands.shop.secret']], $this->logged);
    }

    public function testASiteCanMockThePageHelpers(): void
    {
        $mock = $this->createMock(PageHelpers::class);
        $mock->method('visitorScript')->willReturn(new Html('<script>mocked</script>'));
        Visitorseal::swap($mock);
        self::assertSame('<script>mocked</script>', $this->rendered("@visitorScript('shop')"));
    }

    public function testLaravelHasTheNamesOfTheTable(): void
    {
        $helpers = array_map(Api::snake(...), Api::members(new \ReflectionClass(PageHelpers::class)));
        preg_match_all('/@method static \S+ (\w+)\(/', (string) (new \ReflectionClass(Visitorseal::class))->getDocComment(), $facade);
        $documented = array_map(Api::snake(...), $facade[1]);
        self::assertEqualsCanonicalizing($helpers, $documented, 'the facade documents each helper');
        $options = $this->options();
        self::assertEqualsCanonicalizing(Api::options(), $options, 'the options are those of a brand');
        $command = new \ReflectionClass(class_exists(\Illuminate\Console\Command::class) ? CheckCommand::class : self::class);
        Api::assertNames('laravel', [
            ...array_map(Api::snake(...), array_keys($this->app->make('blade.compiler')->getCustomDirectives())),
            ...array_keys($this->app->make('router')->getMiddleware()),
            ...$helpers,
            ...array_map(static fn(string $option): string => "option $option", $options),
            ...Api::membersOf('/Laravel', '/Laravel/Facades'),
            $command->getDefaultProperties()['signature'] ?? 'visitorseal:check',
            ...($command->name === CheckCommand::class ? [] : ['CheckCommand']),
        ]);
    }

    /** @return list<string> the options of a brand that Laravel's helpers read */
    private function options(): array
    {
        $file = (new \ReflectionClass(PageHelpers::class))->getFileName();
        preg_match_all('/\$options\[\'(\w+)\']/', file_get_contents($file), $options);
        return array_values(array_unique($options[1]));
    }

    public function testTheFacadeGivesThePageHelpers(): void
    {
        self::assertSame($this->app->make(PageHelpers::class), Visitorseal::getFacadeRoot());
        self::assertSame(digest('7'), Visitorseal::signed('shop')->signature);
    }
}

/** Says that no address is verified. */
final class Unverified
{
    public function __invoke(object $user): bool
    {
        return false;
    }
}

/** The visitor of a brand: always anonymous. */
final class Guest
{
    public function __invoke(Request $request): ?array
    {
        return null;
    }
}
