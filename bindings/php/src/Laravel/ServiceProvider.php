<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Support\ServiceProvider as Base;

/** Config `visitorseal`, Blade's `@visitorScript` and `@visitorForgetScript`, the middleware `visitorseal`. */
final class ServiceProvider extends Base
{
    private const CONFIG = __DIR__ . '/../../config/visitorseal.php';

    /** Sent once the response is there and before it goes out. */
    private const HANDLED = 'Illuminate\Foundation\Http\Events\RequestHandled';

    public function register(): void
    {
        $this->app->singleton(Pages::class);
    }

    public function boot(): void
    {
        $this->publishes([self::CONFIG => $this->app->basePath('config/visitorseal.php')], 'visitorseal-config');
        $this->app->make('router')->aliasMiddleware('visitorseal', VerifyVisitor::class);
        $this->app->make('events')->listen(self::HANDLED, static function (object $handled): void {
            if ($handled->request->attributes->get(Pages::SIGNED)) {
                $handled->response->headers->set('Cache-Control', 'private, no-store');
            }
        });
        $this->callAfterResolving('blade.compiler', static function (object $blade): void {
            foreach (['visitorScript' => 'script', 'visitorForgetScript' => 'forgetScript'] as $directive => $method) {
                $blade->directive($directive, static fn(?string $arguments): string =>
                    '<?php echo \\' . Visitorseal::class . "::$method($arguments); ?>");
            }
        });
    }
}
