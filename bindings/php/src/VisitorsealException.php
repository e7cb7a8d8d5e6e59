<?php

declare(strict_types=1);

namespace Visitorseal;

/**
 * The base of all exceptions here. Match on `errorCode`, which never changes; show `reason` to a person.
 *
 * No secret and no value of a visitor's stands in any of them.
 */
abstract class VisitorsealException extends \RuntimeException
{
    protected const KIND = '';

    /** `configuration`, `visitor`, `refused` or `internal`: whose turn it is to act. */
    public readonly string $kind;

    /**
     * @param string      $errorCode what exactly went wrong, such as `signature_mismatch`
     * @param string|null $field     the field, setting, key or claim that it is about, where there is one
     * @param string      $reason    a sentence that says what to change
     */
    public function __construct(
        public readonly string $errorCode,
        public readonly ?string $field,
        public readonly string $reason,
    ) {
        $this->kind = static::KIND;
        parent::__construct($errorCode . ($field === null ? '' : " ($field)") . ": $reason");
    }
}
