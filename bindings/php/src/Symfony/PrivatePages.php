<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\EventDispatcher\EventSubscriberInterface;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpKernel\Event\RequestEvent;
use Symfony\Component\HttpKernel\Event\ResponseEvent;
use Symfony\Component\HttpKernel\KernelEvents;
use Visitorseal\Page\Caching;

/** Keeps pages with a signed visitor out of every cache, and anonymous copies of pages from who is signed in. */
final class PrivatePages implements EventSubscriberInterface
{
    /** After the firewall, which runs at 8. */
    private const SIGNED_IN = 7;

    /** HttpCache compares these once more, and would confirm the browser's anonymous copy. */
    private const FORBIDDEN = ['ETag', 'Last-Modified'];

    public function __construct(private readonly OpenPages $open, private readonly CurrentUser $user)
    {
    }

    public static function getSubscribedEvents(): array
    {
        return [
            KernelEvents::REQUEST => ['demandWholePage', self::SIGNED_IN],
            // The last word; and the first, for where a listener in between fails.
            KernelEvents::RESPONSE => [['keepPrivate', PHP_INT_MAX], ['leave', PHP_INT_MIN]],
        ];
    }

    /** A browser that kept an anonymous page asks whether it has changed: who is signed in gets the whole page, not a 304. */
    public function demandWholePage(RequestEvent $event): void
    {
        $request = $event->getRequest();
        if (Caching::isConditional($request) && $request->getRequestFormat() === 'html' && $this->user->isThere()) {
            Caching::demandWholePage($request);
        }
    }

    public function keepPrivate(ResponseEvent $event): void
    {
        if ($this->open->isSigned($event->getRequest())) {
            self::forbid($event->getResponse());
        }
    }

    public function leave(ResponseEvent $event): void
    {
        $this->keepPrivate($event);
        $this->open->leave($event->getRequest());
    }

    private static function forbid(Response $response): void
    {
        // That a page has parts for HttpCache to put in says nothing of caching.
        preg_match('/content="[^"]*"/', (string) $response->headers->get('Surrogate-Control'), $parts);
        Caching::forbid($response);
        if ($parts) {
            $response->headers->set('Surrogate-Control', "no-store, $parts[0]");
        }
        foreach (self::FORBIDDEN as $name) {
            $response->headers->remove($name);
        }
    }
}
