<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Http\Request;

/**
 * The requests whose response can still be kept out of caches: of the page that is being rendered, and of each that it is a
 * part of, for a page may ask the application for its parts: `app()->handle($request)`.
 */
final class OpenRequests
{
    /** @var \WeakMap<Request, true> each that has begun */
    private readonly \WeakMap $begun;

    public function __construct()
    {
        $this->begun = new \WeakMap();
    }

    /** The first of all middleware notes the request. */
    public function begin(Request $request): void
    {
        $this->begun[$request] = true;
    }

    /**
     * @param Request $current Laravel's own, which is a part's still when the part is done
     *
     * @return list<Request>
     */
    public function with(Request $current): array
    {
        $requests = [spl_object_id($current) => $current];
        foreach ($this->begun as $request => $_) {
            $requests[spl_object_id($request)] = $request;
        }
        $isOpen = static fn(Request $request): bool => !$request->attributes->get(Pages::HANDLED);
        return array_values(array_filter($requests, $isOpen));
    }
}
