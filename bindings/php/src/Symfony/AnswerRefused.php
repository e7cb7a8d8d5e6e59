<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Psr\Log\LoggerInterface;
use Symfony\Component\EventDispatcher\EventSubscriberInterface;
use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpKernel\Event\ExceptionEvent;
use Symfony\Component\HttpKernel\KernelEvents;
use Visitorseal\Refused;

/** Answers a request that does not prove who its visitor is, as the scheme says: `401 {"error":"identity_unverified"}`. */
final class AnswerRefused implements EventSubscriberInterface
{
    /** Before Symfony's own listener would log it as a crash, at 0. A listener of the site's may come first. */
    private const BEFORE_CRASHES = 10;

    public function __construct(private readonly ?LoggerInterface $logger)
    {
    }

    public static function getSubscribedEvents(): array
    {
        return [KernelEvents::EXCEPTION => ['answer', self::BEFORE_CRASHES]];
    }

    public function answer(ExceptionEvent $event): void
    {
        $refused = $event->getThrowable();
        if (!$refused instanceof Refused) {
            return;
        }
        $this->logger?->notice('visitorseal: a visitor is refused: ' . $refused->getMessage(), [
            'brand' => $event->getRequest()->attributes->get(VerifiedResolver::BRAND),
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
