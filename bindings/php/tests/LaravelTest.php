<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use Illuminate\Config\Repository;
use Illuminate\Container\Container;
use Illuminate\Events\Dispatcher;
use Illuminate\Filesystem\Filesystem;
use Illuminate\Http\Request;
use Illuminate\Http\Response;
use Illuminate\Routing\Router;
use Illuminate\Support\Facades\Facade;
use Illuminate\View\Compilers\BladeCompiler;
use PHPUnit\Framework\TestCase;
use Visitorseal\Laravel\FieldsController;
use Visitorseal\Laravel\Pages;
use Visitorseal\Laravel\ServiceProvider;
use Visitorseal\Laravel\Visitorseal;

/** The service provider in as much of Laravel as Debian has. */
final class LaravelTest extends TestCase
{
    private Container $app;

    /** @var list<array<mixed>> */
    private array $logged = [];

    protected function setUp(): void
    {
        foreach (['Config', 'Container', 'Events', 'Filesystem', 'Http', 'Routing', 'Support', 'View'] as $component) {
            @include_once "Illuminate/$component/autoload.php";
        }
        if (!class_exists(BladeCompiler::class) || !class_exists(Router::class)) {
            self::markTestSkipped('Laravel, its components are not installed (Debian: php-illuminate-view, -routing, …)');
        }
        error_reporting(E_ALL & ~E_DEPRECATED); // Debian's Laravel is older than its PHP.
        $this->app = new class extends Container {
            public function basePath(string $path = ''): string
            {
                return "/site/$path";
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
        $this->app->singleton('blade.compiler', static fn() => new BladeCompiler(new Filesystem(), sys_get_temp_dir()));
        $this->app->instance('log', new class ($this->logged) {
            public function __construct(private array &$logged)
            {
            }

            public function warning(string $message, array $context): void
            {
                $this->logged[] = $context;
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

    public function testBladeWritesTheScriptOfWhoIsSignedIn(): void
    {
        $page = $this->rendered("<body>@visitorScript('shop')</body>");
        self::assertStringContainsString('"user_id":"7","user_hash":"' . digest('7') . '"', $page);
        self::assertSame(1, substr_count($page, '</script'));
        self::assertStringContainsString('nonce="bm9uY2U="', $this->rendered("@visitorScript('shop', nonce: 'bm9uY2U=')"));
        self::assertStringContainsString(digest('8'), $this->rendered("@visitorScript('shop', ['id' => 8])"));
    }

    public function testNobodySignedInGetsTheAnonymousScript(): void
    {
        $this->request(null);
        self::assertSame('', $this->rendered("@visitorScript('shop')"));
        self::assertStringNotContainsString('connectionKey', $this->rendered("@visitorScript('chat')"));
    }

    public function testBladeWritesTheForgetScript(): void
    {
        self::assertStringContainsString('destroy()', $this->rendered("@visitorForgetScript('chat')"));
    }

    public function testAPageWithASignedVisitorIsPrivateAndNotStored(): void
    {
        $handle = function (Request $request): ?string {
            $response = new Response();
            $this->app->make('events')->dispatch(
                'Illuminate\Foundation\Http\Events\RequestHandled',
                (object) ['request' => $request, 'response' => $response],
            );
            return $response->headers->get('Cache-Control');
        };
        $this->rendered("@visitorScript('shop')");
        self::assertSame('no-store, private', $handle($this->app->make('request')));
        $other = $this->request(null);
        $this->rendered("@visitorScript('shop')");
        self::assertStringNotContainsString('no-store', $handle($other));
    }

    public function testAVisitorWhoCannotBeSignedIsLoggedAndBreaksNoPage(): void
    {
        self::assertSame('', $this->rendered("@visitorScript('shop', ['id' => \"a\\nb\"])"));
        self::assertSame([['brand' => 'shop', 'code' => 'field_invalid', 'field' => 'id']], $this->logged);
        $this->app->make('config')->set('app.debug', true);
        self::assertNotNull(caught(fn() => $this->rendered("@visitorScript('shop', ['id' => \"a\\nb\"])")));
        ob_end_clean();
    }

    public function testTheEndpointAnswersTheFieldsAsJson(): void
    {
        $answer = $this->app->make(FieldsController::class)('shop');
        self::assertSame(digest('7'), json_decode($answer->getContent())->fields->user_hash);
        self::assertSame('no-store, private', $answer->headers->get('Cache-Control'));
        $this->request(null);
        self::assertSame('{"scheme":"bookbag","fields":null}', $this->app->make(FieldsController::class)('shop')->getContent());
    }

    public function testTheMiddlewareLetsVerifiedPostsPass(): void
    {
        $router = $this->app->make('router');
        $router->post('/', static fn(Request $request) => $request->attributes->get('visitor')->contact()->externalId)
            ->middleware('visitorseal:shop');
        $body = json_encode(['user_id' => '7', 'user_hash' => digest('7')]);
        self::assertSame('7', $router->dispatch($this->request(null, $body))->getContent());
        $answer = $router->dispatch($this->request(null, str_replace('"7"', '"8"', $body)));
        self::assertSame([401, '{"error":"identity_unverified"}'], [$answer->getStatusCode(), $answer->getContent()]);
    }

    public function testTheFacadeIsThePages(): void
    {
        self::assertSame($this->app->make(Pages::class), Visitorseal::getFacadeRoot());
        self::assertSame(digest('7'), Visitorseal::signed('shop')->signature);
    }

    public function testACurrentLaravel(): void
    {
        if (!class_exists('Illuminate\Foundation\Application')) {
            self::markTestSkipped('a current Laravel, only components of Laravel 8 are at hand');
        }
        self::assertTrue(true);
    }
}

/** A brand's own visitor: nobody. */
final class Guest
{
    public function __invoke(Request $request): ?array
    {
        return null;
    }
}
