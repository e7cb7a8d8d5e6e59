<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\RequestStack;

/**
 * Knows which pages say who their visitor is, or that nobody is signed in, and which responses the kernel has already returned.
 * The cache headers of those cannot change any more.
 *
 * @internal
 */
final class PendingResponses
{
    /** @var \WeakMap<Request, true> */
    private \WeakMap $private;

    /** @var \WeakMap<Request, true> */
    private \WeakMap $returned;

    /** @var \WeakMap<Request, array<string, true>> the brands whose script or element a page has */
    private \WeakMap $written;

    public function __construct(private readonly RequestStack $requests)
    {
        $this->private = new \WeakMap();
        $this->returned = new \WeakMap();
        $this->written = new \WeakMap();
    }

    /** Keeps the page that is being rendered, and each page around it, out of caches. False means that it is too late. */
    public function keepPrivate(): bool
    {
        $requests = $this->stack();
        foreach ($requests as $request) {
            if (isset($this->returned[$request]) && !isset($this->private[$request])) {
                return false;
            }
        }
        foreach ($requests as $request) {
            $this->private[$request] = true;
        }
        return $requests !== [];
    }

    public function isKeptPrivate(Request $request): bool
    {
        return isset($this->private[$request]);
    }

    public function setReturned(Request $request): void
    {
        $this->returned[$request] = true;
    }

    /** Remembers that the page, and each page around it, has the brand's script or element. */
    public function scriptIsWritten(string $brand): void
    {
        foreach ($this->stack() as $request) {
            $this->written[$request] = ($this->written[$request] ?? []) + [$brand => true];
        }
    }

    public function hasScript(Request $request, string $brand): bool
    {
        return isset($this->written[$request][$brand]);
    }

    /** @return list<Request> the current request and those that it is a part of */
    private function stack(): array
    {
        $requests = [];
        $stack = clone $this->requests;
        while ($request = $stack->pop()) {
            $requests[] = $request;
        }
        return $requests;
    }
}
