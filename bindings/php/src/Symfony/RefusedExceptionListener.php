<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Psr\Log\LoggerInterface;
use Symfony\Component\EventDispatcher\EventSubscriberInterface;
use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpKernel\Event\ExceptionEvent;
use Symfony\Component\HttpKernel\KernelEvents;
use Visitorseal\RefusedException;

/**
 * Answers a request that is refused as the scheme says, such as `401 {"error":"identity_unverified"}`.
 *
 * @internal
 */
final class RefusedExceptionListener implements EventSubscriberInterface
{
    /** Before Symfony's own listener, at 0, which would log a crash. A site's listener may have a higher priority. */
    private const PRIORITY = 10;

    public function __construct(private readonly ?LoggerInterface $logger)
    {
    }

    public static function getSubscribedEvents(): array
    {
        return [KernelEvents::EXCEPTION => ['answer', self::PRIORITY]];
    }

    public function answer(ExceptionEvent $event): void
    {
        $refused = $event->getThrowable();
        if (!$refused instanceof RefusedException) {
            return;
        }
        $this->logger?->notice('visitorseal: a request is refused: ' . $refused->getMessage(), [
            'brand' => $event->getRequest()->attributes->get(VerifyVisitorResolver::BRAND),
            'code' => $refused->errorCode,
            'field' => $refused->field,
        ]);
        $event->allowCustomResponseCode();
        $event->setResponse(new JsonResponse(
            ['error' => $refused->httpError],
            $refused->httpStatus,
            ['Cache-Control' => 'private, no-store'],
        ));
    }
}
