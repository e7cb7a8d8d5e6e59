<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Contracts\Http\Kernel;
use Illuminate\Support\ServiceProvider as Base;
use Visitorseal\Page\Caching;
use Visitorseal\Page\Dumps;

/**
 * Config `visitorseal`, Blade's `@visitorScript` and `@visitorForgetScript`, the middleware `visitorseal` and
 * `visitorseal.script`, and `php artisan visitorseal:check`.
 */
final class ServiceProvider extends Base
{
    private const CONFIG = __DIR__ . '/../../config/visitorseal.php';

    /** The first: a route has answered, and no middleware has seen it yet. The second: all have. */
    private const PREPARED = 'Illuminate\Routing\Events\ResponsePrepared';
    private const HANDLED = 'Illuminate\Foundation\Http\Events\RequestHandled';

    public function register(): void
    {
        $this->app->scoped(Pages::class);
        $this->app->scoped(OpenRequests::class);
        Dumps::hide();
    }

    public function boot(): void
    {
        $this->publishes([self::CONFIG => $this->app->basePath('config/visitorseal.php')], 'visitorseal-config');
        $router = $this->app->make('router');
        $router->aliasMiddleware('visitorseal', VerifyVisitor::class);
        $router->aliasMiddleware('visitorseal.script', InsertVisitorScript::class);
        $router->pushMiddlewareToGroup('web', PrivatePages::class);
        $this->callAfterResolving(Kernel::class, static function (object $kernel): void {
            if (method_exists($kernel, 'prependMiddleware')) {
                $kernel->prependMiddleware(NoteRequest::class);
            }
        });
        $this->keepPagesOutOfCaches();
        $this->callAfterResolving('blade.compiler', static function (object $blade): void {
            foreach (['visitorScript' => 'script', 'visitorForgetScript' => 'forgetScript'] as $directive => $method) {
                $blade->directive($directive, static fn(?string $arguments): string =>
                    '<?php echo \\' . Visitorseal::class . "::$method($arguments); ?>");
            }
        });
        if ($this->app->runningInConsole()) {
            $this->commands([CheckCommand::class]);
        }
    }

    /** Before middleware that stores responses sees one, and once more after all that could say otherwise. */
    private function keepPagesOutOfCaches(): void
    {
        $events = $this->app->make('events');
        $forbid = static function (object $event): void {
            if ($event->request->attributes->get(Pages::SIGNED)) {
                Caching::forbid($event->response);
            }
        };
        $events->listen(self::PREPARED, $forbid);
        $events->listen(self::HANDLED, static function (object $event) use ($forbid): void {
            $forbid($event);
            $event->request->attributes->set(Pages::HANDLED, true);
        });
    }
}
