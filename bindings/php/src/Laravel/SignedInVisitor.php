<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Contracts\Auth\MustVerifyEmail;
use Illuminate\Http\Request;

/** The user of a request; an address that is known not to be verified is left out. */
final class SignedInVisitor
{
    /** @return array<string, mixed>|null */
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

    /** Whether an address is known not to be verified. */
    public static function isUnverified(?object $user): bool
    {
        return $user instanceof MustVerifyEmail && !$user->hasVerifiedEmail();
    }
}
