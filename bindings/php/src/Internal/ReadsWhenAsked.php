<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/**
 * Reads properties from the library's text when somebody asks for them. The constructor removes these properties with unset():
 * then PHP calls __get(). The constant `READ_WHEN_ASKED` has their names as keys, and whether they may be null.
 *
 * @internal
 */
trait ReadsWhenAsked
{
    /**
     * Sets the property of that name, and others if they come with it. It must do nothing for one that may be null and is set
     * already: for `??`, PHP calls __isset() and then __get().
     */
    abstract private function read(string $name): void;

    public function __get(string $name): mixed
    {
        if (isset(self::READ_WHEN_ASKED[$name])) {
            $this->read($name);
        } elseif (\property_exists($this, $name)) {
            throw new \Error('Cannot access private property ' . self::class . "::\$$name");
        }
        // PHP warns of a name that does not exist.
        return $this->$name;
    }

    public function __isset(string $name): bool
    {
        return isset(self::READ_WHEN_ASKED[$name]) && (!self::READ_WHEN_ASKED[$name] || $this->__get($name) !== null);
    }

    /**
     * What json_encode() writes: the public properties.
     *
     * @internal
     *
     * @return array<string, mixed>
     */
    public function jsonSerialize(): array
    {
        $public = [];
        foreach ((new \ReflectionClass($this))->getProperties(\ReflectionProperty::IS_PUBLIC) as $property) {
            $public[$property->name] = $this->{$property->name};
        }
        return $public;
    }
}
