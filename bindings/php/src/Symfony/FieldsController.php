<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpKernel\Exception\NotFoundHttpException;
use Visitorseal\ConfigurationError;
use Visitorseal\Internal\Json;
use Visitorseal\Page\Caching;

/**
 * The signed fields for a single-page app: `{"scheme": "bookbag", "fields": {…}}`, with null where nobody is signed in or
 * the brand is not set up. Never cached.
 */
final class FieldsController
{
    public function __construct(private readonly Pages $pages)
    {
    }

    public function __invoke(?string $brand = null): Response
    {
        try {
            $chosen = $this->pages->brand($brand);
        } catch (ConfigurationError) {
            throw new NotFoundHttpException('no such brand');
        }
        $signed = $this->pages->signed($chosen->name);
        $scheme = Json::ascii($signed->scheme ?? $chosen->scheme());
        $answer = '{"scheme":' . $scheme . ',"fields":' . ($signed->fieldsJson ?? 'null') . '}';
        $response = new Response($answer, 200, ['Content-Type' => 'application/json', 'Vary' => 'Cookie']);
        Caching::forbid($response);
        return $response;
    }
}
