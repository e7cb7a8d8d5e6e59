<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Contracts\Auth\MustVerifyEmail;
use Illuminate\Http\Request;

/** The visitor of a brand that names no `visitor`: the user of the request, without an address that is not verified. */
final class SignedInVisitor
{
    /** @return array<string, mixed>|null null if nobody is signed in */
    public function __invoke(Request $request): ?array
    {
        $user = $request->user();
        if ($user === null) {
            return null;
        }
        return ['id' => $user->getAuthIdentifier()] + array_filter([
            'email' => self::isUnverified($user) ? null : $user->email ?? null,
            'name' => $user->name ?? null,
        ], static fn(mixed $value): bool => $value !== null && $value !== '');
    }

    /**
     * Whether the user's address is known to be unverified.
     *
     * @internal
     */
    public static function isUnverified(?object $user): bool
    {
        return $user instanceof MustVerifyEmail && !$user->hasVerifiedEmail();
    }
}
