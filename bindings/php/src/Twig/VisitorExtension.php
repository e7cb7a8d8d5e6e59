<?php

declare(strict_types=1);

namespace Visitorseal\Twig;

use Twig\Extension\AbstractExtension;
use Twig\Markup;
use Twig\TwigFunction;
use Visitorseal\Page\Brands;
use Visitorseal\Page\PageHelpers as BasePageHelpers;

/**
 * Adds `visitor_script('shop')`, `visitor_element('shop')`, `visitor_forget_script('shop')` and `visitor_fields('shop')` to Twig.
 *
 * Inside `{% cache %}` they write nothing: the cache would give one visitor's script to the next.
 */
final class VisitorExtension extends AbstractExtension
{
    private readonly BasePageHelpers $helpers;

    /** @param Brands|BasePageHelpers $brands the site's brands; {@see PageHelpers} if the server does not send PHP's headers */
    public function __construct(Brands|BasePageHelpers $brands)
    {
        $this->helpers = $brands instanceof Brands ? new PageHelpers($brands) : $brands;
    }

    /** @return list<TwigFunction> */
    public function getFunctions(): array
    {
        return [
            new TwigFunction('visitor_script', $this->visitorScript(...), ['is_safe' => ['html']]),
            new TwigFunction('visitor_element', $this->visitorElement(...), ['is_safe' => ['html']]),
            new TwigFunction('visitor_forget_script', $this->visitorForgetScript(...), ['is_safe' => ['html']]),
            new TwigFunction('visitor_fields', $this->helpers->visitorFields(...)),
        ];
    }

    private function visitorScript(
        ?string $brand = null,
        #[\SensitiveParameter] mixed $visitor = true,
        ?string $nonce = null,
    ): Markup {
        return self::markup($this->helpers->visitorScript($brand, $visitor, $nonce));
    }

    private function visitorElement(
        ?string $brand = null,
        #[\SensitiveParameter] mixed $visitor = true,
        ?string $endpoint = null,
    ): Markup {
        return self::markup($this->helpers->visitorElement($brand, $visitor, $endpoint));
    }

    private function visitorForgetScript(?string $brand = null, ?string $nonce = null): Markup
    {
        return self::markup($this->helpers->visitorForgetScript($brand, $nonce));
    }

    /** Twig escapes everything else in some places, such as a variable, a filter or a sandbox. */
    private static function markup(\Stringable $script): Markup
    {
        return new Markup((string) $script, 'UTF-8');
    }
}
