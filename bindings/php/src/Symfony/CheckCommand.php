<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\Console\Style\SymfonyStyle;
use Visitorseal\Page\Brands;

/** `bin/console visitorseal:check` names what is wrong with the set-up; it exits with 1 where anything is. */
#[AsCommand('visitorseal:check', 'Checks that every brand of the configuration can sign or verify')]
final class CheckCommand extends Command
{
    public function __construct(private readonly Brands $brands)
    {
        parent::__construct();
    }

    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $style = new SymfonyStyle($input, $output);
        $faults = $this->brands->names() === []
            ? ['visitorseal.brands is empty: name your brands in config/packages/visitorseal.yaml']
            : $this->brands->faults();
        array_map($style->error(...), $faults);
        array_map($style->warning(...), $this->brands->warnings());
        if ($faults === []) {
            $style->success('visitorseal: ' . implode(', ', $this->brands->names()) . ' can be used.');
            $style->note("This is the command line's PHP. Pages have an ffi.enable of their own: see the README, Install.");
        }
        return $faults === [] ? Command::SUCCESS : Command::FAILURE;
    }
}
