<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Console\Command;

/** `php artisan visitorseal:check` names what is wrong with the set-up; it exits with 1 where anything is. */
final class CheckCommand extends Command
{
    protected $signature = 'visitorseal:check';

    protected $description = 'Check that every brand of config/visitorseal.php can sign or verify';

    public function handle(Pages $pages): int
    {
        $faults = $pages->faults();
        array_map($this->error(...), $faults);
        array_map($this->warn(...), $pages->brands()->warnings());
        if ($faults === []) {
            $this->info('Every brand is set up: ' . implode(', ', $pages->brands()->names()) . '.');
            $this->line("This is the command line's PHP. Pages may have another ffi.enable: see the README, Install.");
        }
        return $faults === [] ? 0 : 1;
    }
}
