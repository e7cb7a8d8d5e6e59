<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\RequestStack;

/**
 * Which requests' pages hold a signed visitor, and which responses have left the kernel: their headers say for good what
 * caches may do.
 */
final class OpenPages
{
    /** @var \WeakMap<Request, true> */
    private \WeakMap $signed;

    /** @var \WeakMap<Request, true> */
    private \WeakMap $left;

    /** @var \WeakMap<Request, array<string, true>> */
    private \WeakMap $written;

    public function __construct(private readonly RequestStack $requests)
    {
        $this->signed = new \WeakMap();
        $this->left = new \WeakMap();
        $this->written = new \WeakMap();
    }

    /** Keeps the page that is being rendered, and each page around it, out of caches; false where it is too late. */
    public function keepPrivate(): bool
    {
        $requests = $this->stack();
        foreach ($requests as $request) {
            if (isset($this->left[$request]) && !isset($this->signed[$request])) {
                return false;
            }
        }
        foreach ($requests as $request) {
            $this->signed[$request] = true;
        }
        return $requests !== [];
    }

    public function isSigned(Request $request): bool
    {
        return isset($this->signed[$request]);
    }

    /** The response to the request leaves the kernel. */
    public function leave(Request $request): void
    {
        $this->left[$request] = true;
    }

    /** Notes that the page, and each around it, has the brand's script. */
    public function write(string $brand): void
    {
        foreach ($this->stack() as $request) {
            $this->written[$request] = ($this->written[$request] ?? []) + [$brand => true];
        }
    }

    public function isWritten(Request $request, string $brand): bool
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
