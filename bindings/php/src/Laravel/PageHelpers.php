<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Container\Container;
use Illuminate\Contracts\Container\BindingResolutionException;
use Illuminate\Contracts\Support\Arrayable;
use Illuminate\Http\Request;
use Visitorseal\ConfigurationException;
use Visitorseal\Internal\Limits;
use Visitorseal\Page\Brand;
use Visitorseal\Page\Brands;
use Visitorseal\Page\ErrorLog;
use Visitorseal\Page\PageHelpers as BasePageHelpers;
use Visitorseal\VisitorsealException;

/**
 * The page helpers of Laravel. The facade, Blade's directives, the middleware and the controller call them.
 *
 * The class is not final, so that a site's tests can mock it.
 */
class PageHelpers extends BasePageHelpers
{
    /**
     * The key of the brands in Laravel's configuration.
     *
     * @internal
     */
    public const CONFIGURATION = 'visitorseal.brands';

    /**
     * The attribute of a request whose page says who the visitor is, or that nobody is signed in.
     *
     * @internal
     */
    public const KEPT_PRIVATE = 'visitorseal.private';

    /**
     * The attribute of a request with the brands whose script or element the page has.
     *
     * @internal
     */
    public const WRITTEN = 'visitorseal.written';

    /**
     * The attribute of a request whose response has passed all middleware.
     *
     * @internal
     */
    public const HANDLED = 'visitorseal.handled';

    private readonly ErrorLog $log;

    public function __construct()
    {
        $this->log = new ErrorLog(
            static fn(string $level, string $message, array $context) =>
                self::app()->make('log')->log($level, $message, $context),
            static fn(): bool => (bool) self::app()->make('config')->get('app.debug'),
            self::CONFIGURATION,
            // We removed the unverified address ourselves, so its absence is not an error.
            static fn(VisitorsealException $error): bool => $error->kind === 'visitor' && $error->field === 'email'
                && SignedInVisitor::isUnverified(self::request()->user()),
        );
    }

    public function visitorScript(
        ?string $brand = null,
        #[\SensitiveParameter] mixed $visitor = true,
        ?string $nonce = null,
    ): Html {
        return new Html((string) parent::visitorScript($brand, $visitor, $nonce));
    }

    public function visitorElement(
        ?string $brand = null,
        #[\SensitiveParameter] mixed $visitor = true,
        ?string $endpoint = null,
    ): Html {
        return new Html((string) parent::visitorElement($brand, $visitor, $endpoint));
    }

    public function visitorForgetScript(?string $brand = null, ?string $nonce = null): Html
    {
        return new Html((string) parent::visitorForgetScript($brand, $nonce));
    }

    /** The brands of `config/visitorseal.php`. They are made anew each time: the configuration may be another tenant's now. */
    public function brands(): Brands
    {
        $brands = [];
        foreach (self::configuration() as $name => $options) {
            $brands[] = self::makeBrand((string) $name, $options);
        }
        return new Brands($brands, $this->log);
    }

    /**
     * Whether any brand has a signed-in visitor.
     *
     * @internal
     */
    public function hasVisitor(): bool
    {
        $brands = $this->brands();
        foreach ($brands->namesOfSigning() as $name) {
            try {
                if ($brands->get($name)->visitor()) {
                    return true;
                }
            } catch (\Throwable) {
                // The page reports the error when it writes its script.
                return true;
            }
        }
        return false;
    }

    /**
     * Checks the configuration. Every sentence names brand and option; no sentence means that all is well.
     *
     * @return list<string>
     */
    public function errors(): array
    {
        $configuration = self::configuration();
        if ($configuration === []) {
            return [self::CONFIGURATION . ' is empty. Run `php artisan vendor:publish --tag=visitorseal-config` and fill it in.'];
        }
        $errors = $this->brands()->errors();
        foreach ($configuration as $name => $options) {
            try {
                self::invokable($options['visitor'] ?? SignedInVisitor::class, 'visitor');
                is_bool($options['email_verified'] ?? true) || self::invokable($options['email_verified'], 'email_verified');
            } catch (ConfigurationException $error) {
                $errors[] = $this->log->describe($error, (string) $name);
            }
        }
        return $errors;
    }

    protected function keepPrivate(): bool
    {
        $requests = self::pendingRequests();
        foreach ($requests as $request) {
            $request->attributes->set(self::KEPT_PRIVATE, true);
        }
        return $requests !== [];
    }

    protected function tooLate(): string
    {
        return 'Laravel has already returned the response, as it does for a stream, so the page cannot be kept out of caches. '
            . 'Render the script before you return the response.';
    }

    protected function scriptIsWritten(string $brand): void
    {
        foreach (self::pendingRequests() as $request) {
            $request->attributes->set(self::WRITTEN, [...$request->attributes->get(self::WRITTEN, []), $brand]);
        }
    }

    protected function nonce(): ?string
    {
        $vite = 'Illuminate\Foundation\Vite';
        return class_exists($vite) && method_exists($vite, 'cspNonce') ? self::app()->make($vite)->cspNonce() : null;
    }

    /** @return list<Request> those whose response can still be kept out of caches */
    private static function pendingRequests(): array
    {
        return self::app()->make(PendingResponses::class)->requests(self::request());
    }

    /** @return array<array<string, mixed>> */
    private static function configuration(): array
    {
        $brands = self::app()->make('config')->get(self::CONFIGURATION);
        return array_map(static fn(mixed $brand): array => is_array($brand) ? $brand : [], is_array($brands) ? $brands : []);
    }

    /** @param array<string, mixed> $options */
    private static function makeBrand(string $name, #[\SensitiveParameter] array $options): Brand
    {
        return new Brand(
            $name,
            $options['scheme'] ?? null,
            $options['secret'] ?? null,
            $options['settings'] ?? [],
            static fn(): mixed => self::visitor($options['visitor'] ?? SignedInVisitor::class),
            $options['keys'] ?? null,
            $options['policy'] ?? 'required',
            $options['leeway'] ?? 0,
            $options['max_token'] ?? Limits::MAX_TOKEN,
            $options['scheme_file'] ?? null,
            $options['enabled'] ?? true,
            self::emailVerified($options['email_verified'] ?? true),
        );
    }

    private static function emailVerified(mixed $option): bool|\Closure
    {
        return is_bool($option) ? $option
            : static fn(): bool => (bool) self::invokable($option, 'email_verified')(self::request()->user());
    }

    private static function visitor(mixed $class): mixed
    {
        $visitor = self::invokable($class, 'visitor')(self::request());
        return $visitor instanceof Arrayable ? $visitor->toArray() : $visitor;
    }

    /** @throws ConfigurationException */
    private static function invokable(mixed $class, string $option): callable
    {
        try {
            $object = is_string($class) ? self::app()->make($class) : $class;
        } catch (BindingResolutionException | \ReflectionException) {
            $reason = "Laravel cannot make $class. Check that the class exists.";
            throw new ConfigurationException('setting_invalid', $option, $reason);
        }
        return is_callable($object) ? $object : throw new ConfigurationException(
            'setting_invalid',
            $option,
            $option === 'visitor' ? 'It must name an invokable class that takes the request and returns an array or null.'
                : 'It must be true, false, or the name of an invokable class that takes the user and returns a boolean.',
        );
    }

    /** The application of this request. Octane has another one for each request. */
    private static function app(): Container
    {
        return Container::getInstance();
    }

    private static function request(): Request
    {
        return self::app()->make('request');
    }
}
