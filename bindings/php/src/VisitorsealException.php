<?php

declare(strict_types=1);

namespace Visitorseal;

/**
 * The base of every exception in this package.
 *
 * Compare `errorCode`, which never changes. Show `reason` to a person. Errors never contain a secret or a visitor's data.
 */
abstract class VisitorsealException extends \RuntimeException
{
    protected const KIND = '';

    /** @var 'configuration'|'visitor'|'refused'|'internal' who has to fix it, the same as the class says */
    public readonly string $kind;

    /**
     * @param string      $errorCode the stable code, such as `signature_mismatch`
     * @param string|null $field     the field, setting, key or claim that the error is about
     * @param string      $reason    what is wrong and what to do; the words may change in any version
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
