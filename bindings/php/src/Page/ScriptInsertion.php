<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Symfony\Component\HttpFoundation\BinaryFileResponse;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpFoundation\StreamedResponse;

/**
 * Inserts scripts into rendered pages, so that no cache of templates can hold one.
 *
 * @internal
 */
final class ScriptInsertion
{
    /**
     * Inserts scripts before the `</body>` of a response that is a whole HTML page. It does not change other responses.
     *
     * @param \Closure(): (string|\Stringable) $scripts called only if the page has a `</body>`
     */
    public static function insert(Response $response, \Closure $scripts): void
    {
        $html = self::isPage($response) ? (string) $response->getContent() : '';
        $offset = EndOfBody::find($html);
        $inserted = $offset === null ? '' : (string) $scripts();
        if ($inserted !== '') {
            $response->setContent(substr_replace($html, $inserted, $offset, 0));
            if ($response->headers->has('Content-Length')) {
                $response->headers->set('Content-Length', (string) strlen((string) $response->getContent()));
            }
        }
    }

    /**
     * The scripts of these brands. Nothing for a page that caches may keep if nobody is signed in: the page stays as it is, and
     * signs nobody out.
     *
     * @param array<string> $brands
     */
    public static function scripts(Response $response, PageHelpers $helpers, array $brands): string
    {
        $hasVisitor = static fn(string $brand): bool => $helpers->signed($brand) !== null;
        return CacheHeaders::arePublic($response) && array_filter($brands, $hasVisitor) === [] ? ''
            : implode(array_map(static fn(string $brand): string => self::script($response, $helpers, $brand), $brands));
    }

    /**
     * The script of a brand; nothing, and a line in the log, if the page has another charset than UTF-8 and the script is more than
     * ASCII. Our own code is ASCII. Code that the site pasted into its settings may not be.
     */
    private static function script(Response $response, PageHelpers $helpers, string $brand): string
    {
        $script = (string) $helpers->visitorScript($brand);
        $charset = self::charset($response);
        if (preg_match('~^utf-?8$~i', $charset) === 1 || preg_match('~[^\x00-\x7f]~', $script) === 0) {
            return $script;
        }
        $reason = "A setting has characters beyond ASCII, which are other characters in $charset. Remove them, or serve the pages in "
            . "UTF-8. Pages in $charset do not get the script.";
        $helpers->brands()->log->warnOfInsertion($reason, $brand);
        return '';
    }

    private static function charset(Response $response): string
    {
        $type = (string) $response->headers->get('Content-Type');
        return preg_match('~;\s*charset\s*=\s*["\']?([^\s"\';]+)~i', $type, $found) === 1 ? $found[1] : $response->getCharset() ?? 'UTF-8';
    }

    /** No one sees a redirection, and the page of a server error must not need the database. */
    private static function isPage(Response $response): bool
    {
        $status = $response->getStatusCode();
        $headers = $response->headers;
        $type = (string) $headers->get('Content-Type', 'text/html');
        return !$response instanceof StreamedResponse && !$response instanceof BinaryFileResponse
            && $status < 500 && ($status < 300 || $status >= 400) && $status !== 204 && $status !== 206
            && preg_match('~^text/html\s*(;|$)~i', $type) === 1
            // In these charsets the bytes of a tag may be letters of a text.
            && preg_match('~utf-?(7|16|32)|iso-2022~i', $type . $response->getCharset()) === 0
            && !$headers->has('Content-Encoding')
            && stripos((string) $headers->get('Content-Disposition'), 'attachment') !== 0;
    }
}
