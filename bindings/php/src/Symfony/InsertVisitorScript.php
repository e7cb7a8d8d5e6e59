<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\EventDispatcher\EventSubscriberInterface;
use Symfony\Component\HttpKernel\Event\ResponseEvent;
use Symfony\Component\HttpKernel\KernelEvents;
use Visitorseal\Page\Insertion;

/**
 * Puts the scripts of brands with `insert: true` before the `</body>` of whole HTML pages that lack them: after templates
 * are rendered, so that no cache of a template's parts can hold one.
 */
final class InsertVisitorScript implements EventSubscriberInterface
{
    /** Before NelmioSecurityBundle writes the nonces into its header, at 0. */
    private const BEFORE_POLICY = 1;

    /** @param list<string> $brands */
    public function __construct(
        private readonly Pages $pages,
        private readonly OpenPages $open,
        private readonly array $brands,
    ) {
    }

    public static function getSubscribedEvents(): array
    {
        return [KernelEvents::RESPONSE => ['insert', self::BEFORE_POLICY]];
    }

    public function insert(ResponseEvent $event): void
    {
        $request = $event->getRequest();
        if (!$event->isMainRequest() || $request->getRequestFormat() !== 'html') {
            return;
        }
        $absent = array_filter($this->brands, fn(string $brand): bool => !$this->open->isWritten($request, $brand));
        if ($absent) {
            Insertion::into($event->getResponse(), fn(): string => implode(array_map($this->pages->script(...), $absent)));
        }
    }
}
