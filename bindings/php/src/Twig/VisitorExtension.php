<?php

declare(strict_types=1);

namespace Visitorseal\Twig;

use Twig\Extension\AbstractExtension;
use Twig\Markup;
use Twig\TwigFunction;
use Visitorseal\Page\Brands;

/**
 * `{{ visitor_script('shop') }}`, `{{ visitor_forget_script('shop') }}` and, in an attribute,
 * `data-visitor="{{ visitor_fields('shop')|json_encode }}"`.
 *
 * Inside `{% cache %}` they write nothing: it would hand one visitor's script to the next.
 */
final class VisitorExtension extends AbstractExtension
{
    private readonly Pages $pages;

    /** @param Brands|Pages $pages brands alone are those of a site that has no layer of ours: {@see PlainPages} */
    public function __construct(Brands|Pages $pages)
    {
        $this->pages = $pages instanceof Brands ? new PlainPages($pages) : $pages;
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
    ): Markup {
        return self::markup($this->pages->script($brand, $visitor, $nonce));
    }

    private function forgetScript(?string $brand = null, ?string $nonce = null): Markup
    {
        return self::markup($this->pages->forgetScript($brand, $nonce));
    }

    /** @return array<string, mixed>|null */
    private function fields(?string $brand = null, #[\SensitiveParameter] mixed $visitor = true): ?array
    {
        return $this->pages->signed($brand, $visitor)?->fields;
    }

    /** HTML to Twig, wherever a template puts it: in a variable, through a filter, in a sandbox. */
    private static function markup(\Stringable $script): Markup
    {
        return new Markup((string) $script, 'UTF-8');
    }
}
