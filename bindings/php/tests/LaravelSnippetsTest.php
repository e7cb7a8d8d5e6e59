<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use Illuminate\Config\Repository;
use Illuminate\Container\Container;
use Illuminate\Events\Dispatcher;
use Illuminate\Filesystem\Filesystem;
use Illuminate\Http\Request;
use Illuminate\Routing\CallableDispatcher;
use Illuminate\Routing\Contracts\CallableDispatcher as CallableDispatcherContract;
use Illuminate\Routing\Router;
use Illuminate\Support\Facades\Facade;
use Illuminate\View\Compilers\BladeCompiler;
use PHPUnit\Framework\TestCase;
use Visitorseal\Laravel\ServiceProvider;

require_once __DIR__ . '/snippets.php';

/** The snippets of docs/vendors for Laravel make a signature that verifies: all of them in one application. */
final class LaravelSnippetsTest extends TestCase
{
    private Container $app;

    protected function setUp(): void
    {
        foreach (['Config', 'Container', 'Events', 'Filesystem', 'Http', 'Routing', 'Support', 'View'] as $component) {
            @include_once "Illuminate/$component/autoload.php";
        }
        if (!class_exists(BladeCompiler::class) || !class_exists(Router::class)) {
            self::markTestSkipped('Laravel, its components are not installed (Debian: php-illuminate-view, -routing, …)');
        }
        error_reporting(E_ALL & ~E_DEPRECATED); // Debian 12's Laravel is older than its PHP.
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
    }

    protected function tearDown(): void
    {
        error_reporting(E_ALL);
    }

    public function testTheSnippetsForLaravelSign(): void
    {
        $pages = Snippets::pagesWith('Laravel');
        $brands = $others = [];
        eval('namespace Snippets\Laravel; function env(string $name): string { return (string) getenv($name); }');
        foreach ($pages as $page) {
            $blocks = Snippets::of($page, 'Laravel');
            $config = array_shift($blocks);
            $others[$page['scheme']] = array_pop($blocks);
            // In a namespace with an env() of its own: Laravel's needs packages that Debian 12 lacks.
            $brands += (static fn(): array => eval("namespace Snippets\\Laravel;\nuse App;\n$config"))()['brands'];
            // A page whose visitor is Laravel's own user has no class.
            array_map(static fn(string $class): mixed => eval($class), $blocks);
        }
        $this->start($brands);
        foreach ($pages as $page) {
            $this->signIn($page);
            Snippets::assertSigned($page, $this->made($page, $others[$page['scheme']]));
        }
    }

    /** @param array<string, mixed> $brands */
    private function start(array $brands): void
    {
        $this->app->instance('config', new Repository(['app' => ['debug' => true], 'visitorseal' => ['brands' => $brands]]));
        $this->app->instance('events', $events = new Dispatcher($this->app));
        $this->app->alias('request', Request::class);
        $this->app->instance('router', new Router($events, $this->app));
        if (interface_exists(CallableDispatcherContract::class)) {
            $this->app->bind(CallableDispatcherContract::class, static fn(Container $app) => new CallableDispatcher($app));
        }
        $this->app->singleton('blade.compiler', static fn() => new BladeCompiler(new Filesystem(), sys_get_temp_dir()));
        $this->app->instance('log', new class {
            public function log(): void
            {
            }
        });
        $provider = new ServiceProvider($this->app);
        $provider->register();
        $provider->boot();
    }

    /** @param array<string, mixed> $page */
    private function signIn(array $page): void
    {
        $user = Snippets::user($page);
        $request = Request::create('/');
        $request->setLaravelSession($this->session($page));
        // As a model of Eloquent: members are properties and elements too.
        $request->setUserResolver(static fn() => new class ($user, \ArrayObject::ARRAY_AS_PROPS) extends \ArrayObject {
            public function getAuthIdentifier(): mixed
            {
                return $this['id'] ?? 1;
            }
        });
        $this->app->instance('request', $request);
    }

    /**
     * The site's session: it has what comes with a request.
     *
     * @param array<string, mixed> $page
     */
    private function session(array $page): object
    {
        return new class (array_intersect_key($page['user'], array_flip($page['handed']))) {
            /** @param array<string, mixed> $values */
            public function __construct(private array $values)
            {
            }

            public function get(string $name): mixed
            {
                return $this->values[$name];
            }
        };
    }

    /** @param array<string, mixed> $page */
    private function made(array $page, string $block): string
    {
        if ($page['gives'] === 'script') {
            ob_start();
            eval('?>' . $this->app->make('blade.compiler')->compileString($block));
            return ob_get_clean();
        }
        $router = $this->app->make('router');
        $router->aliasMiddleware('web', \stdClass::class); // the site's
        $this->app->bind(\stdClass::class, static fn() => new class {
            public function handle(Request $request, \Closure $next): mixed
            {
                return $next($request);
            }
        });
        eval($block);
        $path = $page['gives'] === 'url' ? "/{$page['scheme']}" : "/visitor/{$page['scheme']}";
        $request = Request::create($path);
        $request->setUserResolver($this->app->make('request')->getUserResolver());
        $request->setLaravelSession($this->session($page));
        $this->app->instance('request', $request);
        $response = $router->dispatch($request);
        if ($page['gives'] === 'url') {
            self::assertSame('no-store, private', $response->headers->get('Cache-Control'));
            return $response->headers->get('Location');
        }
        return json_encode(json_decode($response->getContent())->fields);
    }
}
