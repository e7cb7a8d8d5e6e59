<?php

declare(strict_types=1);

namespace Visitorseal;

/** What the browser sent does not prove who the visitor is. There is nothing to fix in code. */
final class RefusedException extends VisitorsealException
{
    protected const KIND = 'refused';

    /**
     * @param int    $httpStatus the HTTP status that the vendor answers with, such as 401
     * @param string $httpError  the name of the error in that answer, such as `identity_unverified`
     */
    public function __construct(
        string $errorCode,
        ?string $field,
        string $reason,
        public readonly int $httpStatus = 401,
        public readonly string $httpError = 'identity_unverified',
    ) {
        parent::__construct($errorCode, $field, $reason);
    }
}
