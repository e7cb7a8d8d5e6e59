<?php

/* A page in Blade, with only those components of Laravel that it needs. */

declare(strict_types=1);

use Illuminate\Config\Repository;
use Illuminate\Container\Container;
use Illuminate\Events\Dispatcher;
use Illuminate\Filesystem\Filesystem;
use Illuminate\Http\Request;
use Illuminate\Routing\Router;
use Illuminate\Support\Facades\Facade;
use Illuminate\View\Compilers\BladeCompiler;
use Visitorseal\Laravel\ServiceProvider;

return function (array $task): string {
    $app = new class extends Container {
        public function basePath(string $path = ''): string
        {
            return "/site/$path";
        }

        public function runningInConsole(): bool
        {
            return false;
        }
    };
    Container::setInstance($app);
    Facade::setFacadeApplication($app);
    $visitor = new class ($task['visitor']) {
        public function __construct(private array $visitor)
        {
        }

        public function __invoke(): array
        {
            return $this->visitor;
        }
    };
    $app->instance($visitor::class, $visitor);
    $app->instance('config', new Repository(['app' => ['debug' => true], 'visitorseal' => ['brands' => [
        'shop' => ['scheme' => 'bookbag', 'secret' => $task['secret'], 'visitor' => $visitor::class],
    ]]]));
    $app->instance('events', $events = new Dispatcher($app));
    $app->instance('request', $request = Request::create('/'));
    $app->alias('request', Request::class);
    $app->instance('router', new Router($events, $app));
    $app->singleton('blade.compiler', static fn() => new BladeCompiler(new Filesystem(), sys_get_temp_dir()));
    $app->instance('log', new class {
        public function __call(string $name, array $arguments): void
        {
            throw new LogicException((string) $arguments[1]);
        }
    });
    $provider = new ServiceProvider($app);
    $provider->register();
    $provider->boot();
    $blade = $app->make('blade.compiler')->compileString("{!! \$head !!}@visitorScript('shop'){!! \$tail !!}");
    ob_start();
    (static function (string $blade, string $head, string $tail): void {
        eval("?>$blade");
    })($blade, $task['head'], $task['tail']);
    return ob_get_clean();
};
