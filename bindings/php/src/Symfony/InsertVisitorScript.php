<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\EventDispatcher\EventSubscriberInterface;
use Symfony\Component\HttpKernel\Event\ResponseEvent;
use Symfony\Component\HttpKernel\KernelEvents;
use Visitorseal\ConfigurationException;
use Visitorseal\Page\Brand;
use Visitorseal\Page\ScriptInsertion;

/**
 * Inserts the scripts of brands with `insert: true` before the `</body>` of whole HTML pages that do not have them. It works
 * on the rendered page, so no cache of templates can hold a script. It does not change a page that caches may keep if nobody is
 * signed in. It leaves out a script that has a place of its own in the page: there, `insert: true` is an error.
 *
 * @internal
 */
final class InsertVisitorScript implements EventSubscriberInterface
{
    /** Before NelmioSecurityBundle, at 0, writes the nonces into its header. */
    private const PRIORITY = 1;

    /**
     * @param list<string> $brands
     * @param string       $charset that of the site's pages
     */
    public function __construct(
        private readonly PageHelpers $helpers,
        private readonly PendingResponses $pending,
        private readonly array $brands,
        private readonly string $charset,
    ) {
    }

    public static function getSubscribedEvents(): array
    {
        return [KernelEvents::RESPONSE => ['insert', self::PRIORITY]];
    }

    public function insert(ResponseEvent $event): void
    {
        $request = $event->getRequest();
        if (!$event->isMainRequest() || $request->getRequestFormat() !== 'html') {
            return;
        }
        $missing = array_filter($this->brands, fn(string $brand): bool => !$this->pending->hasScript($request, $brand));
        if ($missing) {
            $response = $event->getResponse();
            if ($response->getCharset() === null) {
                // Symfony does the same, after us.
                $response->setCharset($this->charset);
            }
            ScriptInsertion::insert($response, fn(): string => ScriptInsertion::scripts(
                $response,
                $this->helpers,
                $this->helpers->brands()->insertable($missing, static fn(Brand $brand, string $why) =>
                    throw new ConfigurationException('setting_invalid', 'insert', self::reason($brand, $why))),
            ));
        }
    }

    /** Why a brand with `insert: true` is wrong, and what to do. */
    public static function reason(Brand $brand, string $why): string
    {
        return "insert is true, but the script of {$brand->schemeName()} is never inserted. $why Write "
            . "{{ visitor_script('$brand->name') }} into your template at that place, and remove insert.";
    }
}
