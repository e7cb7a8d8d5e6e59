<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Http\Request;

/**
 * Knows the requests whose responses can still be kept out of caches. There are several if a page asks the application for
 * its parts: `app()->handle($request)`.
 *
 * @internal
 */
final class PendingResponses
{
    /** @var \WeakMap<Request, true> */
    private readonly \WeakMap $requests;

    public function __construct()
    {
        $this->requests = new \WeakMap();
    }

    public function add(Request $request): void
    {
        $this->requests[$request] = true;
    }

    /**
     * @param Request $current the container's request, which remains that of a part after the part is done
     *
     * @return list<Request>
     */
    public function requests(Request $current): array
    {
        $requests = [spl_object_id($current) => $current];
        foreach ($this->requests as $request => $_) {
            $requests[spl_object_id($request)] = $request;
        }
        $isPending = static fn(Request $request): bool => !$request->attributes->get(PageHelpers::HANDLED);
        return array_values(array_filter($requests, $isPending));
    }
}
