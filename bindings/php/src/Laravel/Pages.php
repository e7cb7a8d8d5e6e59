<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Container\Container;
use Illuminate\Contracts\Container\BindingResolutionException;
use Illuminate\Contracts\Support\Arrayable;
use Illuminate\Http\Request;
use Visitorseal\ConfigurationError;
use Visitorseal\Page\Brand;
use Visitorseal\Page\Brands;
use Visitorseal\Page\Faults;
use Visitorseal\Refused;
use Visitorseal\Signed;
use Visitorseal\Verified;
use Visitorseal\VisitorsealException;

/** What Blade's directives, the facade, middleware and the endpoint give a page. Not final: a site's tests may mock it. */
class Pages
{
    /** Where the brands stand in Laravel's configuration. */
    public const CONFIGURATION = 'visitorseal.brands';

    /** Set on a request whose page holds a signed visitor. */
    public const SIGNED = 'visitorseal.signed';

    /** On a request: the brands whose script the page has. */
    public const WRITTEN = 'visitorseal.written';

    /** Set on a request whose response has left our hands. */
    public const HANDLED = 'visitorseal.handled';

    private readonly Faults $faults;

    public function __construct()
    {
        $this->faults = new Faults(
            static fn(string $level, string $message, array $context) => self::app()->make('log')->log($level, $message, $context),
            static fn(): bool => (bool) self::app()->make('config')->get('app.debug'),
            self::CONFIGURATION,
            // That a signature lacks an address that is not verified yet is what the site asked for.
            static fn(VisitorsealException $fault): bool => $fault->kind === 'visitor' && $fault->field === 'email'
                && SignedInVisitor::isUnverified(self::request()->user()),
        );
    }

    /** The script for who is signed in; for anyone else the anonymous one, which may be empty. */
    public function script(
        ?string $brand = null,
        #[\SensitiveParameter] mixed $visitor = true,
        ?string $nonce = null,
    ): Html {
        $signed = $this->signed($brand, $visitor);
        $brands = $this->brands();
        foreach (self::open() as $request) {
            $written = $request->attributes->get(self::WRITTEN, []);
            $request->attributes->set(self::WRITTEN, [...$written, $brand ?? $brands->names()[0] ?? '']);
        }
        return new Html($brands->script($brand, $signed, $nonce ?? self::nonce()));
    }

    /** The script for the page after sign-out; empty where the vendor documents none. */
    public function forgetScript(?string $brand = null, ?string $nonce = null): Html
    {
        return new Html($this->brands()->forgetScript($brand, $nonce ?? self::nonce()));
    }

    /** Who is signed in, signed; null for an anonymous visitor. */
    public function signed(?string $brand = null, #[\SensitiveParameter] mixed $visitor = true): ?Signed
    {
        $signed = $this->brands()->signed($brand, $visitor);
        $open = self::open();
        if ($signed && $open === []) {
            $reason = 'the response had left Laravel, as a stream does, so nothing could keep it out of caches. '
                . 'Render the script before the response is returned';
            $this->faults->note('page_not_signed', null, $reason, $brand ?? '');
            return null;
        }
        foreach ($signed ? $open : [] as $request) {
            $request->attributes->set(self::SIGNED, true);
        }
        return $signed;
    }

    /** @throws ConfigurationError `brand_unknown` */
    public function brand(?string $name = null): Brand
    {
        return $this->brands()->get($name);
    }

    /** The brands of `config/visitorseal.php` as it is now: another tenant's may have come since. */
    public function brands(): Brands
    {
        $made = [];
        foreach (self::options() as $name => $options) {
            $made[] = self::made((string) $name, $options);
        }
        return new Brands($made, $this->faults);
    }

    /**
     * The visitor of a vendor's request, by its body as it came.
     *
     * @throws Refused
     */
    public function verified(?string $brand, #[\SensitiveParameter] string $body): Verified
    {
        return $this->brands()->verified($brand, $body);
    }

    /** Whether any brand knows who is signed in. */
    public function knowsVisitor(): bool
    {
        $brands = $this->brands();
        foreach ($brands->signing() as $name) {
            try {
                if ($brands->get($name)->visitor()) {
                    return true;
                }
            } catch (\Throwable) {
                // The page's own script will tell.
                return true;
            }
        }
        return false;
    }

    /**
     * What is wrong with the set-up, for a check; none where all is well.
     *
     * @return list<string>
     */
    public function faults(): array
    {
        $options = self::options();
        if ($options === []) {
            return [self::CONFIGURATION . ' is empty. Run `php artisan vendor:publish --tag=visitorseal-config` and fill it in.'];
        }
        $faults = $this->brands()->faults();
        foreach ($options as $name => $brand) {
            try {
                self::invokable($brand['visitor'] ?? SignedInVisitor::class);
            } catch (ConfigurationError $error) {
                $faults[] = $this->faults->text($error, (string) $name);
            }
        }
        return $faults;
    }

    /** @return list<Request> those whose response can still be kept out of caches */
    private static function open(): array
    {
        return self::app()->make(OpenRequests::class)->with(self::request());
    }

    /** @return array<array<string, mixed>> */
    private static function options(): array
    {
        $brands = self::app()->make('config')->get(self::CONFIGURATION);
        return array_map(static fn(mixed $brand): array => is_array($brand) ? $brand : [], is_array($brands) ? $brands : []);
    }

    /** @param array<string, mixed> $options */
    private static function made(string $name, #[\SensitiveParameter] array $options): Brand
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
            $options['max_token'] ?? 8192,
        );
    }

    private static function visitor(mixed $class): mixed
    {
        $visitor = self::invokable($class)(self::request());
        return $visitor instanceof Arrayable ? $visitor->toArray() : $visitor;
    }

    /** @throws ConfigurationError */
    private static function invokable(mixed $class): callable
    {
        try {
            $made = is_string($class) ? self::app()->make($class) : $class;
        } catch (BindingResolutionException | \ReflectionException) {
            throw new ConfigurationError('setting_invalid', 'visitor', "Laravel cannot make $class. Is the class there?");
        }
        return is_callable($made) ? $made : throw new ConfigurationError(
            'setting_invalid',
            'visitor',
            'it must name an invokable class that takes the request and returns an array or null',
        );
    }

    /** Laravel's own nonce, where it has one. */
    private static function nonce(): ?string
    {
        $vite = 'Illuminate\Foundation\Vite';
        return class_exists($vite) && method_exists($vite, 'cspNonce') ? self::app()->make($vite)->cspNonce() : null;
    }

    /** The application of this request: Octane has one for each. */
    private static function app(): Container
    {
        return Container::getInstance();
    }

    private static function request(): Request
    {
        return self::app()->make('request');
    }
}
