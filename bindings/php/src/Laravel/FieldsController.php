<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Http\JsonResponse;
use Symfony\Component\HttpKernel\Exception\NotFoundHttpException;
use Visitorseal\ConfigurationError;

/**
 * The signed fields for a single-page app: `Route::get('/visitor/{brand}', FieldsController::class)` answers
 * `{"scheme": "bookbag", "fields": {…}}`, with null where nobody is signed in.
 */
final class FieldsController
{
    public function __construct(private readonly Pages $pages)
    {
    }

    public function __invoke(?string $brand = null): JsonResponse
    {
        try {
            $chosen = $this->pages->brand($brand);
        } catch (ConfigurationError) {
            throw new NotFoundHttpException('no such brand');
        }
        $fields = $this->pages->signed($chosen->name)?->fields;
        return new JsonResponse(
            ['scheme' => $chosen->signer()->scheme, 'fields' => $fields],
            200,
            ['Cache-Control' => 'private, no-store', 'Vary' => 'Cookie'],
            JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION,
        );
    }
}
