<?php

declare(strict_types=1);

use Symfony\Component\Console\Command\Command;
use Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator;
use Twig\Extension\AbstractExtension;
use Visitorseal\Page\Brands;
use Visitorseal\Page\Faults;
use Visitorseal\Symfony\AnswerRefused;
use Visitorseal\Symfony\CheckCommand;
use Visitorseal\Symfony\CurrentUser;
use Visitorseal\Symfony\FieldsController;
use Visitorseal\Symfony\InsertVisitorScript;
use Visitorseal\Symfony\Nonce;
use Visitorseal\Symfony\OpenPages;
use Visitorseal\Symfony\Pages;
use Visitorseal\Symfony\PrivatePages;
use Visitorseal\Symfony\Setup;
use Visitorseal\Symfony\SignedInVisitor;
use Visitorseal\Symfony\VerifiedResolver;
use Visitorseal\Symfony\VisitorCollector;
use Visitorseal\Twig\VisitorExtension;

use function Symfony\Component\DependencyInjection\Loader\Configurator\abstract_arg;
use function Symfony\Component\DependencyInjection\Loader\Configurator\param;
use function Symfony\Component\DependencyInjection\Loader\Configurator\service;

return static function (ContainerConfigurator $container): void {
    $services = $container->services();

    // Brands, and who is signed in.
    $services->set('visitorseal.user', CurrentUser::class)->args([
        service('security.token_storage')->nullOnInvalid(),
        service('security.untracked_token_storage')->nullOnInvalid(),
        service('security.authentication.trust_resolver')->nullOnInvalid(),
    ]);
    $services->set('visitorseal.faults', Faults::class)
        ->factory([Setup::class, 'faults'])
        ->args([service('logger')->nullOnInvalid(), param('kernel.debug'), service('visitorseal.user')])
        ->tag('monolog.logger', ['channel' => 'visitorseal']);
    $services->set('visitorseal.brands', Brands::class)
        ->factory([Setup::class, 'brands'])
        ->args([abstract_arg('the brands of the configuration'), service('visitorseal.user'), service('visitorseal.faults')]);
    $services->set(SignedInVisitor::class);

    // Pages.
    $services->set('visitorseal.open', OpenPages::class)->args([service('request_stack')]);
    $services->set('visitorseal.nonce', Nonce::class)->args([
        service('request_stack'),
        abstract_arg('the name of the attribute'),
        service('nelmio_security.csp_listener')->nullOnInvalid(),
    ]);
    $services->set('visitorseal.pages', Pages::class)->args([
        service('visitorseal.brands'),
        service('visitorseal.open'),
        service('visitorseal.nonce'),
        service('visitorseal.collector')->nullOnInvalid(),
    ]);
    $services->alias(Pages::class, 'visitorseal.pages');
    $services->set('visitorseal.private', PrivatePages::class)
        ->args([service('visitorseal.open'), service('visitorseal.user')])
        ->tag('kernel.event_subscriber');
    $services->set('visitorseal.insert', InsertVisitorScript::class)
        ->args([service('visitorseal.pages'), service('visitorseal.open'), abstract_arg('the brands to insert')])
        ->tag('kernel.event_subscriber');
    if (class_exists(AbstractExtension::class)) {
        $services->set('visitorseal.twig', VisitorExtension::class)
            ->args([service('visitorseal.pages')])
            ->tag('twig.extension');
    }
    $services->set(FieldsController::class)
        ->args([service('visitorseal.pages')])
        ->tag('controller.service_arguments')
        ->public();

    // Verifying.
    $services->set('visitorseal.verified', VerifiedResolver::class)
        ->args([service('visitorseal.pages')])
        // As Symfony's own for its types: before an attribute of the request, or Doctrine, could give one.
        ->tag('controller.argument_value_resolver', ['priority' => 120, 'name' => VerifiedResolver::class]);
    $services->set('visitorseal.refused', AnswerRefused::class)
        ->args([service('logger')->nullOnInvalid()])
        ->tag('monolog.logger', ['channel' => 'visitorseal'])
        ->tag('kernel.event_subscriber');

    // For developers and deployments.
    if (class_exists(Command::class)) {
        $services->set('visitorseal.check', CheckCommand::class)
            ->args([service('visitorseal.brands')])
            ->tag('console.command');
    }
    $services->set('visitorseal.collector', VisitorCollector::class)
        ->tag('data_collector', ['id' => 'visitorseal', 'template' => '@Visitorseal/collector.html.twig']);
};
