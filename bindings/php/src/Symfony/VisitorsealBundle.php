<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\Config\Definition\Configurator\DefinitionConfigurator;
use Symfony\Component\DependencyInjection\Argument\ServiceClosureArgument;
use Symfony\Component\DependencyInjection\ContainerBuilder;
use Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator;
use Symfony\Component\DependencyInjection\Reference;
use Symfony\Component\HttpKernel\Bundle\AbstractBundle;
use Visitorseal\Page\VarDumper;

/**
 * Registers the package in Symfony: the configuration `visitorseal`, Twig's functions, private pages, a `Verified` in
 * controllers, and `bin/console visitorseal:check`.
 */
final class VisitorsealBundle extends AbstractBundle
{
    /** The options that may come from the environment. */
    private const LAZY = ['scheme', 'scheme_file', 'secret', 'settings', 'keys', 'policy', 'leeway', 'max_token', 'enabled'];

    /** The package's folder: Symfony reads `config`, `templates` and `public` there. */
    public function getPath(): string
    {
        return dirname(__DIR__, 2);
    }

    public function boot(): void
    {
        VarDumper::hideSecrets();
    }

    public function configure(DefinitionConfigurator $definition): void
    {
        $definition->import('config/definition.php');
    }

    /** @param array<string, mixed> $config */
    public function loadExtension(array $config, ContainerConfigurator $container, ContainerBuilder $builder): void
    {
        $container->import('config/services.php');
        $builder->getDefinition('visitorseal.csp_nonce')->replaceArgument(1, $config['nonce']);
        $brands = $inserted = [];
        foreach ($config['brands'] as $name => $options) {
            $brands[$name] = ['visitor' => new ServiceClosureArgument(new Reference($options['visitor']))];
            $brands[$name]['email_verified'] = is_string($options['email_verified'])
                ? new ServiceClosureArgument(new Reference($options['email_verified'])) : $options['email_verified'];
            $options['keys'] = $options['keys'] ?: null;
            foreach (self::LAZY as $option) {
                if (isset($options[$option])) {
                    $variables = [];
                    $builder->resolveEnvPlaceholders($options[$option], null, $variables);
                    $brands[$name][$option] = [new ServiceClosureArgument($options[$option]), array_values($variables)];
                }
            }
            // The endpoint states the scheme's name, also if PHP may not call C. So a plain name stays as it is.
            if (isset($options['scheme']) && $brands[$name]['scheme'][1] === []) {
                $brands[$name]['scheme'] = $options['scheme'];
            }
            if ($options['insert']) {
                $inserted[] = (string) $name;
            }
        }
        $builder->getDefinition('visitorseal.brands')->replaceArgument(0, $brands);
        $builder->getDefinition('visitorseal.insert_visitor_script')->replaceArgument(2, $inserted);
        if ($inserted === []) {
            $builder->removeDefinition('visitorseal.insert_visitor_script');
        }
        if (!$builder->getParameter('kernel.debug')) {
            $builder->removeDefinition('visitorseal.collector');
        }
    }
}
