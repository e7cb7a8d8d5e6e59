<?php

/*
 * A site on a whole Laravel for tests in a browser: three pages, sign-in by a form, sign-out by a link, by a form and by fetch.
 * Start it with `php -d ffi.enable=1 -S 127.0.0.1:PORT laravel_site.php`, in Debian 13 with tools/run-in-debian13 php.
 *
 * The environment: VISITORSEAL_AUTOLOAD, the autoloader of a project with the package; VISITORSEAL_SITE, an object in JSON:
 *     way      `script` or `element`
 *     brand    the options of the brand in config/visitorseal.php
 *     users    visitors by the name that signs in: {"anna": {"id": …}}
 *     head     HTML for the head of each page
 *     body     HTML of the page, with {statement}, {name} and {who} in it; without it, a page that has links and forms
 *     files    files to serve: {"/widgets.js": "/a/path/widgets.js"}
 *     endpoint the address of fresh fields for the element
 */

declare(strict_types=1);

use Illuminate\Auth\GenericUser;
use Illuminate\Contracts\Auth\Factory as Auth;
use Illuminate\Contracts\Console\Kernel as Console;
use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Contracts\Http\Kernel as Http;
use Illuminate\Foundation\Application;
use Illuminate\Foundation\Exceptions\Handler;
use Illuminate\Foundation\Http\Kernel;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Route;
use Visitorseal\Laravel\VisitorFieldsController;

const FOLDERS = ['config', 'bootstrap/cache', 'storage/framework/views', 'storage/logs', 'resources/views'];
const PAGES = ['/' => 'home', '/one' => 'one', '/two' => 'two'];
const BODY = '{statement}'
    . '<nav><a id="home" href="/">Home</a> <a id="one" href="/one">One</a> <a id="two" href="/two">Two</a></nav>'
    . '<main data-page="{name}" data-who="{who}">{who} reads {name}</main>'
    . '<form id="in-anna" method="post" action="/sign-in"><input type="hidden" name="as" value="anna"><button>Anna</button></form>'
    . '<form id="in-boris" method="post" action="/sign-in"><input type="hidden" name="as" value="boris"><button>Boris</button></form>'
    . '<a id="out-by-link" href="/sign-out">Sign out</a>'
    . '<form id="out-by-form" method="post" action="/sign-out"><button>Sign out</button></form>'
    . '<button id="out-by-fetch" type="button">Sign out</button>';

require getenv('VISITORSEAL_AUTOLOAD');
@include_once 'Illuminate/autoload.php';
$site = json_decode((string) getenv('VISITORSEAL_SITE'), true, flags: JSON_THROW_ON_ERROR);
$path = (string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$package = dirname((new ReflectionClass(Visitorseal\Visitorseal::class))->getFileName(), 2);

// The files that `artisan vendor:publish --tag=visitorseal-assets` copies, and those of the test.
$file = preg_match('~^/vendor/visitorseal/(\w+\.js)$~D', $path, $found) === 1 ? "$package/public/$found[1]" : $site['files'][$path] ?? null;
if ($file !== null && is_file($file)) {
    header('Content-Type: text/javascript; charset=utf-8');
    header('Cache-Control: no-cache');
    readfile($file);
    return;
}

$folder = sys_get_temp_dir() . '/visitorseal-laravel-site-' . getmypid();
if (!is_dir($folder)) {
    foreach (FOLDERS as $below) {
        mkdir("$folder/$below", 0700, true);
    }
    symlink(dirname(getenv('VISITORSEAL_AUTOLOAD')), "$folder/vendor");
}
$providers = [
    Illuminate\Auth\AuthServiceProvider::class, Illuminate\Cookie\CookieServiceProvider::class,
    Illuminate\Filesystem\FilesystemServiceProvider::class, Illuminate\Foundation\Providers\FoundationServiceProvider::class,
    Illuminate\View\ViewServiceProvider::class,
];
$configuration = [
    'app' => ['env' => 'testing', 'debug' => true, 'key' => str_repeat('k', 32), 'cipher' => 'AES-256-CBC', 'providers' => $providers],
    'auth' => ['defaults' => ['guard' => 'web'], 'guards' => ['web' => ['driver' => 'cookie']]],
    'logging' => ['default' => 'errors', 'channels' => ['errors' => ['driver' => 'errorlog']]],
    'session' => ['path' => '/', 'domain' => null, 'secure' => false, 'same_site' => 'lax'],
    'view' => ['paths' => ["$folder/resources/views"], 'compiled' => "$folder/storage/framework/views"],
    'visitorseal' => ['brands' => ['shop' => $site['brand'] + ['visitor' => static fn(Request $request): ?array =>
        $request->user() ? $site['users'][$request->user()->getAuthIdentifier()] : null]]],
];
$endpoint = isset($site['endpoint']) ? ', endpoint: ' . var_export($site['endpoint'], true) : '';
$statement = $site['way'] === 'element' ? "@visitorElement('shop'$endpoint)" : "@visitorScript('shop')";
$body = strtr($site['body'] ?? BODY, ['{statement}' => $statement, '{name}' => '{{ $name }}', '{who}' => '{{ $who }}']);
$view = '<!doctype html><html><head><meta charset="utf-8"><title>{{ $name }}</title>' . ($site['head'] ?? '')
    . "</head><body>$body</body></html>";
file_put_contents("$folder/resources/views/page.blade.php", $view);

/** Reads no configuration files: the closures of this script cannot be in one. */
final class SiteKernel extends Kernel
{
    protected $bootstrappers = [Illuminate\Foundation\Bootstrap\RegisterFacades::class,
        Illuminate\Foundation\Bootstrap\RegisterProviders::class, Illuminate\Foundation\Bootstrap\BootProviders::class];
}

$app = new Application($folder);
$app->instance('config', new Illuminate\Config\Repository($configuration));
$app->detectEnvironment(static fn(): string => 'testing');
$app->singleton(Http::class, SiteKernel::class);
$app->singleton(Console::class, Illuminate\Foundation\Console\Kernel::class);
$app->singleton(ExceptionHandler::class, Handler::class);
$request = Request::capture();
$app->instance('request', $request);
$app->make(Http::class)->bootstrap();
$app->make(Auth::class)->viaRequest('cookie', static fn(Request $request): ?GenericUser =>
    isset($site['users'][$request->cookie('who')]) ? new GenericUser(['id' => $request->cookie('who')]) : null);
$signedIn = static fn(string $who) => redirect('/', 303)->withCookie(cookie('who', $who, httpOnly: true));
foreach (PAGES as $address => $name) {
    Route::get($address, static fn(Request $request) => view('page', ['name' => $name, 'who' => (string) $request->user()?->getAuthIdentifier()]));
}
Route::post('/sign-in', static fn(Request $request) => $signedIn((string) $request->input('as')));
Route::match(['GET', 'POST'], '/sign-out', static fn() => $signedIn(''));
Route::get('/visitor/{brand}', VisitorFieldsController::class);
$response = $app->make(Http::class)->handle($request);
$response->send();
