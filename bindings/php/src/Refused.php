<?php

declare(strict_types=1);

namespace Visitorseal;

/** Nobody's turn: what the browser sent does not prove who the visitor is. */
final class Refused extends VisitorsealException
{
    protected const KIND = 'refused';

    /**
     * @param int    $httpStatus the status that a vendor's backend answers with, as the scheme says
     * @param string $httpError  the error code of that answer
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
