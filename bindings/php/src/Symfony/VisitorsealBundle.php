<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\Config\Definition\Configurator\DefinitionConfigurator;
use Symfony\Component\DependencyInjection\Argument\ServiceClosureArgument;
use Symfony\Component\DependencyInjection\ContainerBuilder;
use Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator;
use Symfony\Component\DependencyInjection\Reference;
use Symfony\Component\HttpKernel\Bundle\AbstractBundle;
use Visitorseal\Page\Dumps;

/** `visitorseal: {brands: …}`, Twig's functions, `private, no-store`, `Verified` in controllers, `visitorseal:check`. */
final class VisitorsealBundle extends AbstractBundle
{
    /** What a brand may leave to the environment. */
    private const LAZY = ['scheme', 'secret', 'settings', 'keys', 'policy', 'leeway', 'max_token'];

    public function getPath(): string
    {
        return __DIR__;
    }

    public function boot(): void
    {
        Dumps::hide();
    }

    public function configure(DefinitionConfigurator $definition): void
    {
        $definition->import('config/definition.php');
    }

    /** @param array<string, mixed> $config */
    public function loadExtension(array $config, ContainerConfigurator $container, ContainerBuilder $builder): void
    {
        $container->import('config/services.php');
        $builder->getDefinition('visitorseal.nonce')->replaceArgument(1, $config['nonce']);
        $brands = $inserted = [];
        foreach ($config['brands'] as $name => $options) {
            $brands[$name] = ['visitor' => new ServiceClosureArgument(new Reference($options['visitor']))];
            $options['keys'] = $options['keys'] ?: null;
            foreach (self::LAZY as $option) {
                if (isset($options[$option])) {
                    $variables = [];
                    $builder->resolveEnvPlaceholders($options[$option], null, $variables);
                    $brands[$name][$option] = [new ServiceClosureArgument($options[$option]), array_values($variables)];
                }
            }
            $brands[$name]['scheme'] = self::scheme($options['scheme'], $brands[$name]['scheme']);
            if ($options['insert']) {
                $inserted[] = (string) $name;
            }
        }
        $builder->getDefinition('visitorseal.brands')->replaceArgument(0, $brands);
        $builder->getDefinition('visitorseal.insert')->replaceArgument(2, $inserted);
        if ($inserted === []) {
            $builder->removeDefinition('visitorseal.insert');
        }
        if (!$builder->getParameter('kernel.debug')) {
            $builder->removeDefinition('visitorseal.collector');
        }
    }

    /**
     * A name in the catalogue as it stands: the endpoint says it, also where nobody is signed in.
     *
     * @param array{ServiceClosureArgument, list<string>} $lazy
     *
     * @return string|array{ServiceClosureArgument, list<string>}
     */
    private static function scheme(string $scheme, array $lazy): string|array
    {
        return $lazy[1] === [] && !str_ends_with($scheme, '.toml') ? $scheme : $lazy;
    }
}
