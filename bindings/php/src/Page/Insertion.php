<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Symfony\Component\HttpFoundation\BinaryFileResponse;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpFoundation\StreamedResponse;

/** Puts scripts into pages after they are rendered: no cache of templates ever holds one. */
final class Insertion
{
    /**
     * Puts scripts before the `</body>` of a response that is a whole page of HTML; leaves others alone.
     *
     * @param \Closure(): (string|\Stringable) $scripts asked for only where there is a place for them
     */
    public static function into(Response $response, \Closure $scripts): void
    {
        $html = self::isPage($response) ? (string) $response->getContent() : '';
        $place = EndOfBody::of($html);
        $inserted = $place === null ? '' : (string) $scripts();
        if ($inserted !== '') {
            $response->setContent(substr_replace($html, $inserted, $place, 0));
            if ($response->headers->has('Content-Length')) {
                $response->headers->set('Content-Length', (string) strlen((string) $response->getContent()));
            }
        }
    }

    /** Nobody sees a redirection; a page that tells of an error of the server must not depend on the database. */
    private static function isPage(Response $response): bool
    {
        $status = $response->getStatusCode();
        $headers = $response->headers;
        $type = (string) $headers->get('Content-Type', 'text/html');
        return !$response instanceof StreamedResponse && !$response instanceof BinaryFileResponse
            && $status < 500 && ($status < 300 || $status >= 400) && $status !== 204 && $status !== 206
            && preg_match('~^text/html\s*(;|$)~i', $type) === 1
            // In these, a tag's bytes may be letters of a text.
            && preg_match('~utf-?(7|16|32)|iso-2022~i', $type . $response->getCharset()) === 0
            && !$headers->has('Content-Encoding')
            && stripos((string) $headers->get('Content-Disposition'), 'attachment') !== 0;
    }
}
