<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Container\Container;
use Illuminate\Http\Request;
use Visitorseal\ConfigurationError;
use Visitorseal\Page\Brand;
use Visitorseal\Page\Brands;
use Visitorseal\Script;
use Visitorseal\Signed;
use Visitorseal\Signer;
use Visitorseal\Verifier;
use Visitorseal\VisitorError;

/** What Blade's directives, the facade and the endpoint give a page. */
final class Pages
{
    /** Set on a request whose page holds a signed visitor. */
    public const SIGNED = 'visitorseal.signed';

    private ?Brands $brands = null;

    /** @var array<string, Verifier> */
    private array $verifiers = [];

    /** The script for who is signed in; for anyone else the anonymous one, which may be empty. */
    public function script(
        ?string $brand = null,
        #[\SensitiveParameter] mixed $visitor = true,
        ?string $nonce = null,
    ): Script {
        $signed = $this->signed($brand, $visitor);
        return $this->brand($brand)->script($signed, $nonce ?? $this->nonce());
    }

    /** The script for the page after sign-out; empty where the vendor documents none. */
    public function forgetScript(?string $brand = null, ?string $nonce = null): Script
    {
        return $this->brand($brand)->forgetScript($nonce ?? $this->nonce());
    }

    /** Who is signed in, signed; null for an anonymous visitor. */
    public function signed(?string $brand = null, #[\SensitiveParameter] mixed $visitor = true): ?Signed
    {
        $signed = $this->brand($brand)->signed($visitor);
        if ($signed) {
            $this->request()->attributes->set(self::SIGNED, true);
        }
        return $signed;
    }

    /** @throws ConfigurationError `brand_unknown` */
    public function brand(?string $name = null): Brand
    {
        $this->brands ??= new Brands(...array_map($this->made(...), array_keys($this->options())));
        return $this->brands->get($name);
    }

    /** The verifier of a brand, for a vendor's application. */
    public function verifier(?string $name = null): Verifier
    {
        $name = $this->brand($name)->name;
        $options = $this->options()[$name];
        return $this->verifiers[$name] ??= new Verifier(
            $options['scheme'] ?? null,
            $options['keys'] ?? [$options['secret'] ?? null],
            $options['policy'] ?? 'required',
            $options['leeway'] ?? 0,
            $options['max_token'] ?? 8192,
            ...$options['settings'] ?? [],
        );
    }

    private function made(string $name): Brand
    {
        $visitor = $this->options()[$name]['visitor'] ?? SignedInVisitor::class;
        return new Brand(
            $name,
            fn(): Signer => $this->signer($name),
            fn(): ?array => self::app()->make($visitor)($this->request()),
            fn(VisitorError $error) => $this->failed($name, $error),
        );
    }

    private function signer(string $name): Signer
    {
        $options = $this->options()[$name];
        return new Signer($options['scheme'] ?? null, $options['secret'] ?? null, ...$options['settings'] ?? []);
    }

    /**
     * While developing it is an error; a visitor's page it never breaks. That a signature lacks an address that is
     * not verified yet is neither.
     */
    private function failed(string $brand, VisitorError $error): void
    {
        if ($error->field === 'email' && SignedInVisitor::isUnverified($this->request()->user())) {
            return;
        }
        if (self::app()->make('config')->get('app.debug')) {
            throw $error;
        }
        $about = ['brand' => $brand, 'code' => $error->errorCode, 'field' => $error->field];
        self::app()->make('log')->warning('visitorseal: a visitor cannot be signed', $about);
    }

    /** Laravel's own nonce, where it has one. */
    private function nonce(): ?string
    {
        $vite = 'Illuminate\Foundation\Vite';
        return class_exists($vite) && method_exists($vite, 'cspNonce') ? self::app()->make($vite)->cspNonce() : null;
    }

    /** The application of this request: Octane has one for each. */
    private static function app(): Container
    {
        return Container::getInstance();
    }

    private function request(): Request
    {
        return self::app()->make('request');
    }

    /** @return array<string, array<string, mixed>> */
    private function options(): array
    {
        return self::app()->make('config')->get('visitorseal.brands', []);
    }
}
