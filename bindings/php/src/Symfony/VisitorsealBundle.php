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
            foreach (self::LAZY as $option) {
                if (isset($options[$option]) && ($option !== 'keys' || $options['keys'] !== [])) {
                    $brands[$name][$option] = new ServiceClosureArgument($options[$option]);
                }
            }
            if (self::isPlain($options['scheme'], $builder)) {
                $brands[$name]['scheme'] = $options['scheme'];
            }
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

    /** Whether a scheme is a name in the catalogue: the endpoint says it, also where nobody is signed in. */
    private static function isPlain(string $scheme, ContainerBuilder $builder): bool
    {
        return !str_ends_with($scheme, '.toml') && $builder->resolveEnvPlaceholders($scheme, null) === $scheme;
    }
}
