<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use Illuminate\Auth\GenericUser;
use Illuminate\Contracts\Auth\Factory as Auth;
use Illuminate\Contracts\Console\Kernel as Console;
use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Contracts\Http\Kernel as Http;
use Illuminate\Foundation\Application;
use Illuminate\Foundation\Bootstrap;
use Illuminate\Foundation\Exceptions\Handler;
use Illuminate\Foundation\Http\Kernel;
use Illuminate\Http\Middleware\SetCacheHeaders;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Cache;
use Illuminate\Support\Facades\Facade;
use Illuminate\Support\Facades\Route;
use Illuminate\Support\Facades\View;
use PHPUnit\Framework\TestCase;
use Symfony\Component\HttpFoundation\Response;
use Visitorseal\Laravel\ServiceProvider;
use Visitorseal\Laravel\Facades\Visitorseal;
use Visitorseal\Page;
use Visitorseal\Page\ErrorLog;

/** A whole Laravel site: kernel, middleware, error pages, artisan. */
final class LaravelSiteTest extends TestCase
{
    private const ETAG = '"anonymous"';

    private string $folder;
    private Application $app;

    protected function setUp(): void
    {
        @include_once 'Illuminate/autoload.php';
        if (!class_exists(Application::class)) {
            self::markTestSkipped('a whole Laravel, only components of Laravel 8 are at hand (Debian 13: php-laravel-framework)');
        }
        ErrorLog::reset();
        $this->folder = sys_get_temp_dir() . '/visitorseal-laravel-' . getmypid();
        foreach (['config', 'bootstrap/cache', 'storage/framework/views', 'resources/views/errors'] as $below) {
            @mkdir("$this->folder/$below", 0700, true);
        }
        @symlink(dirname(getenv('VISITORSEAL_AUTOLOAD')), "$this->folder/vendor");
        $views = [
            'page' => "<html><body><p>Tea</p>@visitorScript('shop')</body></html>",
            'plain' => '<html><body><p>Tea</p></body></html>',
            'errors/404' => "<html><body>Not here @visitorScript('shop')</body></html>",
            'errors/500' => "<html><body>Broken @visitorScript('shop')</body></html>",
        ];
        foreach ($views as $name => $text) {
            file_put_contents("$this->folder/resources/views/$name.blade.php", $text);
        }
        foreach (self::configuration() as $name => $values) {
            file_put_contents("$this->folder/config/$name.php", '<?php return ' . var_export($values, true) . ';');
        }
        $this->app = $this->booted();
    }

    protected function tearDown(): void
    {
        if (isset($this->folder)) {
            exec('rm -rf ' . escapeshellarg($this->folder));
            Facade::clearResolvedInstances();
            Application::setInstance(null);
        }
    }

    /** @return array<string, array<string, mixed>> */
    private static function configuration(): array
    {
        return [
            'app' => ['env' => 'testing', 'debug' => false, 'key' => str_repeat('k', 32), 'cipher' => 'AES-256-CBC', 'providers' => [
                \Illuminate\Auth\AuthServiceProvider::class, \Illuminate\Cache\CacheServiceProvider::class,
                \Illuminate\Cookie\CookieServiceProvider::class, \Illuminate\Encryption\EncryptionServiceProvider::class,
                \Illuminate\Filesystem\FilesystemServiceProvider::class, \Illuminate\Session\SessionServiceProvider::class,
                \Illuminate\Foundation\Providers\FoundationServiceProvider::class, \Illuminate\View\ViewServiceProvider::class,
                \Illuminate\Translation\TranslationServiceProvider::class,
            ], 'locale' => 'en', 'fallback_locale' => 'en'],
            'auth' => ['defaults' => ['guard' => 'web'], 'guards' => ['web' => ['driver' => 'header']]],
            'cache' => ['default' => 'array', 'stores' => ['array' => ['driver' => 'array']]],
            'logging' => ['default' => 'test', 'channels' => ['test' => ['driver' => 'monolog', 'handler' => \Monolog\Handler\TestHandler::class]]],
            'session' => ['driver' => 'array', 'lottery' => [0, 1], 'lifetime' => 1, 'expire_on_close' => true, 'cookie' => 's', 'path' => '/',
                'domain' => null, 'secure' => false, 'http_only' => true, 'same_site' => 'lax'],
            'view' => ['paths' => [sys_get_temp_dir() . '/visitorseal-laravel-' . getmypid() . '/resources/views'],
                'compiled' => sys_get_temp_dir() . '/visitorseal-laravel-' . getmypid() . '/storage/framework/views'],
            'visitorseal' => ['brands' => ['shop' => ['scheme' => 'bookbag', 'secret' => SECRET]]],
        ];
    }

    private function booted(): Application
    {
        $app = new Application($this->folder);
        Facade::clearResolvedInstances();
        $app->singleton(Http::class, Site::class);
        $app->singleton(Console::class, \Illuminate\Foundation\Console\Kernel::class);
        $app->singleton(ExceptionHandler::class, Handler::class);
        $app->make(Http::class)->bootstrap();
        $app->make(Auth::class)->viaRequest('header', static fn(Request $request): ?GenericUser =>
            $request->headers->has('X-User') ? new GenericUser(['id' => 7, 'name' => 'Jane', 'remember_token' => '']) : null);
        return $app;
    }

    /** @param array<string, string> $headers */
    private function answer(string $path, bool $isSignedIn = true, string $method = 'GET', array $headers = []): Response
    {
        $request = Request::create($path, $method);
        $request->headers->add($headers + ($isSignedIn ? ['X-User' => '7'] : []));
        $this->app->forgetScopedInstances();
        $this->app->make(Auth::class)->forgetGuards();
        $response = $this->app->make(Http::class)->handle($request);
        $response->prepare($request);
        return $response;
    }

    private static function assertSigned(Response $response, string $how): void
    {
        if ($response->getContent() !== '') {
            self::assertStringContainsString(digest('7'), (string) $response->getContent(), $how);
        }
        self::assertSame('no-store, private', $response->headers->get('Cache-Control'), $how);
        foreach (array_slice(array_keys(Publishing::HEADERS), 1) as $name) {
            self::assertFalse($response->headers->has($name), "$how: $name");
        }
    }

    /** @return list<string> */
    private function logged(): array
    {
        $records = $this->app->make('log')->getLogger()->getHandlers()[0]->getRecords();
        return array_map(static fn(mixed $record): string => $record['message'], $records);
    }

    /** Routes that make a page public, each in another way. */
    private static function publicPages(): void
    {
        $public = static fn(mixed $response) => $response->withHeaders(Publishing::HEADERS);
        Route::middleware('web')->group(static function () use ($public): void {
            Route::get('/plainly', static fn() => view('page'));
            Route::get('/in', static fn() => $public(response()->view('page')));
            Route::get('/ttl', static fn() => response()->view('page')->setPublic()->setTtl(60)->setSharedMaxAge(60));
            Route::get('/cache-headers', static fn() => view('page'))->middleware(SetCacheHeaders::class . ':public;max_age=60;etag');
            Route::get('/after', static fn() => view('page'))->middleware(Publishing::class);
            Route::get('/outside', static fn() => view('page'));
            Route::get('/inserted', static fn() => $public(response()->view('plain')))->middleware('visitor_script:shop');
            Route::get('/inserted-inside', static fn() => view('plain'))->middleware([Publishing::class, 'visitor_script']);
            Route::get('/missing', static fn() => abort(404));
            Route::get('/broken', static fn() => throw new \RuntimeException('broken'));
        });
        Route::get('/without-a-group', static fn() => $public(response()->view('page')));
    }

    public function testHoweverAPageIsMadePublicASignedOneIsPrivateAndNotStored(): void
    {
        self::publicPages();
        $paths = ['/plainly', '/in', '/ttl', '/cache-headers', '/after', '/outside', '/inserted', '/inserted-inside',
            '/without-a-group', '/missing', '/broken', '/no-such-route'];
        foreach ($paths as $path) {
            foreach (['GET', 'HEAD'] as $method) {
                self::assertSigned($this->answer($path, true, $method), "$method $path");
            }
            self::assertStringNotContainsString(digest('7'), (string) $this->answer($path, false)->getContent());
        }
        foreach (array_diff($paths, ['/inserted']) as $path) {
            $page = $this->answer($path, false);
            self::assertStringContainsString((string) (new Page('bookbag'))->anonymousScript(), (string) $page->getContent(), $path);
            self::assertSame('no-store, private', $page->headers->get('Cache-Control'), "$path says that nobody is signed in");
        }
        $page = $this->answer('/inserted', false);
        self::assertStringContainsString('public', $page->headers->get('Cache-Control'));
        self::assertSame('<html><body><p>Tea</p></body></html>', $page->getContent());
    }

    /** A page may ask the application for a part: then the kernel handles a request inside a request. */
    public function testAPageWithASignedPartIsPrivateToo(): void
    {
        $part = function (string $path): Response {
            $request = Request::create($path);
            $request->headers->add(request()->headers->all());
            return $this->app->make(Http::class)->handle($request);
        };
        $page = static fn(string $text): Response => response("<html><body>$text</body></html>", 200, Publishing::HEADERS);
        Route::middleware('web')->group(static function () use ($part, $page): void {
            Route::get('/part', static fn() => '<nav>' . Visitorseal::visitorScript('shop') . '</nav>');
            Route::get('/part-of-parts', static fn() => $part('/part')->getContent());
            Route::get('/streamed-part', static fn() => response()->stream(static fn() => print view('page')->render()));
            Route::get('/broken-part', static fn() => throw new \RuntimeException($part('/part')->getContent()));
            Route::get('/outer', static fn() => $page($part('/part')->getContent()));
            Route::get('/outermost', static fn() => $page($part('/part-of-parts')->getContent()));
            Route::get('/outside', static fn() => $page($part('/part')->getContent()));
            Route::get('/stored', static fn() => $page($part('/part')->getContent()))->middleware(Storing::class);
            Route::get('/of-a-stream', static function () use ($part, $page): Response {
                ob_start();
                $part('/streamed-part')->sendContent();
                return $page(ob_get_clean());
            });
            Route::get('/beside', static fn() => $page($part('/unsigned')->getContent() . Visitorseal::visitorScript('shop')));
            Route::get('/unsigned', static fn() => 'Tea');
            Route::get('/plain', static fn() => $page($part('/unsigned')->getContent()));
            Route::get('/inserted', static fn() => $page($part('/unsigned')->getContent()))->middleware('visitor_script');
            Route::get('/inserted-once', static fn() => $page($part('/part')->getContent()))->middleware('visitor_script');
        });
        foreach (['/outer', '/outermost', '/outside', '/stored', '/of-a-stream', '/beside', '/inserted', '/inserted-once'] as $path) {
            $answer = $this->answer($path);
            self::assertSigned($answer, $path);
            self::assertSame(1, substr_count((string) $answer->getContent(), digest('7')), $path);
            $isInserted = $path === '/inserted';
            self::assertSame(!$isInserted, $this->answer($path, false)->headers->hasCacheControlDirective('no-store'), $path);
        }
        $this->answer('/stored');
        self::assertSigned(Storing::$seen, 'what the middleware sees');
        self::assertSame('no-store, private', $this->answer('/broken-part')->headers->get('Cache-Control'));
        self::assertStringContainsString('public', $this->answer('/plain')->headers->get('Cache-Control'), 'nothing is signed there');
        $this->answer('/outer');
        self::assertNull(Visitorseal::signed('shop', ['id' => 7]), 'both have left');
    }

    public function testASubRequestOfMiddlewareBeforeRoutingCountsToo(): void
    {
        Route::get('/part', static fn() => '<nav>' . Visitorseal::visitorScript('shop', ['id' => 7]) . '</nav>');
        Route::get('/navigation', static fn(Request $request) => response($request->attributes->get('navigation'), 200, Publishing::HEADERS));
        self::assertSigned($this->answer('/navigation'), 'the page');
    }

    public function testMiddlewareThatStoresResponsesSeesThatItMayNot(): void
    {
        Route::get('/stored', static fn() => response()->view('page')->setPublic()->setTtl(60))->middleware(['web', Storing::class]);
        $this->answer('/stored');
        self::assertSigned(Storing::$seen, 'what the middleware sees');
    }

    public function testAStreamThatHasBegunIsNotSignedAndTheLogSaysWhyOnce(): void
    {
        Route::middleware('web')->group(static function (): void {
            Route::get('/stream', static fn() => response()->stream(static function (): void {
                echo view('page')->render(), view('page')->render();
            }, 200, ['Cache-Control' => 'public, max-age=60']));
            Route::get('/rendered-first', static function () {
                $page = view('page')->render();
                return response()->stream(static fn() => print $page, 200, ['Cache-Control' => 'public, max-age=60']);
            });
        });
        $sent = static function (Response $response): string {
            ob_start();
            $response->sendContent();
            return ob_get_clean();
        };
        self::assertStringNotContainsString(digest('7'), $sent($this->answer('/stream')));
        self::assertCount(1, $this->logged());
        self::assertStringContainsString('page_not_signed', $this->logged()[0]);
        $response = $this->answer('/rendered-first');
        self::assertSame('no-store, private', $response->headers->get('Cache-Control'));
        self::assertStringContainsString(digest('7'), $sent($response));
    }

    public function testInsertionSignsPagesWhosePartsAreCached(): void
    {
        Route::get('/remembered', static fn() => Cache::remember('page', 60, static fn() => View::make('plain')->render()))
            ->middleware(['web', 'visitor_script:shop']);
        self::assertSigned($this->answer('/remembered'), 'the first');
        self::assertStringNotContainsString('user_hash', $this->answer('/remembered', false)->getContent());
        self::assertSigned($this->answer('/remembered'), 'the second');
        self::assertStringNotContainsString('user_hash', Cache::get('page'));
    }

    public function testASignedInUserIsNotAnswered304(): void
    {
        $page = static function (Request $request) {
            $response = response()->view('page')->setEtag('anonymous')->setLastModified(new \DateTimeImmutable('2022-12-01'));
            $response->isNotModified($request);
            return $response;
        };
        Route::get('/tag', $page)->middleware('web');
        Route::get('/early', static fn(Request $request) => in_array(self::ETAG, $request->getETags(), true)
            ? response('', 304) : response()->view('page')->setEtag('anonymous'))->middleware('web');
        Route::get('/insertion', static fn(Request $request) => in_array(self::ETAG, $request->getETags(), true)
            ? response('', 304) : response()->view('plain')->setEtag('anonymous'))->middleware('visitor_script:shop');
        foreach (['/tag', '/early', '/insertion'] as $path) {
            foreach ([['If-None-Match' => self::ETAG], ['If-None-Match' => self::ETAG, 'If-Modified-Since' => 'Thu, 01 Dec 2022 00:00:00 GMT']] as $headers) {
                self::assertSame(304, $this->answer($path, false, headers: $headers)->getStatusCode(), $path);
                $answer = $this->answer($path, true, headers: $headers);
                self::assertSame(200, $answer->getStatusCode(), $path);
                self::assertSigned($answer, $path);
            }
        }
    }

    public function testAWrongConfigurationStopsNoPageAndTheLogNamesBrandAndOption(): void
    {
        self::publicPages();
        $this->app->make('config')->set('visitorseal.brands.shop.secret', '');
        foreach (['/plainly' => 200, '/inserted' => 200, '/missing' => 404, '/broken' => 500] as $path => $status) {
            $answer = $this->answer($path);
            self::assertSame($status, $answer->getStatusCode());
            self::assertStringNotContainsString('user_hash', $answer->getContent());
        }
        $lines = array_values(array_filter($this->logged(), static fn(string $line): bool => str_contains($line, 'visitorseal')));
        self::assertCount(1, $lines);
        self::assertStringContainsString("brand 'shop', visitorseal.brands.shop.secret: secret_empty", $lines[0]);
        $this->app->make('config')->set('app.debug', true);
        self::assertSame(500, $this->answer('/plainly')->getStatusCode());
    }

    public function testArtisanChecksTheSetUp(): void
    {
        $check = function (mixed $brands): array {
            $this->app->make('config')->set('visitorseal.brands', $brands);
            $console = $this->app->make(Console::class);
            $status = $console->call('visitorseal:check');
            return [$status, $console->output()];
        };
        [$status, $output] = $check(['shop' => ['scheme' => 'bookbag', 'secret' => SECRET]]);
        self::assertSame(0, $status, $output);
        $wrong = ['shop' => ['scheme' => 'bookbag', 'secret' => ''], 'chat' => ['scheme' => 'nonsense', 'secret' => SECRET],
            'desk' => ['scheme' => 'bookbag', 'secret' => SECRET, 'visitor' => 'App\Nothing']];
        [$status, $output] = $check($wrong);
        self::assertSame(1, $status);
        foreach (['shop.secret', 'chat.scheme', 'desk.visitor'] as $key) {
            self::assertStringContainsString("visitorseal.brands.$key", $output);
        }
        [$status, $output] = $check(['shop' => ['scheme' => 'bookbag', 'secret' => "a-secret-from-a-file\n"]]);
        self::assertSame(0, $status);
        self::assertStringContainsString('secret_', $output);
        [$status, $output] = $check(['shop' => ['scheme' => 'growsurf', 'secret' => SECRET]]);
        self::assertSame(0, $status);
        self::assertStringContainsString("Put the script before GrowSurf's Universal Code. Write @visitorScript('shop')", $output);
        self::assertSame(1, $check(null)[0]);
    }

    public function testASchemeFileWorksAlsoWithACachedConfiguration(): void
    {
        $toml = (string) file_get_contents(__DIR__ . '/../../../core/schemes/bookbag.toml');
        file_put_contents("$this->folder/chat.toml", str_replace(['"bookbag"', 'user_hash'], ['"own"', 'own_hash'], $toml));
        $brand = "'scheme_file' => base_path('chat.toml'), 'secret' => '" . SECRET . "'";
        file_put_contents("$this->folder/config/visitorseal.php", "<?php return ['brands' => ['shop' => [$brand]]];");
        // `config:cache` starts this application to read the configuration.
        file_put_contents("$this->folder/bootstrap/app.php", '<?php $app = new ' . Application::class . '(dirname(__DIR__));'
            . '$app->singleton(' . Console::class . '::class, ' . SiteConsole::class . '::class);'
            . '$app->singleton(' . ExceptionHandler::class . '::class, ' . Handler::class . '::class); return $app;');
        $answer = function (): Response {
            Route::get('/own', static fn() => view('page'))->middleware('web');
            Route::get('/visitor/{brand}', \Visitorseal\Laravel\VisitorFieldsController::class)->middleware('web');
            return $this->answer('/own');
        };
        $this->app = $this->booted();
        self::assertFalse($this->app->configurationIsCached());
        $before = $answer();
        self::assertStringContainsString('"own_hash":"' . digest('7') . '"', (string) $before->getContent());
        $console = $this->app->make(Console::class);
        $files = new \Illuminate\Filesystem\Filesystem();
        $console->registerCommand(new \Illuminate\Foundation\Console\ConfigCacheCommand($files));
        $console->registerCommand(new \Illuminate\Foundation\Console\ConfigClearCommand($files));
        self::assertSame(0, $console->call('config:cache'), $console->output());
        unlink("$this->folder/config/visitorseal.php");
        $this->app = $this->booted();
        self::assertTrue($this->app->configurationIsCached());
        self::assertSame($before->getContent(), $answer()->getContent());
        self::assertSame('{"scheme":"own","fields":null,"mark":null,"expires_at":null}', $this->answer('/visitor/shop', false)->getContent());
        self::assertSame([], $this->logged());
    }

    public function testLaravelFindsProviderAndFacadeByItself(): void
    {
        $manifest = $this->app->make(\Illuminate\Foundation\PackageManifest::class);
        self::assertSame([ServiceProvider::class], $manifest->providers());
        self::assertSame(['Visitorseal' => Visitorseal::class], $manifest->aliases());
        self::assertTrue($this->app->providerIsLoaded(ServiceProvider::class));
    }

    public function testArtisanPublishesTheStaticFiles(): void
    {
        $console = $this->app->make(Console::class);
        $console->registerCommand(new \Illuminate\Foundation\Console\VendorPublishCommand(new \Illuminate\Filesystem\Filesystem()));
        foreach (['visitorseal-assets', 'laravel-assets'] as $tag) {
            $folder = "$this->folder/public/vendor/visitorseal";
            exec('rm -rf ' . escapeshellarg($folder));
            // Laravel's file system is older than its PHP.
            set_error_handler(static fn(): bool => true, E_DEPRECATED);
            $status = $console->call('vendor:publish', ['--tag' => $tag, '--force' => true]);
            restore_error_handler();
            self::assertSame(0, $status, $console->output());
            $integrity = json_decode((string) file_get_contents("$folder/integrity.json"), true);
            $file = (string) file_get_contents("$folder/bookbag.js");
            self::assertSame('sha384-' . base64_encode(hash('sha384', $file, true)), $integrity['bookbag.js']);
            self::assertStringContainsString('visitorseal-visitor', $file);
        }
    }

    public function testTheReadmesRoutesAnswer(): void
    {
        preg_match('/^## Laravel\n(.*?)(?=^## |\z)/ms', file_get_contents(__DIR__ . '/../README.md'), $section);
        preg_match_all('/^```php\n(.*?)^```/ms', $section[1], $blocks);
        self::assertCount(2, $blocks[1]);
        file_put_contents("$this->folder/routes.php", "<?php\ndeclare(strict_types=1);\n" . implode('', $blocks[1]));
        file_put_contents("$this->folder/resources/views/welcome.blade.php", '<html><body>Tea</body></html>');
        require "$this->folder/routes.php";
        self::assertSigned($this->answer('/visitor/shop'), 'the endpoint');
        self::assertSame('{"scheme":"bookbag","fields":null,"mark":null,"expires_at":null}', $this->answer('/visitor/shop', false)->getContent());
        self::assertSame(404, $this->answer('/visitor/other')->getStatusCode());
        self::assertSigned($this->answer('/'), 'insertion');
        $post = function (string $body): Response {
            $request = Request::create('/messages', 'POST', content: $body);
            return $this->app->make(Http::class)->handle($request);
        };
        $body = json_encode(['user_id' => '7', 'user_hash' => digest('7')]);
        self::assertSame('7', $post($body)->getContent());
        self::assertSame(401, $post(str_replace('"7"', '"8"', $body))->getStatusCode());
        self::assertSame('{"error":"identity_unverified"}', $post('')->getContent());
    }

    /** tests/browser may start this site: see laravel_site.php. */
    public function testTheSiteForBrowsersSignsInAndOut(): void
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        $host = (string) stream_socket_get_name($socket, false);
        fclose($socket);
        $site = ['way' => 'element', 'brand' => ['scheme' => 'bookbag', 'secret' => SECRET], 'users' => ['anna' => ['id' => '7']], 'endpoint' => '/visitor/shop'];
        $server = proc_open(
            [PHP_BINARY, '-d', 'ffi.enable=1', '-S', $host, __DIR__ . '/laravel_site.php'],
            [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['file', '/dev/null', 'w']],
            $pipes,
            null,
            ['VISITORSEAL_SITE' => json_encode($site)] + getenv(),
        );
        try {
            for ($tries = 0; $tries < 200 && !@stream_socket_client("tcp://$host", timeout: 1); ++$tries) {
                usleep(50_000);
            }
            $got = static fn(string $path, array $options = []): array => [(string) file_get_contents("http://$host$path", false,
                stream_context_create(['http' => $options + ['follow_location' => 0]])), implode("\n", $http_response_header)];
            [, $headers] = $got('/sign-in', ['method' => 'POST', 'content' => 'as=anna', 'header' => 'Content-Type: application/x-www-form-urlencoded']);
            self::assertMatchesRegularExpression('/^HTTP\S+ 303.*Set-Cookie: who=anna;/s', $headers);
            [$page] = $got('/one', ['header' => 'Cookie: who=anna']);
            self::assertStringContainsString(digest('7') . '&quot;', $page);
            self::assertStringContainsString('state="anonymous"', $got('/one')[0]);
            self::assertSame('{"scheme":"bookbag","fields":null,"mark":null,"expires_at":null}', $got('/visitor/shop')[0]);
            self::assertMatchesRegularExpression('/^HTTP\S+ 303.*Set-Cookie: who=(;|deleted)/s', $got('/sign-out')[1]);
            self::assertStringContainsString('visitorseal-visitor', $got('/vendor/visitorseal/bookbag.js')[0]);
        } finally {
            proc_terminate($server);
            proc_close($server);
        }
    }

    public function testAJobsClosureThatUsesASignedVisitorIsRefusedAndEndsNoProcess(): void
    {
        $signed = (new \Visitorseal\Signer('bookbag', SECRET))->sign(id: 7);
        $closure = new \Laravel\SerializableClosure\SerializableClosure(static fn() => $signed->fields);
        $error = caught(static fn() => serialize($closure));
        self::assertInstanceOf(\LogicException::class, $error);
        self::assertStringContainsString('Keep its fields', $error->getMessage());
        self::assertStringContainsString(digest('7'), (string) $signed->script());
        $fields = $signed->fields;
        $kept = unserialize(serialize(new \Laravel\SerializableClosure\SerializableClosure(static fn() => $fields)));
        self::assertSame($fields, $kept());
    }
}

if (class_exists(Kernel::class) || (@include_once 'Illuminate/autoload.php') && class_exists(Kernel::class)) {
    /** A site's kernel; error handlers stay PHPUnit's. */
    final class Site extends Kernel
    {
        protected $bootstrappers = [Bootstrap\LoadConfiguration::class, Bootstrap\RegisterFacades::class,
            Bootstrap\RegisterProviders::class, Bootstrap\BootProviders::class];

        protected $middleware = [PublishingOutside::class, Navigating::class];

        protected $middlewareGroups = ['web' => [\Illuminate\Session\Middleware\StartSession::class]];
    }

    /** Its command line. */
    final class SiteConsole extends \Illuminate\Foundation\Console\Kernel
    {
        protected $bootstrappers = [Bootstrap\LoadConfiguration::class, Bootstrap\RegisterFacades::class,
            Bootstrap\RegisterProviders::class, Bootstrap\BootProviders::class];
    }
}

/** Sets every header that makes a response public. */
class Publishing
{
    public const HEADERS = [
        'Cache-Control' => 'public, max-age=3600', 'CDN-Cache-Control' => 'max-age=60', 'Surrogate-Control' => 'max-age=60',
        'Cloudflare-CDN-Cache-Control' => 'max-age=60', 'X-Accel-Expires' => '60', 'Expires' => 'Thu, 01 Dec 2033 16:00:00 GMT',
        'Edge-Control' => '!no-store, max-age=1h', 'X-Reverse-Proxy-TTL' => '60',
    ];

    public function handle(Request $request, \Closure $next): Response
    {
        $response = $next($request);
        $response->headers->add(self::HEADERS);
        return $response;
    }
}

/** As global middleware, around routing and errors. */
final class PublishingOutside extends Publishing
{
    public function handle(Request $request, \Closure $next): Response
    {
        return in_array($request->path(), ['outside', 'broken', 'missing', 'no-such-route'], true) ? parent::handle($request, $next) : $next($request);
    }
}

/** Global middleware that asks for a part of the page before Laravel finds the page's route. */
final class Navigating
{
    public function handle(Request $request, \Closure $next): Response
    {
        if ($request->path() === 'navigation') {
            $part = app(Http::class)->handle(Request::create('/part'));
            $request->attributes->set('navigation', $part->getContent());
        }
        return $next($request);
    }
}

/** Keeps the response, as a cache of responses does. */
final class Storing
{
    public static ?Response $seen = null;

    public function handle(Request $request, \Closure $next): Response
    {
        $response = $next($request);
        self::$seen = clone $response;
        return $response;
    }
}
