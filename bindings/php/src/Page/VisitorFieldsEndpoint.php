<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpKernel\Exception\NotFoundHttpException;
use Visitorseal\Internal\Json;
use Visitorseal\VisitorsealException;

/**
 * Answers with the signed fields as JSON: `{"scheme": "bookbag", "fields": {…}, "mark": "…", "expires_at": 1795132800}`. All but
 * the scheme are null for an anonymous visitor and for a brand whose configuration is wrong. No cache may keep the answer.
 *
 * @internal
 */
final class VisitorFieldsEndpoint
{
    public static function answer(PageHelpers $helpers, ?string $brand): Response
    {
        try {
            $chosen = $helpers->brand($brand);
        } catch (VisitorsealException) {
            throw new NotFoundHttpException('There is no such brand.');
        }
        if (!$chosen->isEnabled()) {
            throw new NotFoundHttpException('The brand is disabled.');
        }
        $signed = $helpers->signed($chosen->name);
        try {
            $scheme = $signed->scheme ?? $chosen->schemeName();
        } catch (VisitorsealException) {
            // It is logged already: signed() met it, too.
            $scheme = null;
        }
        $answer = '{"scheme":' . Json::toAscii($scheme) . ',"fields":' . ($signed->fieldsJson ?? 'null')
            . ',"mark":' . Json::toAscii($signed?->mark) . ',"expires_at":' . Json::toAscii($signed?->expiresAt) . '}';
        $response = new Response($answer, 200, ['Content-Type' => 'application/json', 'Vary' => 'Cookie']);
        CacheHeaders::makePrivate($response);
        return $response;
    }
}
