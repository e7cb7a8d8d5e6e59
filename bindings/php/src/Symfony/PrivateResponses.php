<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\EventDispatcher\EventSubscriberInterface;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpKernel\Event\RequestEvent;
use Symfony\Component\HttpKernel\Event\ResponseEvent;
use Symfony\Component\HttpKernel\KernelEvents;
use Visitorseal\Page\CacheHeaders;

/**
 * Keeps pages that say who their visitor is, or that nobody is signed in, out of every cache, and gives a signed-in visitor no
 * cached anonymous page.
 *
 * @internal
 */
final class PrivateResponses implements EventSubscriberInterface
{
    /** After the firewall, which runs at 8. */
    private const AFTER_FIREWALL = 7;

    /** HttpCache compares these again, and would confirm the browser's anonymous copy. */
    private const VALIDATORS = ['ETag', 'Last-Modified'];

    public function __construct(private readonly PendingResponses $pending, private readonly CurrentUser $user)
    {
    }

    public static function getSubscribedEvents(): array
    {
        return [
            KernelEvents::REQUEST => ['removeConditions', self::AFTER_FIREWALL],
            // Last, to overrule other listeners; and first, in case one of them fails.
            KernelEvents::RESPONSE => [['keepPrivate', PHP_INT_MAX], ['finish', PHP_INT_MIN]],
        ];
    }

    /** A 304 would show a cached anonymous page to someone who has signed in since. */
    public function removeConditions(RequestEvent $event): void
    {
        $request = $event->getRequest();
        if (CacheHeaders::isConditional($request) && $request->getRequestFormat() === 'html' && $this->user->isSignedIn()) {
            CacheHeaders::removeConditions($request);
        }
    }

    public function keepPrivate(ResponseEvent $event): void
    {
        if ($this->pending->isKeptPrivate($event->getRequest())) {
            self::makePrivate($event->getResponse());
        }
    }

    public function finish(ResponseEvent $event): void
    {
        $this->keepPrivate($event);
        $this->pending->setReturned($event->getRequest());
    }

    private static function makePrivate(Response $response): void
    {
        // This part of the header says that the page has edge-side includes. It is not about caching.
        preg_match('/content="[^"]*"/', (string) $response->headers->get('Surrogate-Control'), $includes);
        CacheHeaders::makePrivate($response);
        if ($includes) {
            $response->headers->set('Surrogate-Control', "no-store, $includes[0]");
        }
        foreach (self::VALIDATORS as $name) {
            $response->headers->remove($name);
        }
    }
}
