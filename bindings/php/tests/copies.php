<?php

/* copies.php: copies, destroys and makes objects in every way that PHP allows. It exits with 1 if one is wrong. */

declare(strict_types=1);

require getenv('VISITORSEAL_AUTOLOAD');

use Visitorseal\Internal\Handle;
use Visitorseal\Internal\Library;
use Visitorseal\Page;
use Visitorseal\Scheme;
use Visitorseal\Signed;
use Visitorseal\Signer;
use Visitorseal\Verified;
use Visitorseal\Verifier;
use Visitorseal\Visitorseal;

const SECRET = 'a-shared-secret-of-some-length';
/** With the extension, copies share what they point to, and its own classes cannot be copied. */
define('HAS_EXTENSION', extension_loaded('visitorseal'));

/** Copies by reflection, as laravel/serializable-closure copies the variables of a closure. */
function copied(mixed $value, ?SplObjectStorage $seen = null): mixed
{
    $seen ??= new SplObjectStorage();
    if (is_array($value)) {
        return array_map(static fn(mixed $member): mixed => copied($member, $seen), $value);
    }
    if (!is_object($value) || $value instanceof UnitEnum || !(new ReflectionObject($value))->isUserDefined()) {
        return $value;
    }
    if (isset($seen[$value])) {
        return $seen[$value];
    }
    $class = new ReflectionClass($value);
    $seen[$value] = $copy = $class->newInstanceWithoutConstructor();
    do {
        foreach ($class->getProperties() as $property) {
            if (!$property->isStatic() && $property->isInitialized($value) && !$property->isInitialized($copy)) {
                $property->setValue($copy, copied($property->getValue($value), $seen));
            }
        }
    } while ($class = $class->getParentClass());
    return $copy;
}

function thrown(callable $call): ?string
{
    try {
        $call();
    } catch (Throwable $thrown) {
        return $thrown::class;
    }
    return null;
}

function must(bool $holds, string $what): void
{
    if (!$holds) {
        echo "wrong: $what\n";
        exit(1);
    }
}

function made(): array
{
    $signer = new Signer('bookbag', SECRET);
    $verifier = new Verifier('bookbag', SECRET);
    $signed = $signer->sign(id: 'user-123', name: 'Jane');
    $verified = $verifier->verify($signed->fields);
    return [$signer, $verifier, $signed, $verified, $verified->contact(), Visitorseal::scheme('thread'), new Page('bookbag')];
}

/** A call of each object that uses its pointer. */
function uses(): array
{
    return [
        static fn(Signer $signer) => $signer->digest('user-123'),
        static fn(Verifier $verifier) => $verifier->verifyJson('{"user_id":"1","user_hash":""}'),
        static fn(Signed $signed) => (string) $signed->script(),
        static fn(Verified $verified) => $verified->contact(),
        static fn(\Visitorseal\Contact $contact) => $contact->fill('{{contact.name}}'),
        static fn(Scheme $scheme) => new Signer($scheme, SECRET, appId: 'a'),
        static fn(Page $page) => $page->forgetScript(),
    ];
}

function works(array $made): bool
{
    [$signer, $verifier, $signed, $verified, $contact, $scheme, $page] = $made;
    return $signer->digest('user-123') === hash_hmac('sha256', 'user-123', SECRET)
        && str_contains((string) $signed->script(), $signer->digest('user-123'))
        && $verifier->verify($signed->fields)->isVerified
        && $verified->contact()->externalId === 'user-123'
        && $contact->fill('{{contact.name}}') === 'Jane'
        && (new Signer($scheme, SECRET, appId: 'a'))->scheme === 'thread'
        && str_starts_with((string) $page->forgetScript(), '<script');
}

/** @return list<Handle> */
function handles(array $made): array
{
    $found = [];
    array_walk_recursive($made, static function (object $thing) use (&$found): void {
        foreach ((array) $thing as $value) {
            if ($value instanceof Handle) {
                $found[] = $value;
            }
        }
    });
    return $found;
}

// A copy goes first, and the original goes on.
$made = made();
$copies = copied($made);
foreach (uses() as $index => $use) {
    $thrown = thrown(static fn() => $use($copies[$index]));
    must(HAS_EXTENSION !== ($thrown === LogicException::class), "copy $index throws a LogicException");
}
unset($copies);
must(works($made), 'an original works after its copy is gone');
// The original goes first.
$copies = copied($made);
unset($made);
must(!HAS_EXTENSION || works($copies), 'a copy works after its original is gone');
unset($copies);

// A clone outlives its original, if the class allows clones.
[, , $signed, $verified, $contact, $scheme, $page] = $made = made();
$clones = [clone $signed, clone $verified, clone $contact, clone $scheme, clone $page];
unset($made, $signed, $verified, $contact, $scheme, $page);
must(str_contains((string) $clones[0]->script(), 'user-123'), 'a clone writes its script');
must($clones[1]->contact()->fill('{{contact.name}}') === 'Jane', 'a clone has its contact');
must($clones[2]->fill('{{contact.name}}') === 'Jane', 'a clone fills');
must((new Signer($clones[3], SECRET, appId: 'a'))->scheme === 'thread', 'a clone is a scheme');
must(str_starts_with((string) $clones[4]->forgetScript(), '<script'), 'a clone is a page');
unset($clones);

// Calls destructors, and calls them again.
$made = made();
must(count(handles($made)) >= 5, 'handles are found');
foreach (HAS_EXTENSION ? [] : handles($made) as $handle) {
    $handle->__destruct();
    $handle->__destruct();
}
foreach (HAS_EXTENSION ? [] : uses() as $index => $use) {
    must(thrown(static fn() => $use($made[$index])) === LogicException::class, "what is destroyed, $index, refuses");
}
unset($made, $handle);

// Calls constructors again.
foreach ($made = made() as $index => $thing) {
    $again = match (true) {
        $thing instanceof Signer => static fn() => $thing->__construct('bookbag', SECRET),
        $thing instanceof Verifier => static fn() => $thing->__construct('bookbag', SECRET),
        $thing instanceof Page => static fn() => $thing->__construct('bookbag'),
        $thing instanceof Signed => static fn() => $thing->__construct(Library::get(), handles($made)[0], '{}', 0, '{}'),
        default => null,
    };
    must($again === null || thrown($again) === Error::class, "constructor $index is not run again");
}
must(thrown(static fn() => handles($made)[0]->__construct(Library::get(), 'signer', handles($made)[1]->pointer())) === Error::class,
    'a handle keeps its pointer');
must(works($made), 'all works after constructors were called again');

// Makes objects without a constructor, or from forged serialized text.
foreach ([Handle::class, ...array_map(get_class(...), $made)] as $index => $class) {
    if ((new ReflectionClass($class))->isInternal()) {
        must(thrown((new ReflectionClass($class))->newInstanceWithoutConstructor(...)) === ReflectionException::class, "$class is not made hollow");
        $hollow = null;
    } else {
        $hollow = (new ReflectionClass($class))->newInstanceWithoutConstructor();
    }
    must($hollow === null || $index === 0 || thrown(static fn() => uses()[$index - 1]($hollow)) !== null, "$class without a constructor throws");
    must($hollow === null || $index !== 0 || thrown($hollow->pointer(...)) === LogicException::class, 'a hollow handle has no pointer');
    unset($hollow);
    foreach (['O:%d:"%s":0:{}', 'O:%d:"%s":1:{s:7:"library";i:1;}'] as $forged) {
        must(thrown(static fn() => unserialize(sprintf($forged, strlen($class), $class))) === LogicException::class, "$class is not forged");
    }
    must($index === 0 || thrown(static fn() => serialize($made[$index - 1])) === LogicException::class, "$class is not serialized");
}
must(thrown(static fn() => var_export(handles($made), true)) === null, 'var_export');
must(works($made), 'all works after that');

// In a fiber that ends, and in one that never ends.
$fiber = new Fiber(static function (): void {
    $made = made();
    Fiber::suspend();
    must(works($made), 'a fiber goes on');
});
$fiber->start();
$fiber->resume();
$fiber = new Fiber(static function (): void {
    $made = made();
    Fiber::suspend();
});
$fiber->start();
unset($fiber);

// A destructor keeps the objects.
$saved = [];
(static function () use (&$saved): void {
    new class (made(), $saved) {
        public function __construct(private array $made, private array &$saved)
        {
        }

        public function __destruct()
        {
            $this->saved[] = $this->made;
        }
    };
})();
must(works($saved[0]), 'what a destructor keeps works');

// Cycles for the garbage collector.
for ($n = 0; $n < 100; $n++) {
    $circle = new stdClass();
    $circle->made = made()[2];
    $circle->self = $circle;
}
unset($circle);
gc_collect_cycles();

// Lazy objects of PHP 8.4, which has them for PHP's classes only.
if (!HAS_EXTENSION && method_exists(ReflectionClass::class, 'newLazyProxy')) {
    $proxy = (new ReflectionClass(Signer::class))->newLazyProxy(static fn() => new Signer('bookbag', SECRET));
    must($proxy->digest('a') === hash_hmac('sha256', 'a', SECRET), 'a lazy proxy signs');
    $ghost = (new ReflectionClass(Signer::class))->newLazyGhost(static fn(Signer $ghost) => $ghost->__construct('bookbag', SECRET));
    must($ghost->digest('a') === hash_hmac('sha256', 'a', SECRET), 'a lazy ghost signs');
    $handle = handles([$ghost])[0];
    thrown(static fn() => (new ReflectionClass($handle))->resetAsLazyGhost($handle, static fn() => null));
    unset($proxy, $ghost, $handle);
}

// At the end of PHP: globals, statics, a cycle that is not collected, and calls while PHP flushes the output.
final class Last
{
    public static array $made = [];
    public static array $copies = [];
}
Last::$made = [...made(), ...$made];
Last::$copies = copied(Last::$made);
$circle = new stdClass();
$circle->made = made();
$circle->self = $circle;
// By then PHP has called every destructor, so earlier objects must refuse, and new ones must work.
ob_start(static function (string $text): string {
    $ends = HAS_EXTENSION || thrown(static fn() => Last::$made[0]->digest('a')) === LogicException::class;
    return $ends && works(made()) ? $text : 'wrong: signing while the output is flushed';
});
echo "ok\n";
