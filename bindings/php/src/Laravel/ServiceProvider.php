<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Contracts\Http\Kernel;
use Illuminate\Support\ServiceProvider as Base;
use Visitorseal\Laravel\Facades\Visitorseal;
use Visitorseal\Page\CacheHeaders;
use Visitorseal\Page\VarDumper;

/**
 * Registers the package in Laravel: the configuration `visitorseal`, the static files, Blade's `@visitorScript`,
 * `@visitorElement` and `@visitorForgetScript`, the middleware `verify_visitor` and `visitor_script`, and
 * `php artisan visitorseal:check`.
 */
final class ServiceProvider extends Base
{
    private const CONFIG = __DIR__ . '/../../config/visitorseal.php';

    /** The schemes' static files. */
    private const FILES = __DIR__ . '/../../public';

    /** Blade's directives. Each prints what the facade's method of that name returns. */
    private const DIRECTIVES = ['visitorScript', 'visitorElement', 'visitorForgetScript'];

    /** Dispatched after a route has answered, before any middleware sees the response. */
    private const PREPARED = 'Illuminate\Routing\Events\ResponsePrepared';

    /** Dispatched after all middleware. */
    private const HANDLED = 'Illuminate\Foundation\Http\Events\RequestHandled';

    public function register(): void
    {
        $this->app->scoped(PageHelpers::class);
        $this->app->scoped(PendingResponses::class);
        VarDumper::hideSecrets();
    }

    public function boot(): void
    {
        $this->publishes([self::CONFIG => $this->app->basePath('config/visitorseal.php')], 'visitorseal-config');
        $router = $this->app->make('router');
        $router->aliasMiddleware('verify_visitor', VerifyVisitor::class);
        $router->aliasMiddleware('visitor_script', InsertVisitorScript::class);
        $router->pushMiddlewareToGroup('web', SkipNotModified::class);
        $this->callAfterResolving(Kernel::class, static function (object $kernel): void {
            if (method_exists($kernel, 'prependMiddleware')) {
                $kernel->prependMiddleware(TrackPendingResponses::class);
            }
        });
        $this->keepPagesPrivate();
        $this->callAfterResolving('blade.compiler', static function (object $blade): void {
            foreach (self::DIRECTIVES as $directive) {
                $blade->directive($directive, static fn(?string $arguments): string =>
                    '<?php echo \\' . Visitorseal::class . "::$directive($arguments); ?>");
            }
        });
        if ($this->app->runningInConsole()) {
            // After an update of packages, the composer.json of a new Laravel project publishes what has the tag laravel-assets.
            $this->publishes([self::FILES => $this->app->publicPath('vendor/visitorseal')], ['visitorseal-assets', 'laravel-assets']);
            $this->commands([CheckCommand::class]);
        }
    }

    /** Twice: before middleware that stores responses sees one, and after all middleware that may set other headers. */
    private function keepPagesPrivate(): void
    {
        $events = $this->app->make('events');
        $makePrivate = static function (object $event): void {
            if ($event->request->attributes->get(PageHelpers::KEPT_PRIVATE)) {
                CacheHeaders::makePrivate($event->response);
            }
        };
        $events->listen(self::PREPARED, $makePrivate);
        $events->listen(self::HANDLED, static function (object $event) use ($makePrivate): void {
            $makePrivate($event);
            $event->request->attributes->set(PageHelpers::HANDLED, true);
        });
    }
}
