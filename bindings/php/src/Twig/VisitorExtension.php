<?php

declare(strict_types=1);

namespace Visitorseal\Twig;

use Twig\Extension\AbstractExtension;
use Twig\TwigFunction;
use Visitorseal\Page\Brands;
use Visitorseal\Script;

/**
 * `{{ visitor_script('shop') }}`, `{{ visitor_forget_script('shop') }}` and, in an attribute,
 * `data-visitor="{{ visitor_fields('shop')|json_encode }}"`.
 *
 * A page with a signed visitor in it is that visitor's alone: send `Cache-Control: private, no-store`.
 */
final class VisitorExtension extends AbstractExtension
{
    public function __construct(private readonly Brands $brands)
    {
    }

    /** @return list<TwigFunction> */
    public function getFunctions(): array
    {
        return [
            new TwigFunction('visitor_script', $this->script(...), ['is_safe' => ['html']]),
            new TwigFunction('visitor_forget_script', $this->forgetScript(...), ['is_safe' => ['html']]),
            new TwigFunction('visitor_fields', $this->fields(...)),
        ];
    }

    private function script(
        ?string $brand = null,
        #[\SensitiveParameter] mixed $visitor = true,
        ?string $nonce = null,
    ): Script {
        return $this->brands->script($brand, $this->brands->signed($brand, $visitor), $nonce);
    }

    private function forgetScript(?string $brand = null, ?string $nonce = null): Script
    {
        return $this->brands->forgetScript($brand, $nonce);
    }

    /** @return array<string, mixed>|null */
    private function fields(?string $brand = null, #[\SensitiveParameter] mixed $visitor = true): ?array
    {
        return $this->brands->signed($brand, $visitor)?->fields;
    }
}
